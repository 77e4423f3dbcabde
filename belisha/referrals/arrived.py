"""What follows when a delivery ended: the referral's state, its tasks and its clocks."""

from datetime import datetime

from belisha.ledger.record import SYSTEM, record
from belisha.organisation.profile import profile
from belisha.referrals import rules
from belisha.referrals.after import case_told, close_case_if_done
from belisha.referrals.clock import working_days_after
from belisha.referrals.models import Dispatch, Referral, ReferralState
from belisha.referrals.recipients.channel import Arrived, Refused, Undone
from belisha.triage.models import Case
from belisha.vault.lookup import digest
from belisha.work.assign import finish, open_task


def follow(
    row: Dispatch, referral: Referral, case: Case, outcome: Arrived | Refused | Undone, now: datetime
) -> None:
    """Bring the referral in line with how its delivery ended."""
    if isinstance(outcome, Arrived):
        _told(referral, case, outcome.reference, now)
    elif row.state == Dispatch.State.WITHDRAWN:
        referral.state, referral.problem, referral.chase_at = (
            ReferralState.WITHDRAWN,
            row.wanted_because,
            None,
        )
        referral.save(update_fields=["state", "problem", "chase_at"])
        record(
            "referral.withdrawn",
            by=row.wanted_by or SYSTEM,
            about=case,
            number=referral.number,
            reason=row.wanted_because,
        )
        close_case_if_done(case)
    else:
        words = outcome.words if isinstance(outcome, Refused) else "It is left to a person."
        ask_a_person(referral, words, now)


def _told(referral: Referral, case: Case, reference: str, now: datetime) -> None:
    if reference:
        referral.state, referral.chase_at = ReferralState.ACKNOWLEDGED, None
        referral.reference, referral.reference_lookup = reference, digest("reference", reference)
    else:
        days = working_days_after(now, profile().chase_after_working_days)
        referral.state, referral.chase_at = ReferralState.SENT, rules.chase_at(referral.how_fast, now, days)
    referral.problem = ""
    referral.save(update_fields=["state", "chase_at", "reference", "reference_lookup", "problem"])
    finish(about=referral, kind="tell_authority", by=SYSTEM)
    case_told(case)


def ask_a_person(referral: Referral, words: str, now: datetime) -> None:
    """Have somebody tell the authority by hand; `words` says why the channel did not."""
    referral.problem = words
    referral.save(update_fields=["problem"])
    open_task(
        kind="tell_authority",
        about=referral,
        label=referral.number,
        reason=f"{words} Tell the authority by hand, or set it right and try again.",
        due_at=rules.tell_by(referral.how_fast, now, working_days_after(now, 1)),
        permission="referrals.release_referral",
    )
