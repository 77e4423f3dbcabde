"""A sorted table of digests: 16 bytes and the number of an entry a row, in buckets, mapped from files."""

import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from belisha.screening.store.arrays import Appended, ArrayFile, WrongFile, mapped, write
from belisha.screening.store.secrets import KINDS, Digests

ROW = np.dtype([("high", "<u8"), ("low", "<u8"), ("entry", "<u4"), ("kind", "u1")])
Rows = NDArray[np.void]
COLUMNS = ("high", "low", "entry", "kind")
NAMES = (*COLUMNS, "offsets")
IN_A_BUCKET = 8
MOST_BITS = 24
SOURCE = KINDS.index("source")
MOST_RUN = 64  # Entries that share one digest; a batch looks no further.


class Found(NamedTuple):
    """Which of the digests that were asked for is which entry's."""

    queries: NDArray[np.int64]
    entries: NDArray[np.uint32]


class Table:
    """Finds the entries of a digest, one in a microsecond, many by a sorted search."""

    def __init__(self, folder: Path, known: dict[str, ArrayFile]) -> None:
        self.high, self.low, self.entry, self.kind, offsets = (mapped(folder, known[name]) for name in NAMES)
        _require_fitting((self.high, self.low, self.entry, self.kind), offsets)
        self._shift = 64 - (len(offsets) - 2).bit_length() if len(offsets) > 2 else 64
        self._offsets = memoryview(np.ascontiguousarray(offsets, dtype=np.uint32).data)
        self._octets, self._low = (_octets(folder / known[name].file) for name in ("high", "low"))

    def __len__(self) -> int:
        return len(self.high)

    def entries(self, digest: bytes) -> list[int]:
        """The entries of one digest."""
        wanted = digest[:8]
        bucket = int.from_bytes(wanted, "little") >> self._shift
        start, end = self._offsets[bucket], self._offsets[bucket + 1]
        at = self._octets.find(wanted, 8 * start, 8 * end)
        while at != -1 and at % 8:
            at = self._octets.find(wanted, at + 1, 8 * end)
        return [] if at == -1 else self._run(at // 8, end, digest)

    def entries_of(self, digests: Digests) -> Found:
        """The entries of many."""
        order = np.argsort(digests[:, 0])
        high, low = digests[order, 0], digests[order, 1]
        rows = np.searchsorted(self.high, high)
        found = [(order[:0], self.entry[:0])]
        for _ in range(MOST_RUN):
            here = rows < len(self.high)
            here[here] = self.high[rows[here]] == high[here]
            if not here.any():
                break
            order, high, low, rows = order[here], high[here], low[here], rows[here]
            same = self.low[rows] == low
            found.append((order[same], self.entry[rows[same]]))
            rows = rows + 1
        return Found(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def kept(self, size: int = 1 << 20) -> Iterator[Rows]:
        """All rows, some at a time."""
        for start in range(0, len(self.high), size):
            part = slice(start, start + size)
            words = np.column_stack([self.high[part], self.low[part]])
            yield rows_of(words, self.entry[part], self.kind[part])

    def digests_of(self, entry: int) -> list[bytes]:
        """What one entry is recognised by, its source's id apart; reads the whole columns."""
        rows = np.flatnonzero((self.entry == entry) & (self.kind != SOURCE))
        return [self.high[row].tobytes() + self.low[row].tobytes() for row in rows]

    def digests_of_each(self, entries: Iterable[int]) -> dict[int, list[bytes]]:
        """The same of several entries, at the cost of one."""
        found: dict[int, list[bytes]] = {entry: [] for entry in entries}
        wanted = np.fromiter(found, dtype=self.entry.dtype)
        for row in np.flatnonzero(np.isin(self.entry, wanted) & (self.kind != SOURCE)):
            found[int(self.entry[row])].append(self.high[row].tobytes() + self.low[row].tobytes())
        return found

    def _run(self, row: int, end: int, digest: bytes) -> list[int]:
        """The entries of the rows from here on that have the whole digest; its first half is in order."""
        found, first, second = [], digest[:8], digest[8:]
        while row < end and self._octets[8 * row : 8 * row + 8] == first:
            if self._low[8 * row : 8 * row + 8] == second:
                found.append(int(self.entry[row]))
            row += 1
        return found


def rows_of(digests: Digests, entries: NDArray[np.uint32], kinds: NDArray[np.uint8] | int) -> Rows:
    """Rows, not yet in order; kinds by their place in `secrets.KINDS`."""
    rows = np.empty(len(digests), dtype=ROW)
    rows["high"], rows["low"], rows["entry"], rows["kind"] = digests[:, 0], digests[:, 1], entries, kinds
    return rows


def write_table(folder: Path, parts: Iterator[Rows], *, once: bool) -> tuple[dict[str, ArrayFile], int]:
    """Write a table from parts that follow one another in order of digest, unordered inside.

    `once`: of rows that share a digest the first stays. Returns the files, and how many rows say what another
    one says.
    """
    columns = {name: Appended(folder, name, ROW[name]) for name in COLUMNS}
    repeated = 0
    for part in parts:
        rows = part[np.lexsort((part["entry"], part["low"], part["high"]))]
        again = _repeated(rows)
        repeated += int((again & (rows["kind"] != SOURCE)).sum())
        rows = rows[~again] if once else rows
        for name, column in columns.items():
            column.append(rows[name])
    known = {name: column.close() for name, column in columns.items()}
    known["offsets"] = write(folder, "offsets", _offsets(mapped(folder, known["high"])))
    return known, repeated


def _repeated(rows: Rows) -> NDArray[np.bool_]:
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = (rows["high"][1:] == rows["high"][:-1]) & (rows["low"][1:] == rows["low"][:-1])
    return same


def _offsets(high: NDArray[np.uint64]) -> NDArray[np.uint32]:
    bits = min(max(len(high) // IN_A_BUCKET, 1).bit_length() - 1, MOST_BITS)
    starts = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(1, np.uint64)
    return np.append(np.searchsorted(high, starts), len(high)).astype(np.uint32)


def _octets(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) if path.stat().st_size else b""


def _require_fitting(columns: tuple[NDArray[Any], ...], offsets: NDArray[np.uint32]) -> None:
    buckets, count = len(offsets) - 1, len(columns[0])
    if any(len(column) != count for column in columns) or buckets < 1 or buckets & (buckets - 1):
        raise WrongFile("the columns of the table don't belong together")
    if offsets[-1] != count or np.any(offsets[1:] < offsets[:-1]):
        raise WrongFile("the buckets of the table are out of order")
