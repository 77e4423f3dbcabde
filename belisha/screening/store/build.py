"""Makes the folder of a version from entries that stream by, in bounded memory."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from belisha.matching import Index
from belisha.matching.grouping import narrowest
from belisha.screening.parse.entry import Block, Entry
from belisha.screening.store import manifest
from belisha.screening.store.arrays import ArrayFile, sync, write
from belisha.screening.store.manifest import INDEX, Manifest
from belisha.screening.store.said import SourceWriter, WordList, Words
from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.spool import Spool
from belisha.screening.store.table import ROW, rows_of, write_table

if TYPE_CHECKING:
    from belisha.screening.store.version import Version

HASH = np.dtype([("hash", "<u8", (4,)), ("entry", "<u4")])
SEGMENT = 1 << 21  # PDQ hashes in one part of the index.
TOGETHER = 4096
MOST_ENTRIES = 1 << 30


class Builder:
    """Takes entries in their order, numbers them from 0, and writes the version at the end."""

    def __init__(self, folder: Path, keys: ListKeys, *, list_id: str, version_id: str) -> None:
        folder.mkdir(mode=0o700)
        self._folder, self._keys = folder, keys
        self._ids = {"list_id": list_id, "version_id": version_id}
        self._hashes = Spool(folder / "hashes.spool", HASH)
        self._digests = Spool(folder / "digests.spool", ROW)
        self._codes: list[NDArray[np.uint16]] = []
        self._words = WordList()
        self._sources = SourceWriter(folder, keys, version_id)
        self._held: dict[str, tuple[list[bytes], list[int]]] = {}
        self._held_codes: list[int] = []
        self.counts: Counter[str] = Counter()
        self.entries = 0

    def add(self, entry: Entry) -> int:
        """Take one entry; returns its number. Raises NoEntry."""
        code = self._words.code(Words(entry.category, entry.grade, entry.video))
        number = self.entries
        self.entries += 1
        self._held_codes.append(code)
        self._sources.append(entry.source_id)
        for kind, octets in entry.fingerprints:
            self._hold(kind, octets, number)
        if entry.source_id:
            self._hold("source", entry.source_id.encode(), number)
        self._count(entry)
        if len(self._held_codes) >= TOGETHER:
            self._let_go()
        return number

    def add_block(self, block: Block) -> None:
        """Take many entries of which nothing is said."""
        self._let_go()
        count = len(block.octets)
        numbers = np.arange(self.entries, self.entries + count, dtype=np.uint32)
        self._codes.append(np.zeros(count, dtype=np.uint16))
        self._sources.skip(count)
        self.entries += count
        for kind in block.kinds:
            self.counts[kind] += count
            if kind == "pdq":
                self.add_hashes(block.octets, numbers)
            else:
                self.add_digests(self._keys.digests(kind, map(bytes, block.octets)), numbers)

    def add_hashes(self, octets: NDArray[np.uint8], numbers: NDArray[np.uint32]) -> None:
        """PDQ hashes of entries that were numbered already."""
        rows = np.empty(len(numbers), dtype=HASH)
        rows["hash"] = np.ascontiguousarray(octets).view("<u8").reshape(-1, 4)
        rows["entry"] = numbers
        self._hashes.append(rows)

    def add_digests(self, digests: NDArray[np.uint64], numbers: NDArray[np.uint32]) -> None:
        """Digests of entries that were numbered already."""
        self._digests.append(rows_of(digests, numbers))

    def finish(self) -> "Version":
        """Write everything, durably; the manifest comes last."""
        from belisha.screening.store.version import Version

        self._let_go()
        once = not self._sources.any
        files = self._sources.close(self._folder)
        repeated = self._write_index(once=once)
        table, more = write_table(self._folder, self._digests.parts(), once=once)
        files |= table | {
            "words": self._words.write(self._folder, self._keys, self._ids["version_id"]),
            "codes": self._write_codes(),
        }
        self.counts["repeated"] += repeated + more
        self._publish(files)
        return Version(self._folder, self._keys, version_id=self._ids["version_id"])

    def _publish(self, files: dict[str, ArrayFile]) -> None:
        counts = {kind: count for kind, count in sorted(self.counts.items()) if count}
        index = manifest.index_files(self._folder)
        made = Manifest(**self._ids, entries=self.entries, counts=counts, files=files, index=index)
        manifest.write(self._folder, made, self._keys)
        sync(self._folder)

    def _hold(self, kind: str, octets: bytes, number: int) -> None:
        values, numbers = self._held.setdefault(kind, ([], []))
        values.append(octets)
        numbers.append(number)

    def _count(self, entry: Entry) -> None:
        for kind in {kind for kind, _ in entry.fingerprints}:
            self.counts["video" if entry.video and kind == "pdq" else kind] += 1

    def _let_go(self) -> None:
        if self._held_codes:
            self._codes.append(np.array(self._held_codes, dtype=np.uint16))
            self._held_codes = []
        for kind, (values, numbers) in self._held.items():
            entries = np.array(numbers, dtype=np.uint32)
            if kind == "pdq":
                self.add_hashes(np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, 32), entries)
            else:
                self.add_digests(self._keys.digests(kind, values), entries)
        self._held = {}

    def _write_codes(self) -> ArrayFile:
        codes = np.concatenate([np.empty(0, dtype=np.uint16), *self._codes])
        return write(self._folder, "codes", narrowest(codes.astype(np.uint64)))

    def _write_index(self, *, once: bool) -> int:
        left_out, count = 0, self._hashes.count

        def parts() -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
            nonlocal left_out
            for rows in _together(self._hashes.parts(), SEGMENT):
                kept = _first_of_each(rows) if once else rows
                left_out += len(rows) - len(kept)
                yield np.ascontiguousarray(kept["hash"]).view(np.uint8), kept["entry"]

        if count:
            Index.build_in_parts(self._folder / INDEX, parts())
        else:
            list(self._hashes.parts())
        return left_out


def _first_of_each(rows: NDArray[Any]) -> NDArray[Any]:
    hashes = rows["hash"]
    order = np.lexsort((rows["entry"], hashes[:, 3], hashes[:, 2], hashes[:, 1], hashes[:, 0]))
    inside = hashes[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (inside[1:] != inside[:-1]).any(axis=1)
    return rows[np.sort(order[first])]


def _together(parts: Iterator[NDArray[Any]], size: int) -> Iterator[NDArray[Any]]:
    """Join small parts, so that the index has few."""
    held: list[NDArray[Any]] = []
    for part in parts:
        if held and sum(map(len, held)) + len(part) > size:
            yield np.concatenate(held)
            held = []
        held.append(part)
    if held:
        yield np.concatenate(held)
