"""One POST to an address that the operator configured, of which only the status counts."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from belisha.outbound import destinations
from belisha.outbound.call import call
from belisha.outbound.origin import Origin, origin, read
from belisha.outbound.problem import NotSent

__all__ = ["LONGEST_BODY", "Origin", "allowed_origins", "origin", "post"]

WITHIN = 16.0  # seconds for all of it
LONGEST_BODY = 64 * 1024  # bytes


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send one request and return its 2xx status; raises NotSent otherwise. The answer's body is not read."""
    if len(body) > LONGEST_BODY:
        raise NotSent("too_long")
    there = urlsplit(url)
    login = (unquote(there.username), unquote(there.password or "")) if there.username else None
    plain = destinations.plain(url)
    if read(plain).origin not in allowed_origins():
        raise NotSent("not_configured")
    answer = call("POST", plain, body=body, headers=headers, login=login, longest=0, within=WITHIN)
    return answer.require_success().status


def allowed_origins() -> frozenset[Origin]:
    """Where alerts and checkpoints may go: what the operator's own settings name."""
    return destinations.named()
