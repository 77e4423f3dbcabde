"""What has not arrived in its time: a person is asked to tell them by hand, while the attempts go on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from belisha.ledger.record import SYSTEM, record
from belisha.referrals.arrived import ask_to_tell
from belisha.referrals.drafting import locked
from belisha.referrals.models import Dispatch, ReferralState
from belisha.referrals.pauses import late_after

WORDS = (
    "It has not arrived within {time}. Tell the authority by hand, and note it; meanwhile it is tried again."
)


def ask_about_late(*, now: datetime) -> int:
    """Open a task for each referral that is late; return how many."""
    since = Coalesce("resumed_at", "began_at")
    rows = Dispatch.objects.filter(state=Dispatch.State.WAITING, late_told_at=None)
    waiting = rows.annotate(since=since, how_fast=F("referral__how_fast")).values_list(
        "referral_id", "since", "how_fast"
    )
    late = [referral_id for referral_id, at, how_fast in waiting if now - at >= late_after(how_fast)]
    return sum(_ask(referral_id, now) for referral_id in late)


@transaction.atomic
def _ask(referral_id: UUID, now: datetime) -> bool:
    referral, case = locked(referral_id)
    rows = Dispatch.objects.select_for_update().filter(referral=referral, late_told_at=None)
    # Looked at again under the lock: it may have arrived meanwhile.
    row = rows.filter(state=Dispatch.State.WAITING).first()
    if row is None or referral.state != ReferralState.RELEASED:
        return False
    row.late_told_at = now
    row.save(update_fields=["late_told_at"])
    limit = late_after(referral.how_fast)
    ask_to_tell(referral, WORDS.format(time=in_words(limit)), now)
    minutes = limit // timedelta(minutes=1)
    record("referral.late", by=SYSTEM, about=case, number=referral.number, minutes=minutes)
    return True


def in_words(time: timedelta) -> str:
    """A time in its largest whole unit: "10 minutes", "1 hour", "1 day"."""
    for unit, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        count = int(time.total_seconds()) // unit
        if count:
            return f"{count} {noun}" + ("" if count == 1 else "s")
    return "a moment"
