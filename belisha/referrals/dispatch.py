"""Sending what was released: each row is leased to one worker, sent outside any transaction, and recorded.

A worker that is killed leaves a row whose lease runs out; the next one goes on from what was kept. What was
handed in before the kill and not recorded is told apart by the recipient: by a number that was stored, by a
key that never changes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from belisha.ledger.record import SYSTEM, record
from belisha.referrals import arrived, breaker
from belisha.referrals.drafting import locked
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Delivery, Dispatch, Letter, Pack, Referral
from belisha.referrals.pauses import pause_after
from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.channel import (
    Arrived,
    Later,
    LeaseLost,
    Parcel,
    Reach,
    Refused,
    Undoing,
    Undone,
)
from belisha.referrals.recipients.channels import channel_for

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)  # longer than the slowest conversation with an authority
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
        began_at=now,
        next_at=now,
    )


def send_due(*, now: datetime) -> int:
    """Send what is due and return how many were tried. Safe beside any number of other workers."""
    tried = 0
    for dispatch_id, line in list(_due(now).values_list("id", "line")[:BATCH]):
        if breaker.is_open(line, timezone.now()) or not (row := _lease(dispatch_id, timezone.now())):
            continue
        tried += _tried(row)
    return tried


def _due(now: datetime) -> QuerySet[Dispatch]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    rows = Dispatch.objects.filter(free, state=Dispatch.State.WAITING, next_at__lte=now)
    return rows.order_by("referral__case__priority", "next_at")


def _lease(dispatch_id: UUID, now: datetime) -> Dispatch | None:
    # One conditional UPDATE: of two workers one changes the row, the other none.
    own = uuid4()
    free = _due(now).filter(id=dispatch_id).order_by()
    if not free.update(lease=own, lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Dispatch.objects.select_related("referral").filter(id=dispatch_id, lease=own).first()


def _tried(row: Dispatch) -> bool:
    try:
        _note(row, _attempt(row))
    except LeaseLost:
        log.warning("a delivery outlived its lease", dispatch=str(row.id))
        return False
    return True


def _attempt(row: Dispatch) -> Undoing:
    """Do what is wanted of it; whatever breaks is a failure that is tried again, never a lost parcel."""
    channel, reach = channel_for(row.channel), reach_of(row.referral.authority)
    if channel is None or reach is None or (reach.channel, reach.line) != (row.channel, row.line):
        return Refused(problem="way_closed", words=CHANGED)
    try:
        parcel = _parcel(row, reach)
        return channel.send(parcel) if row.wanted == Dispatch.Wanted.SEND else channel.undo(parcel)
    except LeaseLost:
        raise
    except Exception:
        log.exception("a delivery failed", dispatch=str(row.id))
        return Later(problem="failed_here")


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
        keep=_Keeper(row),
        made=_made(row),
    )


def _made(row: Dispatch) -> bytes:
    kept = Letter.objects.filter(dispatch=row).first()
    return bytes(kept.document) if kept else b""


class _Keeper:
    """Writes facts beside a leased row, and nothing once the lease is another's."""

    def __init__(self, row: Dispatch) -> None:
        self._row = row

    def __call__(self, *, made: bytes = b"", **facts: Any) -> None:
        with transaction.atomic():
            held = _held(self._row)
            if made:
                _keep_made(held, made)
            held.progress = {**held.progress, **facts}
            # The lease begins anew: a recipient of many steps is alive as long as it takes them.
            held.lease_until = timezone.now() + LEASE
            held.save(update_fields=["progress", "lease_until"])


def _keep_made(held: Dispatch, made: bytes) -> None:
    Letter.objects.filter(dispatch=held).delete()
    Letter.objects.create(
        dispatch=held,
        referral_id=held.referral_id,
        case_id=held.case_id,
        document=made,
        made_at=timezone.now(),
    )


def _held(row: Dispatch) -> Dispatch:
    held = Dispatch.objects.select_for_update().filter(id=row.id, lease=row.lease, state="waiting").first()
    if held is None:
        raise LeaseLost
    return held


@transaction.atomic
def _note(row: Dispatch, outcome: Undoing) -> None:
    """Write down how it went, together with what follows from it."""
    referral, case = locked(row.referral_id)
    held, now = _held(row), timezone.now()
    held.lease, held.lease_until = None, None
    _attempted(held, referral, outcome, now)
    breaker.note(held.line, outcome, now)
    if isinstance(outcome, Later):
        held.problem = outcome.problem
        held.next_at = now + (outcome.after or pause_after(held.attempts))
        held.save()
        return
    held.problem = outcome.problem if isinstance(outcome, Refused) else ""
    held.state, held.ended_at = _ended(held, outcome), now
    held.save()
    arrived.follow(held, referral, case, outcome, now)


def _ended(held: Dispatch, outcome: Arrived | Refused | Undone) -> str:
    if isinstance(outcome, Arrived):
        return Dispatch.State.ARRIVED
    if isinstance(outcome, Refused) or held.wanted == Dispatch.Wanted.SEND:
        return Dispatch.State.STOPPED
    by_hand = held.wanted == Dispatch.Wanted.BY_HAND
    return Dispatch.State.BY_HAND if by_hand else Dispatch.State.WITHDRAWN


def _attempted(held: Dispatch, referral: Referral, outcome: Undoing, now: datetime) -> None:
    """The attempt as a delivery, and as an entry of the ledger."""
    reference = outcome.reference if isinstance(outcome, Arrived) else ""
    left = b"" if isinstance(outcome, Undone) else outcome.sent
    sent = sha256(left).hexdigest() if left else ""
    answer = outcome.problem if isinstance(outcome, Later | Refused) else outcome.answer
    Delivery.objects.create(
        referral=referral,
        case_id=referral.case_id,
        channel=held.channel,
        outcome=_outcome(outcome, reference),
        at=now,
        reference=reference,
        note=outcome.note if isinstance(outcome, Arrived) else "",
        sent_sha256=sent,
        answer=answer[:60],
    )
    facts: Mapping[str, Any] = {
        "number": referral.number,
        "authority": referral.authority,
        "channel": held.channel,
        "attempt": held.attempts,
        "outcome": str(_outcome(outcome, reference)),
        "answer": answer[:60],
        "sent": sent,
        "reference": reference,
    }
    record("referral.attempted", by=SYSTEM, about=referral.case, **facts)


def _outcome(outcome: Undoing, reference: str) -> str:
    if isinstance(outcome, Arrived):
        return Delivery.Outcome.ACKNOWLEDGED if reference else Delivery.Outcome.SENT
    if isinstance(outcome, Undone):
        return Delivery.Outcome.UNDONE
    return Delivery.Outcome.LATER if isinstance(outcome, Later) else Delivery.Outcome.FAILED


def on_its_way(referral: Referral) -> Dispatch | None:
    """The dispatch of a referral that a worker still has to carry."""
    return Dispatch.objects.filter(referral=referral, state=Dispatch.State.WAITING).first()
