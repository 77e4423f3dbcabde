"""Sending what was released, line by line, as `outbound.leased` sends whatever leaves.

After a kill the next worker goes on from what was kept. What was handed in before the kill and not recorded
is told apart by the recipient: by a number that was stored, by a key that never changes.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from belisha.outbound.leased.sending import send_each
from belisha.referrals import attempts, breaker, leases
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Dispatch, Pack, Referral
from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.channel import Parcel, Reach, Refused, Undoing
from belisha.referrals.recipients.channels import channel_for

BATCH = 20
CHANGED = "The way to them has changed or is closed since this was released."
"""Why something stops whose address was withdrawn, changed or switched off between release and sending."""


def begin(referral: Referral, reach: Reach, *, now: datetime) -> Dispatch:
    """Put a referral that is being released on its way; the caller's transaction commits both or neither."""
    return Dispatch.objects.create(
        referral=referral,
        case_id=referral.case_id,
        channel=reach.channel,
        line=reach.line,
        mode=reach.mode,
        way=reach.mark,
        began_at=now,
        next_at=now,
    )


def send_due(*, now: datetime) -> int:
    """Send what is due, line by line, and return how many were tried. Safe beside any number of workers."""
    return sum(send_line(line, most=BATCH) for line in leases.lines_due(now))


def send_line(line: str, *, most: int | None = None, stopped: Callable[[], bool] = lambda: False) -> int:
    """Send what is due on one line, the most dangerous first, until it is left alone; return how many."""
    return send_each(
        lambda: leases.take_next(line),
        _send,
        lambda row, outcome, _: attempts.note(row, outcome),
        may_begin=lambda: not stopped() and not breaker.is_open(line, timezone.now()),
        most=most,
    )


def _send(row: Dispatch) -> Undoing:
    """Do what is wanted of it, where the way is still the one that it was released to."""
    channel, reach = channel_for(row.channel), reach_of(row.referral.authority)
    if channel is None or reach is None or (row.way or reach.mark) != reach.mark:
        return Refused(problem="way_closed", words=CHANGED)
    parcel = _parcel(row, reach)
    return channel.send(parcel) if row.wanted == Dispatch.Wanted.SEND else channel.undo(parcel)


def _parcel(row: Dispatch, reach: Reach) -> Parcel:
    packs = Pack.objects.filter(referral_id=row.referral_id)
    return Parcel(
        id=row.id,
        number=row.referral.number,
        attempt=row.attempts,
        now=timezone.now(),
        message=ReferralMessage.from_json(row.referral.message),
        documents={pack.kind: bytes(pack.document) for pack in packs},
        reach=reach,
        progress=dict(row.progress),
        keep=leases.Keeper(row),
        made=leases.made_before(row),
    )


def on_its_way(referral: Referral) -> Dispatch | None:
    """The dispatch of a referral that a worker still has to carry."""
    return Dispatch.objects.filter(referral=referral, state=Dispatch.State.WAITING).first()
