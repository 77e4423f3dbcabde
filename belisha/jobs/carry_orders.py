"""What the worker does about orders to the service."""

from belisha.enforcement import orders_follow


def make_orders() -> int:
    """Make the orders that follow from matches, from what could not be screened, and from decisions."""
    return orders_follow.follow()
