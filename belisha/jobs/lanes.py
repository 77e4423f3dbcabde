"""Who is served when more is asked than can be answered: danger now first, the rest in time or told to wait.

A server process has so many threads. Each kind of work may hold a few of them and keep a few waiting for a
moment; whatever comes on top is told at once to come again (503, Retry-After), which costs next to nothing.
The threads that are left are for reports of danger now.
"""

import json
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from belisha.intake.pace import network_of
from belisha.web.headers import complete

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

THREADS = 28
PATIENCE = 0.5  # seconds that somebody waits for a turn
RETRY_AFTER = 5  # seconds
LARGEST_READ = 1024 * 1024  # bytes: a larger one is refused further in, unread
READERS_OF_ONE = 6  # requests of one network whose bodies are read at a time
NETWORKS = 256

REPORTS = "/api/v1/reports"
FORM = "/report/"
# As a service's back end writes it. Where letters are escaped it may be hidden: then it passes as danger.
_DANGER = re.compile(rb'"danger_now"\s*:\s*"yes"')
_ESCAPED = b"\\u"


@dataclass
class Lane:
    """A kind of work: so many at a time, so many waiting."""

    at_once: int
    waiting: int
    _turns: threading.Semaphore = field(init=False)
    _seats: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = threading.Semaphore(self.at_once)
        self._seats = threading.Semaphore(self.waiting)

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether it is one's turn, now or in a moment."""
        got = self._turns.acquire(blocking=False) or self._wait()
        try:
            yield got
        finally:
            if got:
                self._turns.release()

    def _wait(self) -> bool:
        if not self._seats.acquire(blocking=False):
            return False
        try:
            return self._turns.acquire(timeout=PATIENCE)
        finally:
            self._seats.release()


class Lanes:
    """Stands before the application, in each server process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        # A thread that waits for Python's lock after each word with the database gets it five times as soon.
        sys.setswitchinterval(0.001)
        # In all 21 of 28 threads: seven are left, whatever happens.
        self.lanes = {"screen": Lane(6, 2), "desk": Lane(2, 2), "form": Lane(2, 2), "rest": Lane(3, 2)}
        # Networks share one now and then, which none of them can arrange: their hashes change at each start.
        self.readers = [Lane(READERS_OF_ONE, READERS_OF_ONE) for _ in range(NETWORKS)]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer now, in turn, or not yet."""
        path = str(environ.get("PATH_INFO", ""))
        if path == "/livez":
            return self.application(environ, start_response)
        if environ.get("REQUEST_METHOD") == "POST" and path in (REPORTS, FORM):
            return self._report(path, environ, start_response)
        return self._in_turn(_lane_of(path), environ, start_response)

    def _in_turn(self, lane: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with self.lanes[lane].turn() as mine:
            if mine:
                return self.application(environ, start_response)
        return _come_again(environ, start_response)

    def _report(self, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A report says within its body whether a child is in danger now, so that is read first."""
        with self._readers_of(environ).turn() as may:
            if not may:
                return _come_again(environ, start_response)
            body = _read(environ)
        # The form keeps what was answered sealed, and is limited by network (web/limits.py).
        in_danger = path == FORM or bool(_DANGER.search(body)) or _ESCAPED in body
        if in_danger:
            return self.application(environ, start_response)
        return self._in_turn("rest", environ, start_response)

    def _readers_of(self, environ: Environ) -> Lane:
        """A few bodies of each network at a time: those that never end must not hold every thread."""
        network = network_of(environ, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
        return self.readers[hash(network) % len(self.readers)]


def _lane_of(path: str) -> str:
    if path.startswith("/api/v1/screen"):
        return "screen"
    if path == FORM:
        return "form"
    return "desk" if path.startswith("/desk/") else "rest"


def _read(environ: Environ) -> bytes:
    """Read the body, which the application then finds as it was; nothing of one that is too large."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not length.isdecimal() or int(length) > LARGEST_READ:
        return b""
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body


def _come_again(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    path = str(environ.get("PATH_INFO", ""))
    kind, body = _words(path.startswith("/api/"))
    headers = {"Content-Type": kind, "Retry-After": str(RETRY_AFTER), "Content-Length": str(len(body))}
    _complete(headers, environ)
    start_response(f"503 {HTTPStatus(503).phrase}", list(headers.items()))
    return [body]


def _complete(headers: dict[str, str], environ: Environ) -> None:
    complete(headers, "", 503)
    if settings.SECURE_HSTS_SECONDS and environ.get("HTTP_X_FORWARDED_PROTO") == "https":
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"


@lru_cache
def _words(api: bool) -> tuple[str, bytes]:
    if api:
        detail = "The desk has too much to do. Send it again with the same Idempotency-Key."
        problem = {"type": "about:blank", "title": HTTPStatus(503).phrase, "status": 503, "detail": detail}
        return "application/problem+json", json.dumps(problem | {"code": "busy", "errors": []}).encode()
    return "text/html; charset=utf-8", render_to_string("503.html", {"busy": True}).encode()
