"""What became of a letter after it was handed in: receipts of mail servers, and letters that come back.

Anybody can write a receipt. So none releases, closes or acknowledges anything: at most it puts a referral
back into a person's hands, who looks.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, Actor, record
from belisha.people.models import Staff
from belisha.referrals import reported
from belisha.referrals.after import case_untold
from belisha.referrals.answers import note_incoming
from belisha.referrals.arrived import ask_a_person
from belisha.referrals.clock import working_days_after
from belisha.referrals.drafting import locked
from belisha.referrals.follow_models import Incoming
from belisha.referrals.material import TOLD
from belisha.referrals.models import Delivery, Dispatch, Referral, ReferralState
from belisha.referrals.receipt import Receipt
from belisha.referrals.recipients.mail_words import status_words
from belisha.referrals.refusals import NoLetter, ReasonMissing
from belisha.triage.models import Case
from belisha.work.assign import finish, open_task

MOST = 30
"""Receipts that are noted of one letter: a mail server in a loop, or somebody who plays, ends there."""
CAME_BACK = "The letter came back."
ANSWERED = "Something was answered to the letter: read it in your own mailbox, and note here what they say."
Outcome = Delivery.Outcome
MESSAGE, OPEN = Incoming.Kind.MESSAGE, Incoming.State.OPEN


@transaction.atomic
def note_receipt(*, receipt: Receipt) -> Referral:
    """Note what a message says became of a letter. The same again changes nothing. Raises NoLetter."""
    row = Dispatch.objects.filter(id=receipt.about, channel=Delivery.Channel.EMAIL).first()
    if row is None or row.attempts == 0:
        raise NoLetter
    referral, case = locked(row.referral_id)
    row = Dispatch.objects.select_for_update().get(id=row.id)
    answer = f"receipt {receipt.status or receipt.mark}".strip()
    if not _is_new(referral, receipt.kind, answer):
        return referral
    words = status_words(receipt.status) if receipt.kind == "came_back" else ""
    _event(referral, receipt.kind, answer=answer, note=words, by=None)
    if receipt.kind == "came_back":
        _put_back(row, referral, case, f"{CAME_BACK} {words}".strip(), SYSTEM)
    elif receipt.kind == "answered":
        _ask_to_read(referral)
    facts = {"number": referral.number, "kind": receipt.kind, "status": receipt.status}
    record("referral.receipt_came", by=SYSTEM, about=case, **facts)
    return referral


@transaction.atomic
def came_back(*, referral_id: UUID, by: Staff, reason: str) -> Referral:
    """Somebody found the letter in the mailbox: it came back. Raises NoLetter, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    referral, case = locked(referral_id)
    row = letter_of(referral)
    if row is None or referral.state != ReferralState.SENT:
        raise NoLetter
    _event(referral, Outcome.CAME_BACK, answer="said_by_a_person", note=reason.strip(), by=by)
    _put_back(row, referral, case, f"{CAME_BACK} {reason.strip()}", by)
    record("referral.came_back", by=by, about=case, number=referral.number, reason=reason.strip())
    return referral


def may_come_back(referral_id: UUID) -> bool:
    """Is there a letter that was handed in, and nothing from them since?"""
    sent = Referral.objects.filter(id=referral_id, state=ReferralState.SENT).first()
    return sent is not None and letter_of(sent) is not None


def letter_of(referral: Referral) -> Dispatch | None:
    """The letter that was handed in for a referral."""
    rows = Dispatch.objects.filter(referral=referral, channel=Delivery.Channel.EMAIL, state="arrived")
    return rows.order_by("-began_at").first()


def _is_new(referral: Referral, kind: str, answer: str) -> bool:
    """Was this not said of the last letter yet, and was not too much said of it?"""
    seen = Delivery.objects.filter(referral=referral, channel=Delivery.Channel.EMAIL)
    last = seen.filter(outcome=Outcome.SENT).order_by("-at").first()
    since = seen.filter(answer__startswith="receipt", **({"at__gte": last.at} if last else {}))
    return since.count() < MOST and not since.filter(outcome=kind, answer=answer).exists()


def _event(referral: Referral, kind: str, *, answer: str, note: str, by: Staff | None) -> None:
    Delivery.objects.create(
        referral=referral,
        case_id=referral.case_id,
        channel=Delivery.Channel.EMAIL,
        outcome=kind,
        at=timezone.now(),
        answer=answer,
        note=note,
        by=by,
    )


def _put_back(row: Dispatch, referral: Referral, case: Case, words: str, by: Actor) -> None:
    """Nobody has it: a person tells them.

    Where they gave their reference by now, or a person told them besides, it is only noted.
    """
    if referral.state != ReferralState.SENT or row.state != Dispatch.State.ARRIVED or _told_besides(referral):
        return
    row.progress = {**row.progress, "under_way": False}
    row.state, row.problem = Dispatch.State.STOPPED, "came_back"
    row.save(update_fields=["state", "problem", "progress"])
    referral.state, referral.chase_at = ReferralState.RELEASED, None
    referral.save(update_fields=["state", "chase_at"])
    reported.untold(referral)
    finish(about=referral, kind="reference_missing", by=by)
    case_untold(case)
    ask_a_person(referral, words, timezone.now())


def _told_besides(referral: Referral) -> bool:
    return Delivery.objects.filter(referral=referral, by__isnull=False, outcome__in=Delivery.TOLD).exists()


def _ask_to_read(referral: Referral) -> None:
    """An answer is a message of the authority, as if a person had noted it: one waits at a time."""
    if Incoming.objects.filter(referral=referral, kind=MESSAGE, state=OPEN, noted_by=None).exists():
        return
    if referral.state in TOLD:
        note_incoming(
            referral_id=referral.id,
            by=SYSTEM,
            kind=MESSAGE,
            said_at=timezone.now(),
            channel=Delivery.Channel.EMAIL,
            text=ANSWERED,
        )
        return
    # Nobody counts as told any more, so there is nothing to answer: it is only read.
    open_task(
        kind="letter_answered",
        about=referral,
        label=referral.number,
        reason=ANSWERED,
        due_at=working_days_after(timezone.now(), 1),
        permission="referrals.release_referral",
    )
