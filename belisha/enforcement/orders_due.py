"""Making an order due: from here on the service is to carry it out."""

from datetime import datetime

from django.db.models import Max

from belisha.enforcement import notices
from belisha.enforcement.channels.channel import ORDER_DUE
from belisha.enforcement.order_table import Order
from belisha.enforcement.shipping import ship


def make_due(order: Order, *, now: datetime) -> Order:
    """Make a new or a planned order due, inside the use case that makes it; send it where there is a way."""
    if order.state == Order.State.PLANNED and order.pk and not order._state.adding:
        # What became due meanwhile about the same thing goes before it.
        order.place = next_place(bytes(order.target))
    order.state, order.due_at = Order.State.DUE, now
    order.save()
    notices.prepare(order, now=now)
    ship(order, ORDER_DUE, now=now)
    return order


def next_place(target: bytes) -> int:
    """The place of the next order about one thing."""
    last = Order.objects.filter(target=target).aggregate(last=Max("place"))["last"]
    return 1 if last is None else last + 1
