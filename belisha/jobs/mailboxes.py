"""The mailbox for reports, looked at beside the worker's own round: a slow server holds nothing up."""

import threading
import time

import structlog
from django.db import close_old_connections
from django.utils import timezone

from belisha.intake.arrive import forget_arrivals
from belisha.intake.connect import forget_former
from belisha.intake.mailbox import address, poll

log = structlog.get_logger(__name__)

EVERY = 60.0  # seconds


class _Reader:
    """One look at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def look(self) -> int:
        """Begin a look, unless one is going on."""
        if not address() or (self._thread and self._thread.is_alive()):
            return 0
        self._thread = threading.Thread(target=_look, name="belisha-mailbox", daemon=True)
        self._thread.start()
        return 0


def _look() -> None:
    try:
        if done := poll(now=timezone.now()):
            log.info("mail taken in", count=done)
    except Exception:
        # It is looked at again in half a minute; what was taken is durable.
        log.exception("mailbox failed")
    finally:
        close_old_connections()


_reader = _Reader()


def read_mail() -> int:
    """Begin to read the mailbox for reports, where one is named."""
    return _reader.look()


_forgotten_at = 0.0


def forget_what_came() -> int:
    """Forget what connectors in test have shown, and secrets that no longer count; once a minute."""
    global _forgotten_at
    if time.monotonic() - _forgotten_at < EVERY:
        return 0
    _forgotten_at, now = time.monotonic(), timezone.now()
    return forget_arrivals(now=now) + forget_former(now=now)
