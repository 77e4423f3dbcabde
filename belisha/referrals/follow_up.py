"""Asking for references that are overdue."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import SYSTEM, record
from belisha.referrals.answers import remind
from belisha.referrals.models import Referral, ReferralState
from belisha.work.assign import open_task


def chase(*, now: datetime) -> int:
    """Open a task for each referral that was told and has no reference in its time, and for each answer that
    is due soon; return how many."""
    due = Referral.objects.filter(state=ReferralState.SENT, chase_at__lte=now).order_by("chase_at")
    chased = sum(_chase(referral_id, now) for referral_id in list(due.values_list("id", flat=True)[:200]))
    return chased + remind(now=now)


@transaction.atomic
def _chase(referral_id: UUID, now: datetime) -> bool:
    referral = Referral.objects.select_for_update().select_related("case").get(id=referral_id)
    # Looked at again under the lock: a reference may have come in meanwhile.
    if referral.state != ReferralState.SENT or referral.chase_at is None or referral.chase_at > now:
        return False
    open_task(
        kind="reference_missing",
        about=referral,
        label=referral.number,
        reason="The authority was told and gave no reference. Ask for it, and note it.",
        due_at=now,
        permission="referrals.release_referral",
    )
    referral.chase_at = None
    referral.save(update_fields=["chase_at"])
    record("referral.chased", by=SYSTEM, about=referral.case, number=referral.number)
    return True
