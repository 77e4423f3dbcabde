"""Slows down who tries receipts that don't exist. Reports themselves are never refused for their number."""

from belisha.people import misses
from belisha.people.misses import WITHIN
from belisha.people.models import ApiKey
from belisha.refusal import Refusal

MISSES = 30


class TooManyGuesses(Refusal):
    """Too many unknown receipts were asked for. Wait a minute."""

    code = "too_many_requests"
    wait = WITHIN


def refuse_guessing(key: ApiKey) -> None:
    """Raise TooManyGuesses once a key has asked for too many unknown receipts."""
    if misses.misses(_name(key)) >= MISSES:
        raise TooManyGuesses


def note_miss(key: ApiKey) -> None:
    """Count an unknown receipt against the key; the count is forgotten a minute after its first."""
    misses.note_miss(_name(key))


def _name(key: ApiKey) -> str:
    return f"misses:{key.id}"
