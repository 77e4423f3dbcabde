"""What follows when a delivery ended: the referral's state, its tasks and its clocks."""

from datetime import datetime

from belisha.ledger.record import SYSTEM, record
from belisha.referrals import rules
from belisha.referrals.clock import working_days_after
from belisha.referrals.ending import end, told
from belisha.referrals.models import Dispatch, Referral, ReferralState
from belisha.referrals.recipients.channel import Arrived, Refused, Undone
from belisha.triage.models import Case
from belisha.work.assign import open_task

BY_A_PERSON = "It is left to a person."
TESTED = "It went to their test environment only: nobody has been told."
TOO_LATE = "Too late to take it back: they have it."
TRY_AGAIN = "Tell the authority by hand, or set it right and try again."
BY_HAND = "Tell the authority by hand, and note when, how and under which reference."


def follow(
    row: Dispatch, referral: Referral, case: Case, outcome: Arrived | Refused | Undone, now: datetime
) -> None:
    """Bring the referral in line with how its delivery ended."""
    if row.state == Dispatch.State.ARRIVED and isinstance(outcome, Arrived):
        _told(referral, case, outcome.reference, now)
        _too_late(row, referral, case)
    elif row.state == Dispatch.State.WITHDRAWN:
        _withdrawn(row, referral, case)
    elif row.state == Dispatch.State.TESTED:
        ask_a_person(referral, TESTED, now, BY_HAND)
    elif isinstance(outcome, Refused):
        ask_a_person(referral, outcome.words, now)
    else:
        ask_a_person(referral, BY_A_PERSON, now, BY_HAND)


def _told(referral: Referral, case: Case, reference: str, now: datetime) -> None:
    if referral.state not in (ReferralState.RELEASED, ReferralState.SENT):
        return  # A person noted their reference meanwhile, or closed it.
    told(referral, case, at=now, reference=reference, by=SYSTEM)
    referral.problem = ""
    referral.save(update_fields=["problem"])


def _too_late(row: Dispatch, referral: Referral, case: Case) -> None:
    if row.wanted == Dispatch.Wanted.SEND:
        return
    referral.problem = TOO_LATE
    referral.save(update_fields=["problem"])
    record("referral.too_late", by=SYSTEM, about=case, number=referral.number, wanted=row.wanted)


def _withdrawn(row: Dispatch, referral: Referral, case: Case) -> None:
    by = row.wanted_by or SYSTEM
    end(referral, case, ReferralState.WITHDRAWN, row.wanted_because, by)
    record("referral.withdrawn", by=by, about=case, number=referral.number, reason=row.wanted_because)


def ask_a_person(referral: Referral, words: str, now: datetime, what: str = TRY_AGAIN) -> None:
    """Have somebody tell the authority by hand; `words` says why the channel did not.

    Where a person told them meanwhile nothing is left to do: the page alone says what became of the channel.
    """
    if referral.state != ReferralState.RELEASED:
        return
    referral.problem = words
    referral.save(update_fields=["problem"])
    ask_to_tell(referral, f"{words} {what}", now)


def ask_to_tell(referral: Referral, reason: str, now: datetime) -> None:
    """Open the task to tell an authority by hand."""
    open_task(
        kind="tell_authority",
        about=referral,
        label=referral.number,
        reason=reason,
        due_at=rules.tell_by(referral.how_fast, now, working_days_after(now, 1)),
        permission="referrals.release_referral",
    )
