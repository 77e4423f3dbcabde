"""Putting events on their way: a shipment for each endpoint that is on, in the transaction that causes it."""

import os
import secrets
import time
from datetime import datetime
from threading import Lock

from django.db.models import Max, Q

from belisha.enforcement.channels.channel import ORDER_DUE, TEST
from belisha.enforcement.endpoint_seal import serving
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.order_table import Order

AT_ONCE = 500
TICK = 1024  # nanoseconds: the place below it tells processes apart


def ship(order: Order, event: str, *, now: datetime) -> int:
    """Put an event of an order on its way to each endpoint that serves it, and return to how many.

    The caller's transaction commits both or neither. Where there is no endpoint the order is polled.
    """
    told = set(Shipment.objects.filter(order=order, event=event).values_list("endpoint_id", flat=True))
    endpoints = [endpoint for endpoint in serving(order.service) if endpoint.id not in told]
    if not endpoints:
        return 0
    # Held until the commit: what is shipped next about the same item or account gets the later place.
    list(Order.objects.select_for_update().filter(target=order.target).order_by("id").values("id"))
    after = Shipment.objects.filter(target=order.target).aggregate(last=Max("seq"))["last"] or 0
    rows = [_shipment(endpoint, order, event, now) for endpoint in endpoints]
    for row in rows:
        after = row.seq = next_seq(after)
    Shipment.objects.bulk_create(rows)
    return len(rows)


def ship_test(endpoint: Endpoint, *, now: datetime) -> Shipment:
    """Put a test event on its way, in the caller's transaction."""
    return Shipment.objects.create(endpoint=endpoint, event=TEST, seq=next_seq(), began_at=now, next_at=now)


def catch_up(endpoint: Endpoint, *, now: datetime) -> int:
    """Ship what became due while the endpoint was not on, in the order in which it did; return how many."""
    due = Order.objects.filter(state=Order.State.DUE).exclude(shipments__endpoint=endpoint)
    if endpoint.service_id:
        due = due.filter(Q(service_id=endpoint.service_id) | Q(service=None))
    after = Shipment.objects.aggregate(last=Max("seq"))["last"] or 0
    rows = [
        _shipment(endpoint, order, ORDER_DUE, now) for order in due.order_by("due_at", "made_at", "place")
    ]
    for row in rows:
        after = row.seq = next_seq(after)
    Shipment.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _shipment(endpoint: Endpoint, order: Order, event: str, now: datetime) -> Shipment:
    return Shipment(
        endpoint=endpoint, order=order, event=event, target=order.target, began_at=now, next_at=now
    )


class _Places:
    """Numbers that go up within a process by the clock, and that no two processes share."""

    def __init__(self) -> None:
        self._chance, self._lock, self._last = secrets.randbelow(TICK), Lock(), 0

    def next(self, after: int) -> int:
        with self._lock:
            own = (os.getpid() ^ self._chance) % TICK
            self._last = max(time.time_ns() // TICK, self._last + 1, after // TICK + 1)
            return self._last * TICK + own


_places = _Places()


def next_seq(after: int = 0) -> int:
    """The place of the next shipment: by the clock, and later than `after` whatever the clock says."""
    return _places.next(after)
