"""Slows down who tries receipts that don't exist. Kept in memory alone, and forgotten in a minute."""

import hmac
import secrets

from django.http import HttpRequest

from belisha.people import misses
from belisha.people.misses import WITHIN
from belisha.web.limits import network

__all__ = ["WITHIN", "is_guessing", "note_miss"]

MISSES = 10

# Made anew at each start: the names below can't be turned back into addresses afterwards.
_KEY = secrets.token_bytes(32)


def is_guessing(request: HttpRequest) -> bool:
    """Whether too many wrong numbers came from where this request comes from."""
    return misses.misses(_name(request)) >= MISSES


def note_miss(request: HttpRequest) -> None:
    """Count a wrong number; the count is forgotten a minute after its first."""
    misses.note_miss(_name(request))


def _name(request: HttpRequest) -> str:
    return f"guesses:{hmac.digest(_KEY, network(request).encode(), 'sha256').hex()}"
