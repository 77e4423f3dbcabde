"""What may be sent to which endpoint now, leased to one worker at a time.

What is about one item or account waits for what became due about it earlier; all else overtakes it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from belisha.enforcement.channels.channel import TEST
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.shipment_pauses import LONGEST, LONGEST_REST
from belisha.outbound.leased.leases import Leases
from belisha.outbound.leased.rows import left_alone

LEASES = Leases(
    table=Shipment,
    lasts=timedelta(minutes=2),  # longer than the slowest conversation with an endpoint
    furthest=2 * LONGEST,
    beside="endpoint",
)

State = Shipment.State


def endpoints_due(now: datetime) -> list[str]:
    """The endpoints to which something may be sent now."""
    ids = due(now).order_by().values_list("endpoint_id", flat=True).distinct()
    return sorted(map(str, ids))


def due(now: datetime) -> QuerySet[Shipment]:
    """What may be sent now: what broke its worker off last, and what failed often after what did not."""
    on = Q(endpoint__state=Endpoint.State.ON) | Q(endpoint__state=Endpoint.State.TEST, event=TEST)
    earlier = Shipment.objects.filter(
        endpoint=OuterRef("endpoint"), target=OuterRef("target"), state=State.WAITING, seq__lt=OuterRef("seq")
    )
    first = Q(target=b"") | ~Exists(earlier)
    resting = left_alone(now, longest=LONGEST_REST, through="endpoint__")
    rows = LEASES.due(now).filter(on, first).exclude(resting)
    return rows.order_by("broken_off", "failures", "seq")


def is_left_alone(endpoint_id: UUID | str, now: datetime) -> bool:
    """Is nothing sent to this endpoint for now?"""
    return Endpoint.objects.filter(left_alone(now, longest=LONGEST_REST), id=endpoint_id).exists()


def take(shipment_id: UUID, now: datetime) -> Shipment | None:
    """Lease this one, where it is free and due."""
    return LEASES.take(shipment_id, now, among=due(now))
