"""What an authority's answer, and the end of a referral, do to it, its tasks and its case."""

from datetime import datetime

from belisha.ledger.record import Actor
from belisha.organisation.profile import profile
from belisha.referrals import reported, rules
from belisha.referrals.after import case_told, close_case_if_done
from belisha.referrals.clock import working_days_after
from belisha.referrals.drafting import ADDRESS_CONFIRMED, ask_for_release
from belisha.referrals.models import Referral, ReferralState
from belisha.triage.models import Case
from belisha.vault.lookup import digest
from belisha.work.assign import finish


def told(referral: Referral, case: Case, *, at: datetime, reference: str, by: Actor) -> None:
    """The authority has it: by a person's word, or by a channel's. Without a reference it is chased."""
    if reference:
        referral.state, referral.chase_at = ReferralState.ACKNOWLEDGED, None
        referral.reference, referral.reference_lookup = reference, digest("reference", reference)
        finish(about=referral, kind="reference_missing", by=by)
    elif referral.state == ReferralState.RELEASED:
        days = working_days_after(at, profile().chase_after_working_days)
        referral.state, referral.chase_at = ReferralState.SENT, rules.chase_at(referral.how_fast, at, days)
    referral.save(update_fields=["state", "chase_at", "reference", "reference_lookup"])
    reported.note(referral, case, at=at, reference=reference)
    finish(about=referral, kind="tell_authority", by=by)
    case_told(case)


def end(referral: Referral, case: Case, state: ReferralState, reason: str, by: Actor) -> None:
    """End a referral for this reason, and with the last one its case."""
    referral.state, referral.problem, referral.chase_at = state, reason, None
    referral.save(update_fields=["state", "problem", "chase_at"])
    for kind in ("tell_authority", "reference_missing", ADDRESS_CONFIRMED):
        finish(about=referral, kind=kind, by=by)
    ask_for_release(case, by)
    close_case_if_done(case)
