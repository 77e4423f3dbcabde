"""Telling an authority: drafted, released through the guard, told by hand, acknowledged; or withdrawn."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.after import ask_senior
from belisha.decisions.decide import lock_case, standing
from belisha.ledger.record import SYSTEM, Actor, record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals import dispatch, dont_tell, reported
from belisha.referrals.after import ask_what_then, case_told
from belisha.referrals.arrived import ask_to_tell
from belisha.referrals.deliver import TOLD, close, record_delivery, withdraw
from belisha.referrals.drafting import (
    ADDRESS_CONFIRMED,
    ENDED,
    UNSENT,
    ask_for_release,
    bring_in_line,
    left_over,
    locked,
    may_draft,
    take_route,
    withdraw_drafts,
    write,
)
from belisha.referrals.material import gather
from belisha.referrals.models import Pack, Referral, ReferralState
from belisha.referrals.recipients.channel import Reach
from belisha.referrals.recipients.channels import channel_for
from belisha.referrals.refusals import ChangedMeanwhile, NotADraft, NotImmediate, NotSetUp
from belisha.referrals.releasing import (
    Rendered,
    brought_up_to_date,
    refuse_unless_on_the_route,
    refuse_unless_releasable,
    rendered,
)
from belisha.triage.models import Case, CaseState, Priority
from belisha.work.assign import LOOK_WITHIN, finish, open_task

__all__ = ["close", "edit", "prepare", "prepare_now", "record_delivery", "refresh", "release", "withdraw"]

RELEASED = "Released: tell the authority by hand, and note when, how and under which reference."


@transaction.atomic
def prepare(*, case_id: UUID, by: Actor = SYSTEM) -> list[Referral]:
    """Bring a case's drafts in line with its decision: one for each authority of the route, none without.

    Again, it writes the drafts anew from the case as it is, and leaves what was released. Raises NotSetUp.
    """
    case = lock_case(case_id)
    decision = standing(case)
    if not may_draft(decision, case):
        withdrawn = withdraw_drafts(left_over(case, decision), ENDED)
        ask_for_release(case)
        if withdrawn:
            record("referral.drafts_withdrawn", by=by, about=case, count=withdrawn)
        return []
    return _drafted(case, by)


@transaction.atomic
def prepare_now(*, case_id: UUID, by: Staff) -> list[Referral]:
    """Draft the police's referral of an immediate case before a decision. Raises NotImmediate, NotSetUp.

    For danger now, whoever the suspect is: a senior's decision about a child follows, it is never waited for.
    """
    case = lock_case(case_id)
    if case.priority != Priority.IMMEDIATE or case.state == CaseState.MERGED:
        raise NotImmediate(case=case.label)
    return _drafted(case, by)


@transaction.atomic
def refresh(*, case_id: UUID, by: Staff) -> list[Referral]:
    """Write a case's drafts anew, decided or not. Raises NotImmediate, NotSetUp."""
    undecided = standing(lock_case(case_id)) is None
    return prepare_now(case_id=case_id, by=by) if undecided else prepare(case_id=case_id, by=by)


def _drafted(case: Case, by: Actor) -> list[Referral]:
    material, decision = gather(case), standing(case)
    if not material.profile.set_up:
        raise NotSetUp
    rows = bring_in_line(material, decision, take_route(material, decision))
    reported.enter_said(case, material.reports)
    if decision is not None and not rows:
        ask_what_then(case)
    if decision is not None and any(row.state in TOLD for row in rows):
        case_told(case)
    told = [{"number": row.number, "authority": row.authority, "state": str(row.state)} for row in rows]
    record("referral.drafted", by=by, about=case, referrals=told)
    return rows


@transaction.atomic
def edit(*, referral_id: UUID, by: Staff, what_happened: str, note: str = "") -> Referral:
    """Change a draft's free text; it is checked again at once, and held where the guard finds something."""
    referral, case = locked(referral_id)
    _refuse_unless_unsent(referral)
    edits: dict[str, Any] = {
        "what_happened": what_happened.strip(),
        "notes": [note.strip()] if note.strip() else [],
    }
    referral.edits = {**referral.edits, **edits}
    referral.save(update_fields=["edits"])
    # Read again: what the vault has cut from a text must not come back by way of the message.
    referral.refresh_from_db()
    write(referral, referral.step, gather(case))
    record("referral.edited", by=by, about=case, number=referral.number, problem=referral.problem)
    return referral


class Past(Protocol):
    """What two people called a false alarm of the guard; see `false_alarms`."""

    def lets(self, made: Rendered) -> bool:
        """Is everything that was found what they called false?"""
        ...

    def note(self, referral: Referral, case: Case) -> None:
        """Write it down inside the release."""
        ...


