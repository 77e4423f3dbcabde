"""A folder outside the database: a file per document, written once, never changed, durable first."""

import filecmp
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from belisha.ledger.models import Entry
from belisha.ledger.note import Checkpoint
from belisha.outbound.problem import NotSent

LEAVES = re.compile(r"leaves-(\d{12})-(\d{12})-([0-9a-f]{16})\.txt")


def put(folder: Path, name: str, text: str) -> None:
    """Write a document; raises NotSent. There already with these very words is as good as written."""
    _guarded(folder, name, [text.encode()])


def put_leaves(folder: Path, head: Checkpoint) -> None:
    """Write the leaf hashes that this folder lacks, up to a head: by them a verifier names one entry."""
    start = _has_leaves_up_to(folder, head.size)
    if start < head.size:
        name = f"leaves-{start:012d}-{head.size:012d}-{head.root.hex()[:16]}.txt"
        _guarded(folder, name, _lines(start, head.size))


def _lines(start: int, end: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(seq__gte=start, seq__lt=end).order_by("seq").values_list("leaf", flat=True)
    for leaf in rows.iterator(chunk_size=2000):
        yield bytes(leaf).hex().encode() + b"\n"


def _has_leaves_up_to(folder: Path, size: int) -> int:
    try:
        found = [LEAVES.fullmatch(name) for name in os.listdir(folder)]
    except OSError as problem:
        raise NotSent("no_folder") from problem
    return max((int(one[2]) for one in found if one and int(one[2]) <= size), default=0)


def _guarded(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    try:
        _write(folder / name, parts)
        _make_durable(folder)
    except FileNotFoundError as problem:
        raise NotSent("no_folder") from problem
    except OSError as problem:
        raise NotSent("not_writable") from problem


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """Make the file whole or not at all: whoever reads the folder must not take a half for a lie."""
    begun = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with begun.open("wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        # For others to read, which is what it lies there for; some mounts know no modes.
        with suppress(OSError):
            begun.chmod(0o644)
        _name(begun, path)
    finally:
        begun.unlink(missing_ok=True)


def _name(begun: Path, path: Path) -> None:
    """Give a whole file its name, never over one that has it; raises NotSent where that holds other words."""
    try:
        os.link(begun, path)
    except FileExistsError:
        if not filecmp.cmp(begun, path, shallow=False):
            raise NotSent("other_words_there") from None
    except OSError:
        # Some mounts know no second name for a file.
        if path.exists():
            raise NotSent("other_words_there") from None
        begun.rename(path)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
