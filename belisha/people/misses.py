"""Counts what somebody tries in vain, such as receipts that do not exist; forgotten in a minute."""

from django.core.cache import cache

WITHIN = 60  # seconds


def misses(who: str) -> int:
    """How often somebody, by a name of theirs that says nothing to others, was wrong within a minute."""
    return int(cache.get(who, 0))


def note_miss(who: str) -> None:
    """Count one more."""
    if not cache.add(who, 1, WITHIN):
        try:
            cache.incr(who)
        except ValueError:
            cache.set(who, 1, WITHIN)  # It ran out between the two.
