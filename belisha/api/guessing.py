"""Slows down who tries receipts that don't exist. Reports themselves are never refused for their number."""

from django.core.cache import cache

from belisha.people.models import ApiKey
from belisha.refusal import Refusal

MISSES = 30
WITHIN = 60  # seconds


class TooManyGuesses(Refusal):
    """Too many unknown receipts were asked for. Wait a minute."""

    code = "too_many_requests"
    wait = WITHIN


def refuse_guessing(key: ApiKey) -> None:
    """Raise TooManyGuesses once a key has asked for too many unknown receipts."""
    if cache.get(_name(key), 0) >= MISSES:
        raise TooManyGuesses


def note_miss(key: ApiKey) -> None:
    """Count an unknown receipt against the key; the count is forgotten a minute after its first."""
    if not cache.add(_name(key), 1, WITHIN):
        try:
            cache.incr(_name(key))
        except ValueError:
            cache.set(_name(key), 1, WITHIN)  # It ran out between the two.


def _name(key: ApiKey) -> str:
    return f"misses:{key.id}"
