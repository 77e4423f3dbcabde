"""Entering what only a person knows of a CyberTip, on its draft."""

from uuid import UUID

from django.db import transaction

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals.cybertip import CyberTip
from belisha.referrals.drafting import UNSENT, locked, write
from belisha.referrals.material import gather
from belisha.referrals.models import Referral
from belisha.referrals.refusals import NotADraft
from belisha.referrals.tip import NCMEC
from belisha.referrals.wire import encode
from belisha.refusal import Refusal


class NotForNcmec(Refusal):
    """Referral {number} is not for NCMEC, so it has no CyberTip to describe."""

    code = "not_for_ncmec"


@transaction.atomic
def describe(*, referral_id: UUID, by: Staff, tip: CyberTip) -> Referral:
    """Keep what a CyberTip says besides; the draft is written anew and checked at once.

    Raises NotForNcmec, NotADraft.
    """
    referral, case = locked(referral_id)
    if referral.authority != NCMEC:
        raise NotForNcmec(number=referral.number)
    if referral.state not in UNSENT:
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
    referral.edits = {**referral.edits, "cybertip": encode(tip)}
    referral.save(update_fields=["edits"])
    # Read again: what the vault has cut from a text must not come back by way of the message.
    referral.refresh_from_db()
    write(referral, referral.step, gather(case))
    record("referral.described", by=by, about=case, number=referral.number, problem=referral.problem)
    return referral
