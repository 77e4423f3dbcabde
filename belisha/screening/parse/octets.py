"""The lines of a file, in chunks of bounded size: a line without an end can't fill the memory."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20
LONGEST = 1 << 16  # bytes of a line
TOO_LONG = b"\0too long"
BOM = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """Lines without their ends; `start` is the number of the first, from 1. `cut`: the last has no end."""

    start: int
    lines: list[bytes]
    cut: bool


def chunks(file: BinaryIO, progress: Callable[[int], object] = lambda octets: None) -> Iterator[Chunk]:
    """Read to the end; a line that is too long becomes TOO_LONG."""
    number, rest, first = 1, b"", True
    while octets := file.read(CHUNK):
        progress(len(octets))
        if first:
            octets, first = octets.removeprefix(BOM), False
        *lines, rest = (rest + octets).split(b"\n")
        if len(rest) > LONGEST or rest.startswith(TOO_LONG):
            rest = TOO_LONG
        yield Chunk(number, [_short(line) for line in lines], cut=False)
        number += len(lines)
    if rest:
        yield Chunk(number, [_short(rest)], cut=True)


def _short(line: bytes) -> bytes:
    return TOO_LONG if len(line) > LONGEST or line.startswith(TOO_LONG) else line.strip()
