"""Sending what was released: each row is leased to one worker, sent outside any transaction, and recorded.

A worker that is killed leaves a row whose lease runs out; the next one goes on from what was kept. What was
handed in before the kill and not recorded is told apart by the recipient: by a number that was stored, by a
key that never changes.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.utils import timezone

from belisha.referrals import attempts, breaker, leases
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Dispatch, Pack, Referral
from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.channel import Later, LeaseLost, Parcel, Reach, Refused, Undoing
from belisha.referrals.recipients.channels import channel_for

log = structlog.get_logger(__name__)

BATCH = 20
CHANGED = "The way to them has changed or is closed since this was released."
"""Why something stops whose address was withdrawn, changed or switched off between release and sending."""
BROKE_OFF = "Each time that this was sent, whoever sent it was never heard of again."


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
    tried = 0
    while not stopped() and (most is None or tried < most) and not breaker.is_open(line, timezone.now()):
        row = leases.take_next(line)
        if row is None:
            break
        tried += _tried(row)
    return tried


def _tried(row: Dispatch) -> bool:
    try:
        attempts.note(row, _attempt(row))
    except LeaseLost:
        log.warning("a delivery outlived its lease", dispatch=str(row.id))
        return False
    return True


def _attempt(row: Dispatch) -> Undoing:
    """Do what is wanted of it; whatever breaks is a failure that is tried again, never a lost parcel."""
    if row.broken_off >= leases.BROKE_OFF:
        return Refused(problem="broke_off", words=BROKE_OFF)
    try:
        channel, reach = channel_for(row.channel), reach_of(row.referral.authority)
        if channel is None or reach is None or (row.way or reach.mark) != reach.mark:
            return Refused(problem="way_closed", words=CHANGED)
        parcel = _parcel(row, reach)
        return channel.send(parcel) if row.wanted == Dispatch.Wanted.SEND else channel.undo(parcel)
    except LeaseLost:
        raise
    except Exception:
        log.exception("a delivery failed", dispatch=str(row.id))
        return Later(problem=breaker.FAILED_HERE)


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
