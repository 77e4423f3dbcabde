"""Slows down who tries receipts that don't exist. Kept in memory alone, and forgotten in a minute."""

import hmac
import ipaddress
import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MISSES = 10
WITHIN = 60  # seconds

# Made anew at each start: the names below can't be turned back into addresses afterwards.
_KEY = secrets.token_bytes(32)
_IPV6_NETWORK = 64  # bits: what one household or phone is given


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
    network = _network(_address(request))
    return f"guesses:{hmac.digest(_KEY, network.encode(), 'sha256').hex()}"


def _address(request: HttpRequest) -> str:
    # Behind the proxy that ends TLS every request comes from the proxy, which adds its client at the end.
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((int(parsed) >> _IPV6_NETWORK << _IPV6_NETWORK, _IPV6_NETWORK)))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
