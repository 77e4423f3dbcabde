"""What an authority says of a referral: noted, with a task and a clock where something is asked.

Whoever notes it, and whatever it says, it releases nothing: what goes out goes the ordinary way of release.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, Actor, record
from belisha.people.models import Staff
from belisha.referrals import reported
from belisha.referrals.clock import working_days_after
from belisha.referrals.deliver import SLACK
from belisha.referrals.drafting import locked
from belisha.referrals.follow_models import Incoming
from belisha.referrals.material import TOLD
from belisha.referrals.models import Delivery, Referral, ReferralState
from belisha.referrals.refusals import (
    NoSuchQuestion,
    NotToldYet,
    ReasonMissing,
    WrongChannel,
    WrongClock,
    WrongOutcome,
    WrongTime,
)
from belisha.refusal import NotFound
from belisha.triage.models import Case
from belisha.vault.lookup import digest
from belisha.work.assign import finish, open_task

Kind, State = Incoming.Kind, Incoming.State
QUESTION = "referrals.question"
ASKED, DUE_SOON = "authority_asked", "authority_answer_due"
REASONS = {
    Kind.QUESTION: "The authority asks something about this referral. Answer it, or say why it needs none.",
    Kind.REQUEST: "The authority asks for information under the law. Answer it in its time.",
    Kind.MESSAGE: "The authority wrote about this referral. Read it, and note what you did.",
}
DUE_REASON = "An answer to the authority is due within a day."
OUTCOMES = {
    "no_further_action": "No further action",
    "investigation": "They investigate",
    "child_safeguarded": "A child was safeguarded",
    "passed_on": "Passed on to another authority",
    "not_stated": "They say nothing of it",
}
REQUEST_WITHIN = timedelta(days=7)
"""S.I. 2026/268, United Kingdom: a request of the NCA is answered within 7 days (second-hand, November 2026).
Taken as calendar days from when it was made."""
QUESTION_WITHIN, MESSAGE_WITHIN = 3, 1  # working days: this desk's own
FURTHEST = timedelta(days=90)
REMIND_BEFORE = timedelta(days=1)


@transaction.atomic
def note_incoming(
    *,
    referral_id: UUID,
    by: Actor,
    kind: str,
    said_at: datetime,
    channel: str,
    text: str = "",
    contact: str = "",
    reference: str = "",
    outcome: str = "",
    due_at: datetime | None = None,
) -> Incoming:
    """Note what an authority said of a referral; a question, a request or a message opens a task.

    Raises NotToldYet, WrongChannel, WrongTime, WrongOutcome, WrongClock, ReasonMissing (no text).
    """
    referral, case = locked(referral_id)
    _refuse_unless_told(referral)
    _refuse_unless_fits(Kind(kind), channel=channel, said_at=said_at, outcome=outcome, text=text)
    row = Incoming.objects.create(
        referral=referral,
        case_id=case.id,
        kind=kind,
        state=State.OPEN if kind in REASONS else State.NOTED,
        channel=channel,
        said_at=said_at,
        contact=contact.strip(),
        reference=reference.strip(),
        reference_lookup=digest("reference", reference) if reference.strip() else None,
        text=text.strip(),
        outcome=outcome,
        due_at=_due(Kind(kind), said_at, due_at),
        noted_by=by if isinstance(by, Staff) else None,
        noted_at=timezone.now(),
    )
    _follow(row, referral, case, by)
    facts = {"number": referral.number, "kind": kind, "channel": channel, "outcome": outcome}
    record("referral.authority_said", by=by, about=case, reference=row.reference, **facts)
    return row


@transaction.atomic
def answer(*, referral_id: UUID, question_id: UUID, by: Staff, answer: str) -> Incoming:
    """Note how a question was answered, and end its clock. Raises NoSuchQuestion, ReasonMissing."""
    return _ended((referral_id, question_id), by, answer, State.ANSWERED, "referral.question_answered")


@transaction.atomic
def drop(*, referral_id: UUID, question_id: UUID, by: Staff, reason: str) -> Incoming:
    """Note why a question needs no answer. Raises NoSuchQuestion, ReasonMissing."""
    return _ended((referral_id, question_id), by, reason, State.DROPPED, "referral.question_dropped")


@transaction.atomic
def set_clock(*, referral_id: UUID, question_id: UUID, by: Staff, due_at: datetime, reason: str) -> Incoming:
    """Set the clock of an open question anew, as agreed with the authority. Raises WrongClock."""
    row, referral, case = _open(referral_id, question_id)
    if not reason.strip():
        raise ReasonMissing
    now = timezone.now()
    if not now < due_at <= now + FURTHEST:
        raise WrongClock
    before, row.due_at, row.late_because, row.reminded_at = row.due_at, due_at, reason.strip(), None
    row.save(update_fields=["due_at", "late_because", "reminded_at"])
    _finish(row, by)
    _ask(row, referral)
    facts = {"before": before.isoformat() if before else "", "due_at": due_at.isoformat()}
    record("referral.clock_set", by=by, about=case, number=referral.number, reason=reason.strip(), **facts)
    return row


def remind(*, now: datetime) -> int:
    """Wake people for each open question whose answer is due within a day; return how many."""
    due = Incoming.objects.filter(
        state=State.OPEN, reminded_at=None, due_at__lte=now + REMIND_BEFORE
    ).order_by("due_at")
    found = list(due.values_list("referral_id", "id")[:200])
    return sum(_remind(referral_id, question_id, now) for referral_id, question_id in found)


@transaction.atomic
def _remind(referral_id: UUID, question_id: UUID, now: datetime) -> bool:
    row, referral, case = _open(referral_id, question_id, must=False)
    if row.state != State.OPEN or row.reminded_at or not row.due_at or row.due_at > now + REMIND_BEFORE:
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    open_task(
        kind=DUE_SOON,
        about=(QUESTION, row.id),
        label=referral.number,
        reason=DUE_REASON,
        due_at=row.due_at,
        permission="referrals.release_referral",
        # A clock of the law wakes people; what this desk set itself does not.
        wake=row.kind == Kind.REQUEST,
    )
    record("referral.answer_due", by=SYSTEM, about=case, number=referral.number)
    return True


def _refuse_unless_told(referral: Referral) -> None:
    if referral.state not in TOLD:
        raise NotToldYet(authority=referral.authority_name, number=referral.number)


def _refuse_unless_fits(
    kind: Incoming.Kind, *, channel: str, said_at: datetime, outcome: str, text: str
) -> None:
    if channel not in Delivery.Channel.values:
        raise WrongChannel(channels=", ".join(Delivery.Channel.values))
    if said_at > timezone.now() + SLACK:
        raise WrongTime
    if (kind == Kind.OUTCOME) != (outcome in OUTCOMES):
        raise WrongOutcome(outcomes=", ".join(OUTCOMES))
    if kind in REASONS and not text.strip():
        raise ReasonMissing


def _due(kind: Incoming.Kind, said_at: datetime, due_at: datetime | None) -> datetime | None:
    if kind not in REASONS:
        return None
    now = timezone.now()
    if due_at is not None and not now < due_at <= now + FURTHEST:
        raise WrongClock
    if due_at is not None:
        return due_at
    if kind == Kind.REQUEST:
        return said_at + REQUEST_WITHIN
    return working_days_after(now, QUESTION_WITHIN if kind == Kind.QUESTION else MESSAGE_WITHIN)


def _follow(row: Incoming, referral: Referral, case: Case, by: Actor) -> None:
    """What a message does: it opens a task, or ends the chase; nothing else."""
    if row.state == State.OPEN:
        _ask(row, referral)
    if row.kind == Kind.ACKNOWLEDGEMENT:
        _acknowledged(row, referral, case, by)


def _acknowledged(row: Incoming, referral: Referral, case: Case, by: Actor) -> None:
    if row.reference and not referral.reference:
        referral.reference, referral.reference_lookup = row.reference, row.reference_lookup
        reported.note(referral, case, at=row.said_at, reference=row.reference)
    if referral.state == ReferralState.SENT:
        referral.state, referral.chase_at = ReferralState.ACKNOWLEDGED, None
        finish(about=referral, kind="reference_missing", by=by)
    referral.save(update_fields=["state", "chase_at", "reference", "reference_lookup"])


def _ask(row: Incoming, referral: Referral) -> None:
    open_task(
        kind=ASKED,
        about=(QUESTION, row.id),
        label=referral.number,
        reason=REASONS[Kind(row.kind)],
        due_at=row.due_at,
        permission="referrals.release_referral",
    )


def _open(referral_id: UUID, question_id: UUID, *, must: bool = True) -> tuple[Incoming, Referral, Case]:
    referral, case = locked(referral_id)
    row = Incoming.objects.select_for_update().filter(id=question_id, referral=referral).first()
    if row is None:
        raise NotFound(what="question")
    if must and row.state != State.OPEN:
        raise NoSuchQuestion
    return row, referral, case


def _ended(question: tuple[UUID, UUID], by: Staff, said: str, state: Incoming.State, event: str) -> Incoming:
    row, referral, case = _open(*question)
    if not said.strip():
        raise ReasonMissing
    row.state, row.answer, row.ended_by, row.ended_at = state, said.strip(), by, timezone.now()
    row.save(update_fields=["state", "answer", "ended_by", "ended_at"])
    _finish(row, by)
    record(event, by=by, about=case, number=referral.number, kind=row.kind)
    return row


def _finish(row: Incoming, by: Actor) -> None:
    for kind in (ASKED, DUE_SOON):
        finish(about=(QUESTION, row.id), kind=kind, by=by)
