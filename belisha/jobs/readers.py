"""Bodies are read before anything else is done, by few at a time, and one that never ends is ended.

Whoever sends slowly holds a thread. So all bodies together may hold a part of the threads and no more, one
network's a part of those, and a network that was late a moment ago shares two with all others that were.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from belisha.jobs.cut import end_silent

PATIENCE = 0.5  # seconds that somebody waits for a turn
READERS = 14
WAITING = 12
READERS_OF_ONE = 6
READERS_OF_LATE = 2
NETWORKS = 256
IN_TIME = 10.0  # seconds for a whole body; a megabyte in ten seconds is a poor telephone line
LATE_FOR = 600  # seconds


@dataclass
class Lane:
    """A kind of work: so many at a time, so many waiting; some kinds share the seats to wait on."""

    at_once: int
    waiting: int
    seats: threading.Semaphore | None = None
    _turns: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = threading.Semaphore(self.at_once)
        self._seats = self.seats or threading.Semaphore(self.waiting)

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


class Readers:
    """Whose body is read now; in all at most READERS, and WAITING more that wait for it."""

    def __init__(self) -> None:
        seats = threading.Semaphore(WAITING)
        self.all = Lane(READERS, WAITING, seats)
        self.late = Lane(READERS_OF_LATE, WAITING, seats)
        # Networks share one now and then, which none of them can arrange: their hashes change at each start.
        self.of_one = [Lane(READERS_OF_ONE, WAITING, seats) for _ in range(NETWORKS)]
        self.late_until = [0.0] * NETWORKS
        self.watch = Watch()

    @contextmanager
    def turn(self, network: str) -> Iterator[bool]:
        """Whether a body from there may be read now, or in a moment."""
        one = hash(network) % NETWORKS
        lane = self.late if time.monotonic() < self.late_until[one] else self.of_one[one]
        with lane.turn() as first:
            if not first:
                yield False
                return
            with self.all.turn() as second:
                yield second

    def read(self, environ: dict[str, Any], size: int, network: str) -> bytes | None:
        """The body, at most `size` bytes; None where it didn't come in time."""
        reading = self.watch.begin(str(environ.get("REMOTE_ADDR", "")))
        try:
            body: bytes = environ["wsgi.input"].read(size)
        finally:
            is_late = self.watch.end(reading)
        if is_late:
            self.late_until[hash(network) % NETWORKS] = time.monotonic() + LATE_FOR
            return None
        return body


@dataclass(eq=False)
class Reading:
    """A body that is being read: from where, and until when it has time."""

    address: str
    until: float
    is_late: bool = False


class Watch:
    """Ends the connections on which a body has not come in time: nothing else wakes who reads from them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readings: dict[int, Reading] = {}
        self._thread: threading.Thread | None = None

    def begin(self, address: str) -> Reading:
        """Time runs from now."""
        reading = Reading(address, time.monotonic() + IN_TIME)
        with self._lock:
            self._readings[id(reading)] = reading
            if self._thread is None:
                # Not before: a thread doesn't follow a process into those that it forks.
                self._thread = threading.Thread(target=self._run, name="late bodies", daemon=True)
                self._thread.start()
        return reading

    def end(self, reading: Reading) -> bool:
        """The body is read, or over; whether its time was too."""
        with self._lock:
            del self._readings[id(reading)]
        return reading.is_late

    def _run(self) -> None:
        while True:
            time.sleep(min(1.0, IN_TIME / 4))
            for address in self._late():
                end_silent(address, IN_TIME)

    def _late(self) -> set[str]:
        now = time.monotonic()
        with self._lock:
            late = [reading for reading in self._readings.values() if reading.until <= now]
            for reading in late:
                reading.is_late = True
        return {reading.address for reading in late}
