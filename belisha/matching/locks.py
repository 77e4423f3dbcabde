"""One writer at a time, over all processes; readers need no lock."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WRITER = "writer.lock"  # Held for as long as a record, or a manifest, is written.
MERGE = "merge.lock"  # Held for as long as segments are made into one. Taken before the writer's.


@contextmanager
def held(folder: Path, name: str) -> Iterator[None]:
    """Wait for the lock. The kernel lets go of it when the process ends, however it ends."""
    with _opened(folder / name) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def tried(folder: Path, name: str) -> Iterator[bool]:
    """Take the lock if it is free; says whether it was."""
    with _opened(folder / name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # A descriptor of its own each time, so that threads of one process exclude each other too.
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        yield opened
    finally:
        os.close(opened)
