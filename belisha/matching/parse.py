"""Many hashes at once: an array, a sequence, or the lines of a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha.matching.hashes import SIZE, NoHash, one_hash, refuse

# A hash as four 64-bit words, little-endian whatever the machine: (n, 4).
Table = NDArray[np.uint64]
Entries = NDArray[np.uint64]
WORDS = 4
TOGETHER = 16_384
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class RefusedLine:
    """A line that is no hash. `number` counts from 0, as entries do; a person counts from 1."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number + 1} (entry {self.number}): {self.reason}"


@dataclass(frozen=True)
class Lines:
    """The hashes of a file, each with the number of its line from 0, and the lines that were refused."""

    hashes: Table
    numbers: Entries
    refused: list[RefusedLine]


def table_of(octets: bytes | bytearray) -> Table:
    """The hashes in bytes that follow one another."""
    return np.frombuffer(bytes(octets), dtype="<u8").reshape(-1, WORDS)


def as_octets(hashes: Table) -> NDArray[np.uint8]:
    """The same hashes as uint8 (n, 32)."""
    return hashes.view(np.uint8).reshape(-1, SIZE)


def table(values: Any) -> Table:
    """Hashes as uint8 (n, 32), or a sequence of hex strings or bytes; raises Malformed."""
    if isinstance(values, np.ndarray):
        return _table_of_array(values)
    found, wrong = _each(list(values))
    refuse(wrong)
    return table_of(found)


def entries(values: Any, count: int) -> Entries:
    """The entries of `count` hashes: whole numbers from 0 to 2**64 - 1; none: their positions."""
    if values is None:
        return np.arange(count, dtype=np.uint64)
    given = values if isinstance(values, np.ndarray) else _whole_numbers(values)
    if given.ndim != 1 or given.dtype.kind not in "ui":
        raise ValueError("Entries are a list of whole numbers.")
    if given.dtype.kind == "i" and given.size and int(given.min()) < 0:
        raise ValueError("Entries are not negative.")
    if len(given) != count:
        raise ValueError(f"There are {count} hashes and {len(given)} entries.")
    return np.ascontiguousarray(given, dtype=np.uint64)


def _whole_numbers(values: Iterable[Any]) -> Entries:
    try:
        return np.array([index(value) for value in values], dtype=np.uint64)
    except TypeError:
        raise ValueError("Entries are a list of whole numbers.") from None
    except OverflowError:
        raise ValueError("Entries are not negative, and below 2**64.") from None


def lines(source: Iterable[bytes], progress: Callable[[int], object] = lambda octets: None) -> Lines:
    """Read hashes, one a line. Empty lines only count; any other that is no hash is refused alone."""
    octets, numbers, refused = bytearray(), [], list[RefusedLine]()
    for start, chunk in _chunks(source):
        progress(sum(map(len, chunk)))
        found, kept, wrong = _read(start, [line.removeprefix(BOM).strip() for line in chunk])
        octets += found
        numbers.append(kept)
        refused += wrong
    none = np.empty(0, dtype=np.uint64)
    return Lines(table_of(octets), np.concatenate([none, *numbers]), refused)


def _table_of_array(values: NDArray[Any]) -> Table:
    if values.dtype != np.uint8 or values.ndim != 2 or values.shape[1] != SIZE:
        raise ValueError(f"Hashes are uint8 (n, {SIZE}), not {values.dtype} {values.shape}.")
    return np.ascontiguousarray(values).view("<u8").reshape(-1, WORDS)


def _each(values: Sequence[Any], start: int = 0) -> tuple[bytearray, list[tuple[int, str]]]:
    octets, wrong = bytearray(), []
    for number, value in enumerate(values, start):
        try:
            octets += one_hash(value)
        except NoHash as reason:
            wrong.append((number, str(reason)))
    return octets, wrong


def _chunks(source: Iterable[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    start, left = 0, iter(source)
    while chunk := list(islice(left, TOGETHER)):
        yield start, chunk
        start += len(chunk)


def _read(start: int, chunk: list[bytes]) -> tuple[bytes | bytearray, Entries, list[RefusedLine]]:
    if (octets := _all_at_once(chunk)) is not None:
        return octets, np.arange(start, start + len(chunk), dtype=np.uint64), []
    filled = {start + i: line.decode("ascii", "replace") for i, line in enumerate(chunk) if line}
    found, kept, refused = bytearray(), [], []
    for number, line in filled.items():
        try:
            found += one_hash(line)
            kept.append(number)
        except NoHash as reason:
            refused.append(RefusedLine(number, str(reason)))
    return found, np.array(kept, dtype=np.uint64), refused


def _all_at_once(chunk: list[bytes]) -> bytes | None:
    """The usual case, ten times faster: every line is a hash."""
    if any(len(line) != 2 * SIZE for line in chunk):
        return None
    try:
        octets = bytes.fromhex(b"".join(chunk).decode("ascii"))
    except ValueError:
        return None
    return octets if len(octets) == SIZE * len(chunk) else None
