"""Sending what is on its way: each shipment is leased to one worker, sent outside any transaction, noted.

A worker that is killed leaves a row whose lease runs out; the next one sends the same, under the same id.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from belisha.enforcement import shipment_leases as leases
from belisha.enforcement.channels.channel import Later, Outcome, Parcel, Refused
from belisha.enforcement.channels.channels import channel_for
from belisha.enforcement.endpoint_seal import is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.order_told import told
from belisha.enforcement.shipment_notes import FAILED_HERE, carried_out, note

log = structlog.get_logger(__name__)

AT_ONCE = 100
BATCH = 20
BROKE_OFF = "Each time that this was sent, whoever sent it was never heard of again."
NOT_AS_SET = "The endpoint was changed in the database, by nobody here. Look at it, and set it anew."


def send_due(*, now: datetime) -> int:
    """Send what is due, endpoint by endpoint, and return how many were tried. Safe beside others."""
    return sum(send_endpoint(one, most=BATCH) for one in leases.endpoints_due(now))


def send_endpoint(
    endpoint_id: str, *, most: int | None = None, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due to one endpoint until it is left alone or nothing is; return how many were tried."""
    tried = 0
    for shipment_id in _next(endpoint_id):
        if stopped() or (most is not None and tried >= most):
            break
        if leases.is_left_alone(endpoint_id, timezone.now()):
            break
        row = leases.take(shipment_id, timezone.now())
        tried += row is not None and _tried(row)
    return tried


def _next(endpoint_id: str) -> Iterator[UUID]:
    """What is due, many read at once; others may have taken some of them meanwhile."""
    while True:
        rows = leases.due(timezone.now()).filter(endpoint_id=endpoint_id).values_list("id", flat=True)
        found = list(rows[:AT_ONCE])
        yield from found
        if not found:
            return


def _tried(row: Shipment) -> bool:
    began = timezone.now()
    outcome = _attempt(row)
    milliseconds = max(0, round((timezone.now() - began).total_seconds() * 1000))
    try:
        # Before it is noted: whoever is killed in between sends it again, and loses nothing.
        carried_out(row, outcome)
        note(row, outcome, milliseconds=milliseconds)
    except leases.LeaseLost:
        log.warning("a shipment outlived its lease", shipment=str(row.id))
        return False
    return True


def _attempt(row: Shipment) -> Outcome:
    """Send it; whatever breaks is a failure that is tried again, never a lost event."""
    if row.broken_off >= leases.BROKE_OFF:
        return Refused(problem="broke_off", words=BROKE_OFF)
    try:
        if not is_as_set(row.endpoint):
            return Refused(problem="not_as_set", words=NOT_AS_SET, line_down=True)
        channel = channel_for(row.endpoint.kind)
        if channel is None:
            return Refused(problem="no_channel", words="This desk has no way to such an endpoint.")
        return channel.send(_parcel(row))
    except Exception:
        log.exception("a shipment failed", shipment=str(row.id))
        return Later(problem=FAILED_HERE)


def _parcel(row: Shipment) -> Parcel:
    now = timezone.now()
    return Parcel(
        id=row.id,
        event=row.event,
        order_id=row.order_id,
        at=row.began_at,
        now=now,
        attempt=row.attempts,
        url=row.endpoint.url,
        secrets=tuple(one["secret"] for one in live_secrets(row.endpoint, now)),
        token=row.endpoint.token,
        about=_about(row),
    )


def live_secrets(endpoint: Endpoint, now: datetime) -> list[dict[str, str]]:
    """The keys that sign now, the one in force first; one that was replaced signs until its time ends."""
    return [
        one for one in endpoint.secrets if not one.get("until") or datetime.fromisoformat(one["until"]) > now
    ]


def _about(row: Shipment) -> dict[str, Any] | None:
    """The order as the service reads it, for a channel that acts by itself; a webhook needs none."""
    if row.order is None or row.endpoint.kind == Endpoint.Kind.WEBHOOK:
        return None
    undone = row.order.undoes.kind if row.order.undoes else ""
    return asdict(told(row.order)) | {"undone": undone}
