"""HTTP to the addresses that the operator configured, and to no other."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from belisha.outbound.problem import NotSent

TIMEOUT = httpx.Timeout(8.0)  # seconds: to connect, to write, to read
LONGEST_BODY = 64 * 1024  # bytes

Origin = tuple[str, str, int]


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send one request and return its 2xx status; raises NotSent otherwise.

    No redirect is followed, no proxy of the environment is used and the answer's body is not read: a receiver
    gone bad can neither lead us elsewhere nor fill our memory.
    """
    if origin(url) not in allowed_origins():
        raise NotSent("not_configured")
    if len(body) > LONGEST_BODY:
        raise NotSent("too_long")
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as answer,
        ):
            status = answer.status_code
    except httpx.HTTPError as problem:
        raise NotSent("unreachable") from problem
    if not httpx.codes.is_success(status):
        raise NotSent(f"status_{status}")
    return status


def origin(url: str) -> Origin:
    """Scheme, host and port of an address (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)


def allowed_origins() -> frozenset[Origin]:
    """Where this desk may connect to."""
    given = (settings.BELISHA.alert_webhook_url, settings.BELISHA.checkpoint_url)
    return frozenset() if settings.BELISHA.demo else frozenset(origin(str(url)) for url in given if url)
