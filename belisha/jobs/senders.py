"""Sends what leaves this desk beside the worker's other jobs, each line by a thread of its own.

However slowly a receiver answers, nobody's alert waits for it, nor what is sent to anybody else.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog
from django.db import close_old_connections, connections
from django.utils import timezone

from belisha.referrals import dispatch, leases

log = structlog.get_logger(__name__)

PAUSE = 0.5  # seconds
MOST = 16  # lines at one time
SLACK = 60.0  # seconds beyond a lease
GRACE = 25.0  # seconds in which what is in flight may end when the worker is stopped


class SendLine(Protocol):
    """Sends what is due on one line; asks before each parcel whether it is to stop."""

    def __call__(self, line: str, /, *, stopped: Callable[[], bool]) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Cargo:
    """A kind of what leaves: on which lines something is due, and how what is due on one is sent.

    Whoever says nothing for longer than its lease is taken to be stuck: its line goes on without it.
    """

    name: str
    lines_due: Callable[[datetime], Sequence[str]]
    send_line: SendLine
    lease: float


REFERRALS = Cargo(
    name="sender",
    lines_due=leases.lines_due,
    send_line=dispatch.send_line,
    lease=leases.LEASES.lasts.total_seconds(),
)


@dataclass
class _Sender:
    """A thread at work on one line, and when it was last heard of."""

    thread: threading.Thread
    beat: float


class Senders:
    """Looks for lines on which something is due, and has each sent by a thread of its own."""

    def __init__(self, pause: float = PAUSE, cargo: Cargo = REFERRALS) -> None:
        self.pause, self.cargo = pause, cargo
        self.stopped = threading.Event()
        self._senders: dict[str, _Sender] = {}

    def run(self) -> None:
        """Until it is stopped; then what is in flight may end."""
        while not self.stopped.is_set():
            self._look()
            self.stopped.wait(self.pause)
        self.finish()

    def finish(self, seconds: float = GRACE) -> bool:
        """Begin nothing more, and wait for what is in flight; whether all of it ended."""
        self.stopped.set()
        end = time.monotonic() + seconds
        for sender in list(self._senders.values()):
            sender.thread.join(max(0.0, end - time.monotonic()))
        return not any(sender.thread.is_alive() for sender in self._senders.values())

    def _look(self) -> None:
        close_old_connections()
        try:
            for line in self.cargo.lines_due(timezone.now()):
                self._send(line)
        except Exception:
            # The database may be away for a while; what is due stays due.
            log.exception("could not look for what is due")

    def _send(self, line: str) -> None:
        busy = {name: sender for name, sender in self._senders.items() if self._at_work(sender)}
        if line in busy or len(busy) >= MOST or self.stopped.is_set():
            return
        thread = threading.Thread(target=self._line, args=(line,), name=self._name(line), daemon=True)
        self._senders = busy | {line: _Sender(thread, time.monotonic())}
        thread.start()

    def _name(self, line: str) -> str:
        return f"belisha-{self.cargo.name}-{line}"

    def _at_work(self, sender: _Sender) -> bool:
        quiet = time.monotonic() - sender.beat
        return sender.thread.is_alive() and quiet < self.cargo.lease + SLACK

    def _line(self, line: str) -> None:
        own = threading.current_thread()
        try:
            self.cargo.send_line(line, stopped=lambda: self._is_over(line, own))
        except Exception:
            log.exception("could not send", line=line)
        finally:
            connections.close_all()

    def _is_over(self, line: str, own: threading.Thread) -> bool:
        """Is it to begin nothing more? Asked before each parcel, which shows that the thread is alive."""
        sender = self._senders.get(line)
        if sender is None or sender.thread is not own:
            return True  # It was taken for stuck, and another has the line.
        sender.beat = time.monotonic()
        return self.stopped.is_set()
