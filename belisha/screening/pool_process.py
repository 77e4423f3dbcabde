"""One worker as the pool sees it: a process of its own and two pipes.

A fresh interpreter is started, not a copy of this process: it has none of our memory, environment or files.
Files go in and answers come back by pipe: nothing has a name that could be left behind, and what was sent
dies with the process. `pickle` isn't used: to read it is to run it, and a decoder may have been taken over.
"""

import contextlib
import json
import logging
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from fcntl import F_SETPIPE_SZ, fcntl
from typing import Any

from belisha.screening.limits import MAX_ANSWER, MIB, Limits
from belisha.screening.pool_worker import LENGTH, LENGTHS

logger = logging.getLogger(__name__)
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1])['path']; " + (
    "from belisha.screening.pool_worker import main; main()"
)
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    # Each thread's arena reserves 64 MiB of addresses, which count against the limit of memory.
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""All that a worker's environment holds; ours has the master key."""

PLACE = re.compile(r"\w{1,60} at [\w.<>]{1,60}:\d{1,6}")
MOMENT = 0.5
"""Seconds for a worker whose pipe is closed to end: how it ends says why."""

NEEDED_TO_START = ("LD_LIBRARY_PATH",)


class TooLate(Exception):
    """The time was over before the worker answered."""


class Gone(Exception):
    """The worker ended before it answered."""


class Process:
    """A worker. One task at a time; whoever asks it owns it until then."""

    def __init__(self, modules: Sequence[str], limits: Limits) -> None:
        """Start it; `modules` are loaded before it is shut in, and only their functions can be asked for."""
        self.modules = frozenset(modules)
        self.asked = 0
        self._ready = False
        about = {
            "path": [os.path.abspath(place) for place in sys.path],
            "modules": list(modules),
            "memory": limits.memory,
            "seconds": limits.seconds,
            "parent": os.getpid(),
        }
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter)
            [sys.executable, "-I", "-B", "-c", BOOT, json.dumps(about)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={**ENVIRONMENT, **{name: os.environ[name] for name in NEEDED_TO_START if name in os.environ}},
            start_new_session=True,
        )
        assert self._process.stdin  # noqa: S101 - tells mypy what PIPE means
        assert self._process.stdout  # noqa: S101 - for mypy, as above
        self._tasks, self._answers = self._process.stdin, self._process.stdout
        for pipe in (self._tasks, self._answers):
            os.set_blocking(pipe.fileno(), False)
        # A user may have used up its share of large pipes; small ones do.
        with contextlib.suppress(OSError):
            fcntl(self._tasks, F_SETPIPE_SZ, MIB)

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self, until: float) -> None:
        """Wait until it is shut in. Raises TooLate (it may still come) and Gone."""
        if not self._ready:
            said = self._read(until)
            self._ready = "ready" in said
        if not self._ready:
            logger.error("worker_not_prepared", extra={"where": place_of(said)})
            raise Gone

    def ask(self, function: str, arguments: Sequence[Any], data: bytes, until: float) -> dict[str, Any]:
        """Let it read one file. Raises TooLate and Gone; then it has to be ended."""
        self.asked += 1
        about = {"function": function, "arguments": list(arguments), "seconds": until - time.monotonic()}
        task = json.dumps(about).encode()
        for part in (LENGTHS.pack(len(task), len(data)) + task, data):
            self._write(part, until)
        return self._read(until)

    def end(self, *, going: bool = False) -> int | None:
        """Kill it and what it may have started. Return how it had ended by itself: a code or minus a signal.

        `going`: its pipe is closed, so that it is about to end by itself, and may take a moment for it.
        """
        until = time.monotonic() + (MOMENT if going else 0)
        while not (by_itself := _has_ended(self.pid)) and time.monotonic() < until:
            time.sleep(0.002)
        # Before it is waited for: after that, its number may be another's.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._tasks.close()
        self._answers.close()
        return self._process.returncode if by_itself else None

    def _write(self, part: bytes, until: float) -> None:
        rest = memoryview(part)
        while rest:
            _wait(self._tasks.fileno(), select.POLLOUT, until)
            try:
                rest = rest[os.write(self._tasks.fileno(), rest) :]
            except BrokenPipeError:
                raise Gone from None

    def _read(self, until: float) -> dict[str, Any]:
        (size,) = LENGTH.unpack(self._read_bytes(LENGTH.size, until))
        if size > MAX_ANSWER:
            raise Gone
        try:
            answer = json.loads(self._read_bytes(size, until))
        except (ValueError, RecursionError):
            raise Gone from None
        if not isinstance(answer, dict):
            raise Gone
        return answer

    def _read_bytes(self, size: int, until: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            _wait(self._answers.fileno(), select.POLLIN, until)
            part = os.read(self._answers.fileno(), size - len(found))
            if not part:
                raise Gone
            found += part
        return bytes(found)


def place_of(said: dict[str, Any]) -> str:
    """Which exception a worker tells of, and where: nothing else that it may say gets into a log."""
    found = PLACE.fullmatch(str(said.get("failed")))
    return found[0] if found else "unknown"


def _has_ended(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _wait(descriptor: int, for_what: int, until: float) -> None:
    poll = select.poll()
    poll.register(descriptor, for_what)
    if not poll.poll(max(0, (until - time.monotonic()) * 1000)):
        raise TooLate
