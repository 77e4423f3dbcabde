"""What the worker does about orders to the service."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from belisha.enforcement import order_apart, orders_follow
from belisha.jobs.keep import Pace


def make_orders() -> int:
    """Make the orders that follow from matches, from what could not be screened, and from decisions."""
    return orders_follow.follow()


def forget_orders() -> int:
    """Forget orders without a case that are long over; looked at once an hour."""
    now = timezone.now()
    if not _forget.is_due(now):
        return 0
    return order_apart.forget_ended(before=now - timedelta(days=settings.BELISHA.retention_unfounded_days))


_forget = Pace(timedelta(hours=1))
