"""The pool of workers in which strangers' files are decoded: bounded, replaced when they die, never trusted.

`default_pool().run(function, data)` runs `function(data)` in a worker. The function is found there by its
name, in a module that knows no Django. Its annotated return type says what may come back: the answer is
checked against it, because a decoder that was taken over may say anything.
"""

import atexit
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from belisha.screening.limits import MAX_BYTES, Limits
from belisha.screening.pool_process import Gone, Process, TooLate, place_of
from belisha.screening.seen import NotScreened

logger = logging.getLogger(__name__)
R = TypeVar("R")
P = ParamSpec("P")

MODULES = ("belisha.screening.confine", "belisha.screening.look")
TASKS = 500
"""A worker is replaced after so many files: what one of them may have left in it doesn't last."""


STARTING = 60.0
"""Seconds in which a worker has started on any machine; 0.4 on a quiet one."""


class Pool:
    """At most `workers` processes, started when they are first needed. Safe to use from many threads."""

    def __init__(
        self,
        workers: int | None = None,
        *,
        seconds: float = Limits.seconds,
        memory: int = Limits.memory,
        waiting: int = Limits.waiting,
        modules: tuple[str, ...] = MODULES,
    ) -> None:
        """`modules`: what every worker loads before it is shut in; another costs a new worker, once."""
        self.limits = Limits(seconds=seconds, memory=memory, waiting=waiting)
        self.workers = workers or workers_that_fit(memory)
        self._modules = modules
        self._free: list[Process | None] = [None] * self.workers
        self._held = 0
        self._changed = threading.Condition()
        self._closed = False
        # The kernel ends a worker with the thread that started it: so one thread starts them all, and stays.
        self._starter = ThreadPoolExecutor(1, "screening-start")

    def run(
        self,
        function: Callable[Concatenate[bytes, P], R],
        data: bytes,
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R:
        """Return what `function(data, *arguments)` answers in a worker. The arguments travel as JSON.

        Raises NotScreened with its reason: refused by the function, or too_slow, too_much_memory,
        worker_died, busy; `damaged` where the function failed in a way that nobody foresaw.
        """
        if named:
            raise TypeError("a worker's function takes arguments by place only")
        if len(data) > MAX_BYTES:
            raise NotScreened(reason="too_large")
        until = time.monotonic() + self.limits.seconds
        with self._worker(len(data), function.__module__, self.limits.patience) as worker:
            said = self._ask(worker, function, arguments, data, until)
        return self._believe(function, said)

    def warm(self) -> None:
        """Start a worker where none is free, and wait until it is ready: so the first file needn't."""
        with self._worker(0, MODULES[0], STARTING):
            pass

    def close(self) -> None:
        """End every worker; files being read are answered with worker_died."""
        with self._changed:
            self._closed = True
            free, self._free = self._free, []
            self._changed.notify_all()
        for worker in free:
            if worker:
                worker.end()
        self._starter.shutdown(wait=False)

    @contextmanager
    def _worker(self, size: int, module: str, patience: float) -> Iterator["Lent"]:
        """Lend a worker that is ready; one that was broken meanwhile is given back as an empty place."""
        until = time.monotonic() + patience
        lent = Lent(self._take(size, until))
        try:
            self._make_ready(lent, module, until)
            yield lent
        finally:
            self._give_back(lent, size)

    def _take(self, size: int, until: float) -> Process | None:
        def may_start() -> bool:
            return self._closed or (bool(self._free) and self._held + size <= self.limits.waiting)

        with self._changed:
            if not self._changed.wait_for(may_start, until - time.monotonic()) or self._closed:
                raise NotScreened(reason="busy")
            self._held += size
            return self._free.pop()

    def _make_ready(self, lent: "Lent", module: str, until: float) -> None:
        if lent.process and (module not in lent.process.modules or lent.process.asked >= TASKS):
            lent.end()
        if lent.process is None:
            self._modules = tuple(dict.fromkeys([*self._modules, module]))
            lent.process = self._start()
        try:
            lent.process.wait_until_ready(until)
        except TooLate:
            # It goes on starting, and will be ready for another file.
            raise NotScreened(reason="busy") from None
        except Gone:
            raise self._reason(lent) from None

    def _start(self) -> Process:
        try:
            return self._starter.submit(Process, self._modules, self.limits).result()
        except OSError as problem:
            # No process or descriptor is left on this machine for now.
            logger.warning("worker_not_started", extra={"errno": problem.errno})
            raise NotScreened(reason="busy") from None

    def _give_back(self, lent: "Lent", size: int) -> None:
        with self._changed:
            self._held -= size
            closed = self._closed
            if not closed:
                self._free.append(lent.process)
            self._changed.notify()
        if closed:
            lent.end()

    def _ask(
        self,
        lent: "Lent",
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        data: bytes,
        until: float,
    ) -> dict[str, Any]:
        assert lent.process is not None  # noqa: S101 - it was made ready
        try:
            said = lent.process.ask(f"{function.__module__}:{function.__qualname__}", arguments, data, until)
        except TooLate:
            lent.end()
            raise NotScreened(reason="too_slow") from None
        except Gone:
            raise self._reason(lent) from None
        except BaseException:
            # Interrupted, it would take the rest of this task for the next.
            lent.end()
            raise
        if said.get("refused") == "too_much_memory":
            # What is left of its memory may be in pieces.
            lent.end()
        return said

    def _reason(self, lent: "Lent") -> NotScreened:
        """Why a worker ended by itself."""
        code = lent.end(going=True)
        logger.warning("worker_ended", extra={"code": code})
        # Nothing but the kernel, short of memory, kills a worker that is not ours to kill.
        ended_by = {-signal.SIGXCPU: "too_slow", -signal.SIGKILL: "too_much_memory"}
        return NotScreened(reason=ended_by.get(code or 0, "worker_died"))

    def _believe(self, function: Callable[..., R], said: dict[str, Any]) -> R:
        if "answer" in said:
            kind: TypeAdapter[R] = _answer_of(function)
            try:
                return kind.validate_python(said["answer"])
            except ValidationError:
                raise NotScreened(reason="worker_died") from None
        if said.get("refused") in NotScreened.REASONS:
            raise NotScreened(reason=said["refused"])
        logger.warning("decoder_failed", extra={"where": place_of(said)})
        raise NotScreened(reason="damaged") from RuntimeError(place_of(said))


class Lent:
    """A place in the pool, and the worker in it."""

    def __init__(self, process: Process | None) -> None:
        self.process = process

    def end(self, *, going: bool = False) -> int | None:
        """End the worker, and leave its place empty."""
        process, self.process = self.process, None
        return process.end(going=going) if process else None


@cache
def _answer_of(function: Callable[..., R]) -> TypeAdapter[R]:
    return TypeAdapter(get_type_hints(function).get("return", Any))


def workers_that_fit(memory: int) -> int:
    """One worker for each processor, but no more than half the machine's memory could feed at worst."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(len(os.sched_getaffinity(0)), min(machine, _of_container()) // (2 * memory)))


def _of_container() -> int:
    """The memory that this container may use, where it is bounded. Source: the kernel's cgroup-v2.rst."""
    with suppress(OSError, ValueError):
        return int(Path("/sys/fs/cgroup/memory.max").read_text())
    return sys.maxsize


_of_process: dict[int, Pool] = {}


def default_pool() -> Pool:
    """The pool of this process: made when first asked for, closed when the process ends."""
    # By process: after a fork the workers belong to the other one. A pool that isn't used costs nothing.
    return _of_process.get(os.getpid()) or _of_process.setdefault(os.getpid(), Pool())


@atexit.register
def _close() -> None:
    if pool := _of_process.pop(os.getpid(), None):
        pool.close()
