"""Several workers beside each other: one that ends by itself is started again, all end with the crew."""

import signal
import subprocess
import sys
import threading
import time

import structlog

log = structlog.get_logger(__name__)

COMMAND = (sys.executable, "-P", "-c", "from belisha.jobs.cli import main; main()", "work")
PAUSE = 1.0  # seconds
REST = 5.0  # before one that ended is started again: what breaks it off must not keep a core busy
WAIT = 40.0  # for what is in flight


class Crew:
    """So many worker processes, each as `belisha work` is alone."""

    def __init__(self, count: int, command: tuple[str, ...] = COMMAND, rest: float = REST) -> None:
        self.command, self.rest = command, rest
        self.stopped = threading.Event()
        self.workers: list[subprocess.Popen[bytes]] = []
        self._count = count
        self._ended: dict[int, float] = {}

    def run(self) -> None:
        """Until a signal stops it; then every worker ends what it is sending."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopped.set())
        self.workers = [self._start() for _ in range(self._count)]
        while not self.stopped.wait(PAUSE):
            self._look()
        self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C reaches the crew alone, which ends its workers in order.
        return subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  (our own words)

    def _look(self) -> None:
        for place, worker in enumerate(self.workers):
            if worker.poll() is None:
                continue
            since = self._ended.setdefault(worker.pid, time.monotonic())
            if time.monotonic() - since >= self.rest:
                log.warning("a worker ended and is started again", code=worker.returncode)
                self.workers[place] = self._start()

    def _end(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            try:
                worker.wait(WAIT)
            except subprocess.TimeoutExpired:
                # What it was sending is leased, and goes on elsewhere.
                worker.kill()
