"""Slows down who tries receipts that don't exist. Kept in memory alone, and forgotten in a minute."""

import hmac
import secrets

from django.core.cache import cache
from django.http import HttpRequest

from belisha.web.limits import network

MISSES = 10
WITHIN = 60  # seconds

# Made anew at each start: the names below can't be turned back into addresses afterwards.
_KEY = secrets.token_bytes(32)


def is_guessing(request: HttpRequest) -> bool:
    """Whether too many wrong numbers came from where this request comes from."""
    return int(cache.get(_name(request), 0)) >= MISSES


def note_miss(request: HttpRequest) -> None:
    """Count a wrong number; the count is forgotten a minute after its first."""
    if not cache.add(_name(request), 1, WITHIN):
        try:
            cache.incr(_name(request))
        except ValueError:
            cache.set(_name(request), 1, WITHIN)  # It ran out between the two.


def _name(request: HttpRequest) -> str:
    return f"guesses:{hmac.digest(_KEY, network(request).encode(), 'sha256').hex()}"
