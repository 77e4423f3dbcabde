"""HTTP to the configured addresses, and to no other: one request, one answer, within bounds of size and time.

No redirect is followed, no proxy of the environment used, nothing unpacked: a receiver gone bad can neither
lead us elsewhere nor fill our memory nor hold us up.
"""

import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType

import httpcore

from belisha.outbound import destinations, tls
from belisha.outbound.origin import PORTS, Address, read
from belisha.outbound.problem import NotSent
from belisha.outbound.wire import Wire

WITHIN = 30.0  # seconds for all of it, from the look-up to the last byte
LONGEST = 1_000_000  # bytes of an answer
LONGEST_REQUEST = 16 * 1024 * 1024
LONGEST_PAUSE = timedelta(days=1)
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back, whatever its status: who asked judges it. Names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def after(self) -> timedelta | None:
        """How long they asked to be left alone (RFC 9110, 10.2.3), a day at most."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return timedelta(seconds=min(int(said[:9]), LONGEST_PAUSE.total_seconds()))
        try:
            left = parsedate_to_datetime(said) - datetime.now(UTC)
        except (TypeError, ValueError, OverflowError):
            return None
        return min(max(left, timedelta(0)), LONGEST_PAUSE)

    def require_success(self) -> "Answer":
        """Return it where its status is one of success; raises NotSent with the status and the pause."""
        if not self.is_success:
            raise NotSent(f"status_{self.status}", after=self.after)
        return self


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] = NOTHING,
    login: tuple[str, str] | None = None,
    longest: int = LONGEST,
    within: float = WITHIN,
) -> Answer:
    """Send one request and return the answer of any status; raises NotSent where none came.

    With `longest` 0 the answer's body is not read.
    """
    there = read(url)
    if not destinations.may_reach(there.origin):
        raise NotSent("not_configured")
    if len(body) > LONGEST_REQUEST:
        raise NotSent("too_long")
    wire = Wire(within=within, longest=longest)
    try:
        context = tls.context() if there.scheme == "https" else None
        with httpcore.ConnectionPool(network_backend=wire, ssl_context=context) as pool:
            return _asked(pool, _request(method, there, body, _headers(there, headers, login, body)), wire)
    except NotSent as refused:
        raise NotSent(refused.problem, status=wire.status) from None
    except (OSError, httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException) as problem:
        # Their texts can name hosts, and hold what a stranger wrote.
        raise NotSent(_word(problem, wire), status=wire.status) from None


def _request(
    method: str, there: Address, body: bytes, headers: list[tuple[bytes, bytes]]
) -> httpcore.Request:
    return httpcore.Request(
        method,
        httpcore.URL(
            scheme=there.scheme.encode(),
            host=there.host.encode(),
            port=there.port,
            target=there.target.encode(),
        ),
        headers=headers,
        content=body,
    )


def _asked(pool: httpcore.ConnectionPool, request: httpcore.Request, wire: Wire) -> Answer:
    answer, longest = pool.handle_request(request), wire.longest
    try:
        wire.status = answer.status
        body = bytearray()
        for part in answer.iter_stream() if longest else ():
            body += part
            if len(body) > longest:
                raise NotSent("too_long")
        headers = {name.lower().decode("ascii"): value.decode("latin-1") for name, value in answer.headers}
        return Answer(status=answer.status, headers=MappingProxyType(headers), body=bytes(body))
    finally:
        answer.close()


def _headers(
    there: Address, given: Mapping[str, str], login: tuple[str, str] | None, body: bytes
) -> list[tuple[bytes, bytes]]:
    host = f"[{there.host}]" if ":" in there.host else there.host
    own = {
        "host": host if there.port == PORTS[there.scheme] else f"{host}:{there.port}",
        "accept-encoding": "identity",
        "connection": "close",
        "user-agent": "belisha",
        "content-length": str(len(body)),
    }
    if login:
        own["authorization"] = "Basic " + b64encode(":".join(login).encode()).decode()
    merged = {name.lower(): value for name, value in given.items()} | own
    try:
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in merged.items()]
    except UnicodeEncodeError:
        raise NotSent("wrong_request") from None


def _word(problem: Exception, wire: Wire) -> str:
    if isinstance(problem, httpcore.LocalProtocolError):
        return "wrong_request"
    if isinstance(problem, httpcore.TimeoutException):
        return "too_slow"
    if isinstance(problem.__cause__ or problem.__context__, ssl.SSLError):
        return "wrong_certificate" if not wire.has_spoken else "cut_off"
    if isinstance(problem, httpcore.RemoteProtocolError):
        return (
            "cut_off" if "disconnected" in str(problem) or "peer closed" in str(problem) else "not_understood"
        )
    return "cut_off" if wire.has_spoken else "unreachable"
