"""Orders that wait beyond the reach of every key that may ask for them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from belisha.enforcement.order_rules import WAITING
from belisha.enforcement.order_table import Order


def waiting_beyond(reach: Collection[UUID]) -> int:
    """How many orders wait that are of none of these services."""
    elsewhere = Q(service=None) | ~Q(service__in=list(reach))
    return Order.objects.filter(elsewhere, state__in=WAITING).exclude(due_at=None).count()
