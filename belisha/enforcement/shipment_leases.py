"""Who sends what: a shipment is leased to one worker at a time, and whoever lost its lease writes nothing.

What is about one item or account waits for what became due about it earlier; all else overtakes it.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Case, Exists, F, OuterRef, PositiveIntegerField, Q, QuerySet, When

from belisha.enforcement.channels.channel import TEST
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.shipment_pauses import LONGEST, LONGEST_REST

LEASE = timedelta(minutes=2)  # longer than the slowest conversation with an endpoint
SLACK = timedelta(minutes=1)
BROKE_OFF = 6
"""So often in a row the worker was never heard of again while it sent this: then a person is asked."""

State = Shipment.State


class LeaseLost(Exception):
    """Another has it by now, or it is gone: nothing may be written."""


def endpoints_due(now: datetime) -> list[str]:
    """The endpoints to which something may be sent now."""
    ids = due(now).order_by().values_list("endpoint_id", flat=True).distinct()
    return sorted(map(str, ids))


def due(now: datetime) -> QuerySet[Shipment]:
    """What may be sent now: what broke its worker off last, and what failed often after what did not.

    A time further ahead than any of ours was written by a clock that went wrong, and holds nothing up.
    """
    ripe = Q(next_at__lte=now) | Q(next_at__gt=now + 2 * LONGEST)
    on = Q(endpoint__state=Endpoint.State.ON) | Q(endpoint__state=Endpoint.State.TEST, event=TEST)
    earlier = Shipment.objects.filter(
        endpoint=OuterRef("endpoint"), target=OuterRef("target"), state=State.WAITING, seq__lt=OuterRef("seq")
    )
    first = Q(target=b"") | ~Exists(earlier)
    rows = Shipment.objects.filter(_free(now), ripe, on, first, state=State.WAITING).exclude(_resting(now))
    return rows.order_by("broken_off", "failures", "seq")


def is_left_alone(endpoint_id: UUID | str, now: datetime) -> bool:
    """Is nothing sent to this endpoint for now?"""
    return Endpoint.objects.filter(
        id=endpoint_id, open_until__gt=now, open_until__lte=now + LONGEST_REST + SLACK
    ).exists()


def take(shipment_id: UUID, now: datetime) -> Shipment | None:
    """Lease this one, where it is free and due."""
    # One conditional UPDATE: of two workers one changes the row, the other none.
    own = uuid4()
    taken = (
        Shipment.objects.filter(id__in=due(now).filter(id=shipment_id).order_by().values("id"))
        .filter(_free(now), state=State.WAITING)
        .update(
            lease=own,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            # A lease that is still there was never given back.
            broken_off=Case(
                When(lease__isnull=False, then=F("broken_off") + 1),
                default=F("broken_off"),
                output_field=PositiveIntegerField(),
            ),
        )
    )
    if not taken:
        return None
    return Shipment.objects.select_related("endpoint").filter(id=shipment_id, lease=own).first()


def held(row: Shipment) -> Shipment:
    """The row as it is now, locked, while it is ours. Raises LeaseLost."""
    own = Shipment.objects.select_for_update().filter(id=row.id, lease=row.lease, state=State.WAITING).first()
    if own is None:
        raise LeaseLost
    return own


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=now + LEASE + SLACK)


def _resting(now: datetime) -> Q:
    return Q(endpoint__open_until__gt=now, endpoint__open_until__lte=now + LONGEST_REST + SLACK)