def release(
    *,
    referral_id: UUID,
    by: Staff,
    anyway_because: str = "",
    again_because: str = "",
    past: Past | None = None,
) -> Referral:
    """Release a draft: render it, have the guard prove it, keep exactly what leaves.

    Nobody's confirmation is waited for while the case is immediate. `anyway_because` releases to an authority
    that the route doesn't name any more, `again_because` what they, or whom they share with, have already.
    `past` lets it past what two people called a false alarm of the guard.
    Raises NotADraft, ConfirmAddressFirst, NoDecision, NeedsSecondPerson, NotOnTheRoute, AlreadyReported,
    GuardRefused or NotReady (then it is held), ChangedMeanwhile.
    """
    referral, message = _ready(referral_id, anyway_because, again_because)
    # Outside the transaction: rendering takes a second, and nobody else's work waits for it.
    made = rendered(message, notice=referral.is_notice)
    if made.problem and not (past and past.lets(made)):
        _hold(referral_id, by, made.problem)
        raise made.refusal(number=referral.number)
    because = {"anyway_because": anyway_because, "again_because": again_because}
    return _release(
        referral_id, by, made, seen=referral.message, past=past if made.problem else None, **because
    )


def _ready(referral_id: UUID, anyway_because: str, again_because: str) -> tuple[Referral, Any]:
    with transaction.atomic():
        referral, case = locked(referral_id)
        refuse_unless_releasable(referral, case)
        material = gather(case)
        if not anyway_because.strip():
            refuse_unless_on_the_route(referral, material)
        message = brought_up_to_date(referral, material)
        if not again_because.strip():
            reported.refuse_if_reported(referral, case, message, weighed=bool(anyway_because.strip()))
        return referral, message


@transaction.atomic
def _hold(referral_id: UUID, by: Staff, problem: str) -> None:
    referral, case = locked(referral_id)
    if referral.state not in UNSENT:
        return
    referral.state, referral.problem = ReferralState.HELD, problem
    referral.save(update_fields=["state", "problem"])
    record("referral.held", by=by, about=case, number=referral.number, problem=problem)


@transaction.atomic
def _release(
    referral_id: UUID,
    by: Staff,
    made: Rendered,
    *,
    anyway_because: str,
    again_because: str,
    seen: Any,
    past: Past | None,
) -> Referral:
    referral, case = locked(referral_id)
    refuse_unless_releasable(referral, case)
    if referral.message != seen:
        raise ChangedMeanwhile(number=referral.number)
    referral.state, referral.problem = ReferralState.RELEASED, ""
    referral.message = made.message.as_json()
    referral.released_by, referral.released_at = by, timezone.now()
    referral.one_person_mode = profile().one_person_mode
    referral.save()
    packs = [_pack(referral, kind, document) for kind, document in made.documents.items()]
    _send_or_ask(referral, made.reach, referral.released_at)
    finish(about=referral, kind=ADDRESS_CONFIRMED, by=by)
    ask_for_release(case, by)
    _look_afterwards(referral, case, by)
    now = referral.released_at
    reported.enter(referral, case, made.message, now=now, again_because=again_because)
    dont_tell.by_default(referral, now=now)
    if past:
        past.note(referral, case)
    record(
        "referral.released", by=by, about=case, **_released(referral, packs, anyway_because, again_because)
    )
    # Under the log's lock: of two cases that are released at the same moment one sees the other's entry.
    if not again_because.strip():
        reported.refuse_if_reported(referral, case, made.message, weighed=bool(anyway_because.strip()))
    return referral


def _pack(referral: Referral, kind: str, document: bytes) -> Pack:
    return Pack.objects.create(
        referral=referral,
        case_id=referral.case_id,
        kind=kind,
        sha256=sha256(document).hexdigest(),
        size=len(document),
        document=document,
        made_at=timezone.now(),
    )


def _released(
    referral: Referral, packs: list[Pack], anyway_because: str, again_because: str
) -> dict[str, Any]:
    facts = {
        "number": referral.number,
        "authority": referral.authority,
        "packs": {pack.kind: pack.sha256 for pack in packs},
        "one_person_mode": referral.one_person_mode,
    }
    reasons = {
        "although_not_on_the_route": anyway_because.strip(),
        "although_already_reported": again_because.strip(),
    }
    return facts | {name: reason for name, reason in reasons.items() if reason}


def _send_or_ask(referral: Referral, reach: Reach | None, now: datetime) -> None:
    """Put it on its way; a person tells them where nothing carries it, or to a test environment only."""
    way = reach if reach and channel_for(reach.channel) else None
    if way:
        dispatch.begin(referral, way, now=now)
    if way is None or way.mode == "test":
        ask_to_tell(referral, RELEASED, now)


def _look_afterwards(referral: Referral, case: Case, by: Staff) -> None:
    """What was released before a decision is looked at afterwards; a decision has its own second look."""
    if standing(case) is not None:
        return
    if case.child_suspect:
        ask_senior(case, by=by)
    elif not referral.one_person_mode:
        open_task(
            kind="second_look",
            about=case,
            reason="The police were told at once, before a decision. Look at the case and decide it.",
            due_at=timezone.now() + LOOK_WITHIN,
            permission="decisions.add_decision",
        )


def _refuse_unless_unsent(referral: Referral) -> None:
    if referral.state not in UNSENT:
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
