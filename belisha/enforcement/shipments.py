"""Sending what is on its way, endpoint by endpoint, as `outbound.leased` sends whatever leaves.

After a kill the next worker sends the same, under the same id.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from belisha.enforcement import shipment_leases as leases
from belisha.enforcement.channels.channel import Outcome, Parcel, Refused
from belisha.enforcement.channels.channels import channel_for
from belisha.enforcement.endpoint_seal import is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.order_told import told
from belisha.enforcement.order_undone import undone_by
from belisha.enforcement.shipment_notes import carried_out, note
from belisha.outbound.leased.sending import send_each

AT_ONCE = 100
BATCH = 20
NOT_AS_SET = "The endpoint was changed in the database, by nobody here. Look at it, and set it anew."


def send_due(*, now: datetime) -> int:
    """Send what is due, endpoint by endpoint, and return how many were tried. Safe beside others."""
    return sum(send_endpoint(one, most=BATCH) for one in leases.endpoints_due(now))


def send_endpoint(
    endpoint_id: str, *, most: int | None = None, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due to one endpoint until it is left alone or nothing is; return how many were tried."""
    rows = _taken(endpoint_id)
    return send_each(
        lambda: next(rows, None),
        _send,
        _note,
        may_begin=lambda: not stopped() and not leases.is_left_alone(endpoint_id, timezone.now()),
        most=most,
    )


def _taken(endpoint_id: str) -> Iterator[Shipment]:
    """What is due, each leased only when it is asked for."""
    taken = (leases.take(shipment_id, timezone.now()) for shipment_id in _next(endpoint_id))
    return (row for row in taken if row is not None)


def _next(endpoint_id: str) -> Iterator[UUID]:
    """What is due, many read at once; others may have taken some of them meanwhile."""
    while True:
        rows = leases.due(timezone.now()).filter(endpoint_id=endpoint_id).values_list("id", flat=True)
        found = list(rows[:AT_ONCE])
        yield from found
        if not found:
            return


def _send(row: Shipment) -> Outcome:
    if not is_as_set(row.endpoint):
        return Refused(problem="not_as_set", words=NOT_AS_SET, line_down=True)
    channel = channel_for(row.endpoint.kind)
    if channel is None:
        return Refused(problem="no_channel", words="This desk has no way to such an endpoint.")
    return channel.send(_parcel(row))


def _note(row: Shipment, outcome: Outcome, milliseconds: int) -> None:
    # Before it is noted: whoever is killed in between sends it again, and loses nothing.
    carried_out(row, outcome)
    note(row, outcome, milliseconds=milliseconds)


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
    return asdict(told(row.order)) | undone_by(row.order)
