"""Who is served when more is asked than can be answered: danger now first, the rest in time or told to wait.

A server process has so many threads. Bodies are read first (readers.py), so that who sends slowly holds no
turn of anybody. Then each kind of work may hold a few threads and keep a few waiting for a moment; whatever
comes on top is told at once to come again (503, Retry-After), which costs next to nothing. The threads that
are left are for reports of danger now.
"""

import gc
import json
import re
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from belisha.intake.pace import network_of
from belisha.jobs.readers import Lane, Readers
from belisha.web.headers import complete

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LOOKED_THROUGH_AFTER = 100_000, 5, 5  # objects; then so many looks at the young, and at those after them
THREADS = 62
RETRY_AFTER = 5  # seconds
LARGEST_READ = 1024 * 1024  # bytes: a larger one is refused further in, unread
BODILESS = ("GET", "HEAD", "OPTIONS", "TRACE")  # nothing reads one that comes with these

REPORTS = "/api/v1/reports"
FORM = "/report/"
API = "/api/v1/"
SCREENING = "/api/v1/screen"
CONTACTS = "/api/v1/contacts/"
# As a service's back end writes it. Where letters are escaped it may be hidden: then it passes as danger.
_DANGER = re.compile(rb'"danger_now"\s*:\s*"yes"')
_ESCAPED = b"\\u"


class Lanes:
    """Stands before the application, in each server process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        # A thread that waits for Python's lock after each word with the database gets it five times as soon.
        sys.setswitchinterval(0.001)
        # What is loaded by now stays: to look all of it through now and then costs a tenth of the time.
        gc.freeze()
        # Thousands of contacts make a hundred thousand objects, all gone with the answer, none in a circle:
        # to look for circles among them after each 700 costs more than to advise on them.
        gc.set_threshold(*LOOKED_THROUGH_AFTER)
        # In all 31 of 62 threads, and 26 read bodies or wait for it: five are left, whatever happens.
        self.lanes = {
            "screen": Lane(6, 2),
            "contact": Lane(5, 3),
            "desk": Lane(2, 2),
            "form": Lane(2, 2),
            "rest": Lane(3, 2),
            "ready": Lane(1, 1),
        }
        self.readers = Readers()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer now, in turn, or not yet."""
        if (size := _to_read(environ)) and not self._read(environ, size):
            return _come_again(environ, start_response)
        if _path(environ) == "/livez" or _is_of_danger(environ):
            return self.application(environ, start_response)
        with self.lanes[_lane_of(_path(environ))].turn() as mine:
            if mine:
                return self.application(environ, start_response)
        return _come_again(environ, start_response)

    def _read(self, environ: Environ, size: int) -> bool:
        """Read the body, which the application then finds as it was; whether it could be, and came whole."""
        network = network_of(environ, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
        with self.readers.turn(network) as may:
            body = self.readers.read(environ, size, network) if may else None
        if body is None or len(body) < _declared(environ):
            return False
        environ["wsgi.input"] = BytesIO(body)
        # One that came in chunks has a length now; where it is too large, that says so.
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return True


def _path(environ: Environ) -> str:
    return str(environ.get("PATH_INFO", ""))


def _is_of_danger(environ: Environ) -> bool:
    """A report says within its body whether a child is in danger now."""
    if environ.get("REQUEST_METHOD") != "POST" or _path(environ) not in (REPORTS, FORM):
        return False
    # The form keeps what was answered sealed, and is limited by network (web/limits.py).
    if _path(environ) == FORM:
        return True
    source = environ["wsgi.input"]
    body = source.getvalue() if isinstance(source, BytesIO) else b""
    return bool(_DANGER.search(body)) or _ESCAPED in body


def _lane_of(path: str) -> str:
    if path.startswith(SCREENING):
        return "screen"
    if path.startswith(CONTACTS):
        return "contact"
    if path == FORM:
        return "form"
    if path == "/readyz":
        return "ready"
    return "desk" if path.startswith("/desk/") else "rest"


def _to_read(environ: Environ) -> int:
    """How much is to be read of a body before anything else; 0 where nothing reads one or it is too large."""
    if environ.get("REQUEST_METHOD") in BODILESS:
        return 0
    if str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower() == "chunked":
        # Only the API takes such a body. What is screened may be large, and is read with its key in hand.
        path = _path(environ)
        return LARGEST_READ + 1 if path.startswith(API) and not path.startswith(SCREENING) else 0
    declared = _declared(environ)
    return declared if declared <= LARGEST_READ else 0


def _declared(environ: Environ) -> int:
    length = str(environ.get("CONTENT_LENGTH") or "")
    return int(length) if length.isdecimal() else 0


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
