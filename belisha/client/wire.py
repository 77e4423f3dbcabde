"""One request to the desk: sent, sent again with patience, and read. The only part that opens connections."""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpcore

from belisha.client.errors import FieldProblem, NotUnderstood, Refused, Unreachable, refused

LONGEST_ANSWER = 64 * 1024 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 8.0  # seconds
AGAIN = frozenset({429, 500, 502, 503, 504})
"""What passes: every call of ours may be sent again, since the desk tells a repeat."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_NO_ANSWER = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)
_chance = SystemRandom()


class PlainAddress(ValueError):
    """The key would travel readable by everybody on the way. Use https, or say plain=True."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent; the same each time it is sent."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Wire:
    """A desk's address, the key, and a pool of connections that threads may share."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        timeout: float,
        patience: float,
        plain: bool,
        tls: ssl.SSLContext | None,
    ) -> None:
        there = urlsplit(base_url)
        if there.scheme not in ("http", "https") or not there.hostname or there.query or there.fragment:
            raise ValueError(f"Not the address of a desk: {base_url!r}")
        if there.scheme == "http" and there.hostname not in LOOPBACK and not plain:
            raise PlainAddress(PlainAddress.__doc__)
        self.base = base_url.rstrip("/").removesuffix("/api/v1") + "/api/v1"
        self.timeout, self.patience = timeout, patience
        self._key = key
        self._pool = httpcore.ConnectionPool(ssl_context=tls or ssl.create_default_context())

    def close(self) -> None:
        self._pool.close()

    def call(self, request: Request) -> Any:
        """Send it until it is answered or patience ends; return the answer's JSON. Raises DeskError."""
        end, pause = time.monotonic() + self.patience, FIRST_PAUSE
        while True:
            problem = self._once(request)
            if not isinstance(problem, Refused | Unreachable):
                return problem
            wait = max(pause * _chance.uniform(0.5, 1.0), getattr(problem, "retry_after", 0.0))
            if not _passes(problem) or time.monotonic() + wait > end:
                raise problem
            time.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _once(self, request: Request) -> Any:
        try:
            with self._pool.stream(
                request.method,
                self._url(request),
                headers=self._headers(request),
                content=request.body or None,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.timeout)},
            ) as answer:
                body = _read(answer)
        except _NO_ANSWER as error:
            return Unreachable(f"The desk gave no answer: {type(error).__name__}")
        return _json(body) if 200 <= answer.status < 300 else _problem(answer, body)

    def _url(self, request: Request) -> str:
        path = "/".join(quote(part, safe="") for part in request.path.split("/"))
        return f"{self.base}/{path}" + (f"?{urlencode(request.query)}" if request.query else "")

    def _headers(self, request: Request) -> list[tuple[str, str]]:
        own = {
            "Authorization": f"Bearer {self._key}",
            "Accept": "application/json",
            "User-Agent": "belisha-client",
        }
        return [*own.items(), *request.headers.items()]


def _passes(problem: Exception) -> bool:
    return isinstance(problem, Unreachable) or (isinstance(problem, Refused) and problem.status in AGAIN)


def _read(answer: httpcore.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_stream():
        size += len(part)
        if size > LONGEST_ANSWER:
            raise NotUnderstood("The answer is longer than any of a desk.")
        parts.append(part)
    return b"".join(parts)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise NotUnderstood("The answer is not JSON: is this the address of a desk?") from None


def _problem(answer: httpcore.Response, body: bytes) -> Refused:
    try:
        said = json.loads(body)
        errors = tuple(FieldProblem(one["field"], one["message"]) for one in said.get("errors", ()))
        code, detail = str(said["code"]), str(said["detail"])
    except (ValueError, KeyError, TypeError, AttributeError):
        code, detail, errors = "", "What answered gave no reason.", ()
    return refused(answer.status, code)(
        answer.status, code, detail, errors=errors, retry_after=_retry_after(answer.headers)
    )


def _retry_after(headers: list[tuple[bytes, bytes]]) -> float:
    said = next((value.decode("latin-1") for name, value in headers if name.lower() == b"retry-after"), "")
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
