"""Files that were made to hurt, read by the pool one by one: what each costs, and what stays behind."""

import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from belisha.screening.fingerprint import fingerprint
from belisha.screening.header import format_of
from belisha.screening.pool import Pool
from belisha.screening.seen import NotScreened
from tests.screening import hostile, hostile_bombs

Row = tuple[str, str, bool]
MOST_SECONDS, MOST_MEMORY = 10.0, 512 << 20
SCRATCH = ("/dev/shm", "/var/tmp", tempfile.gettempdir())  # noqa: S108  (looked at, not used)


@dataclass
class Found:
    """What became of the files: how many by their end, the slowest, and the most memory of any worker."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    memory: tuple[int, str] = (0, "")
    wrong: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One line for each figure."""
        ends = ", ".join(f"{count} {end}" for end, count in self.ends.most_common())
        seconds, memory = self.slowest[0], self.memory[0] / (1 << 20)
        worst = f"{seconds:.2f} s ({self.slowest[1]}), {memory:.0f} MiB ({self.memory[1]})"
        return f"{self.ends.total()} files: {ends}; at most {worst}"


def read(files: Iterator[tuple[str, bytes]], found: Found, mode: str = "exact") -> Found:
    """Have each file read by a worker, and keep what it cost."""
    pool = Pool(1)
    pool.warm()
    try:
        for name, data in files:
            with watched() as peak:
                began = time.monotonic()
                end = _end(pool, data, mode)
                seconds = time.monotonic() - began
            found.ends[end] += 1
            found.slowest = max(found.slowest, (seconds, name))
            found.memory = max(found.memory, (peak[0], name))
            if end not in ("screened", "partial", *NotScreened.REASONS):
                found.wrong.append(f"{name}: {end}")
    finally:
        pool.close()
    return found


def _end(pool: Pool, data: bytes, mode: str) -> str:
    try:
        seen = fingerprint(data, mode="fast" if mode == "fast" else "exact", pool=pool)
    except NotScreened as refused:
        return refused.reason
    except Exception as problem:
        return type(problem).__name__
    return "partial" if seen.partial else "screened"


@contextmanager
def watched() -> Iterator[list[int]]:
    """The most bytes that were resident meanwhile in any worker, and in all together."""
    peak, done = [0, 0], threading.Event()

    def watch() -> None:
        while True:
            now = [_most_resident(pid) for pid in children()]
            peak[:] = max([peak[0], *now]), max(peak[1], sum(now))
            if done.wait(0.01):
                break

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def children() -> list[int]:
    """The workers that this process started and that are still there."""
    tasks = Path("/proc/self/task").glob("*/children")
    pids = [int(pid) for task in tasks for pid in _text(task).split()]
    # Until it runs a program of its own, a process that is being started counts our memory as its own.
    return [pid for pid in pids if "pool_worker" in _text(Path(f"/proc/{pid}/cmdline"))]


def _most_resident(pid: int) -> int:
    status = _text(Path(f"/proc/{pid}/status"))
    at = status.find("VmHWM:")
    return int(status[at:].split()[1]) << 10 if at >= 0 else 0


def _text(path: Path) -> str:
    """What a file of the kernel says; nothing where its process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def scratch() -> set[Path]:
    """Every file that begins as a picture does, where something could have been put down."""
    found = (Path(folder, name) for folder in (*SCRATCH, ".") for name in os.listdir(folder))
    return {path for path in found if _is_picture(path)}


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return format_of(file.read(256)) is not None
    except OSError:
        return False


def at_once(count: int) -> Row:
    """So many files at one moment that each take all the memory they may: all are named, none takes more."""
    worst = hostile_bombs.BOMBS["png of 16 bits and four channels with all the pixels"]()
    pool = Pool()
    try:
        with watched() as peak, ThreadPoolExecutor(count) as callers:
            began = time.monotonic()
            ends = Counter(callers.map(lambda _: _end(pool, worst, "exact"), range(count)))
            seconds = time.monotonic() - began
    finally:
        pool.close()
    most = pool.workers * MOST_MEMORY
    named = set(ends) <= set(NotScreened.REASONS) and seconds <= MOST_SECONDS
    figure = f"{dict(ends)} in {seconds:.1f} s, {pool.workers} workers, {peak[1] / (1 << 20):.0f} MiB in all"
    return f"{count} of the worst at once, at most {most >> 20} MiB", figure, named and peak[1] <= most


def rows() -> Iterator[Row]:
    """The figures of the promise, with their marks."""
    before = scratch()
    found = read(hostile.files(), Found())
    left = scratch() - before
    yield "hostile files: each ends with a name", found.summary(), not found.wrong
    seconds, memory = found.slowest[0], found.memory[0]
    yield "the slowest of them, in at most 10 s", f"{seconds:.2f} s", seconds <= MOST_SECONDS
    yield "memory resident, at most 512 MiB", f"{memory / (1 << 20):.0f} MiB", memory <= MOST_MEMORY
    yield from (at_once(count) for count in (16, 64))
    yield "files left in scratch, and workers", f"{len(left)}, {len(children())}", not left and not children()


if __name__ == "__main__":
    for what, figure, ok in rows():
        print(f"{'pass' if ok else 'FAIL'}  {what:45} {figure}", flush=True)
