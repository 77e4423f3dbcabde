"""The file of the master key: one line a key, the newest first, for its owner alone, replaced as a whole."""

import base64
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from belisha.refusal import Refusal


class RotationRuns(Refusal):
    """Another rotation is at work on {path}. Wait for its end."""

    code = "rotation_runs"


class FileUnwritable(Refusal):
    """The master key file {path} can't be replaced: {problem}. Nothing was changed."""

    code = "file_unwritable"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep a second rotation of this file out, until this one ends in whatever way."""
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as problem:
        raise RotationRuns(path=path) from problem
    finally:
        os.close(folder)


def create(path: Path, keys: Sequence[bytes]) -> None:
    """Write a file that isn't there yet, durably; raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(base64.b64encode(key) + b"\n" for key in keys)
        file.flush()
        # A key that a power cut takes away takes every report with it.
        os.fsync(file.fileno())
    sync_folder(path.parent)


def replace(path: Path, keys: Sequence[bytes]) -> None:
    """Put these keys in the place of those in the file: a reader finds the old or the new, never half."""
    # A secret store mounts a link; the link stays.
    path = path.resolve()
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        create(part, keys)
        _give_to_owner_of(path, part)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as problem:
        raise FileUnwritable(path=path, problem=problem.strerror) from problem


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_to_owner_of(path: Path, part: Path) -> None:
    now, then = part.stat(), path.stat()
    # Whoever rotates as root must not lock the server's own account out.
    if (now.st_uid, now.st_gid) != (then.st_uid, then.st_gid):
        os.chown(part, then.st_uid, then.st_gid)
