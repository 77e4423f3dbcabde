"""The end of a build: what was replaced drops out, the rest gets its last number and its place on disk."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha.matching import Index
from belisha.matching.grouping import narrowest
from belisha.screening.store.arrays import ArrayFile, write
from belisha.screening.store.manifest import INDEX
from belisha.screening.store.plain_photodna import PhotoDnaWriter, rows_in
from belisha.screening.store.said import Sources, SourceWriter, WordList
from belisha.screening.store.secrets import KINDS, ListKeys
from belisha.screening.store.spool import Spool
from belisha.screening.store.table import Rows, write_table

HASH = np.dtype([("hash", "<u8", (4,)), ("entry", "<u4")])
SEGMENT = 1 << 21  # PDQ hashes in one part of the index.


@dataclass
class Gathered:
    """All that came, not yet in order. `named`: by source id, where later entries replace earlier ones."""

    hashes: Spool
    digests: Spool
    named: Spool
    words: WordList
    sources: SourceWriter
    photodna: PhotoDnaWriter
    codes: list[NDArray[np.uint16]] = field(default_factory=list)


@dataclass(frozen=True)
class Numbering:
    """Which of the numbered entries stay; None: all."""

    total: int
    alive: NDArray[np.bool_] | None = None

    @cached_property
    def count(self) -> int:
        return self.total if self.alive is None else int(self.alive.sum())

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
        alive = np.ones(self.total, dtype=bool) if self.alive is None else self.alive
        return (np.cumsum(alive, dtype=np.int64) - 1).astype(np.uint32)

    def of(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The rows of entries that stay, under their last numbers."""
        if self.alive is None:
            return rows
        rows = rows[self.alive[rows["entry"]]]
        rows["entry"] = self._numbers[rows["entry"]]
        return rows


def settled(made: Gathered, total: int, gone: list[int]) -> Numbering:
    """Of all entries with one source id the last one stays, unless it says that they are gone."""
    alive = np.ones(total, dtype=bool)
    alive[gone] = False
    for part in made.named.parts():
        rows = part[np.lexsort((part["entry"], part["low"], part["high"]))]
        replaced = np.zeros(len(rows), dtype=bool)
        same = (rows["high"][1:] == rows["high"][:-1]) & (rows["low"][1:] == rows["low"][:-1])
        replaced[:-1] = same
        alive[rows["entry"][replaced]] = False
        made.digests.append(rows[~replaced])
    return Numbering(total, alive)


def write_all(
    folder: Path, made: Gathered, numbering: Numbering, keys: ListKeys, version_id: str
) -> tuple[dict[str, ArrayFile], Counter[str]]:
    """Write every file but the manifest; returns them, and how many of what there are."""
    counts: Counter[str] = Counter()
    once = not made.sources.any
    made.named.discard()
    codes = _codes(made, numbering)
    files = _write_sources(folder, made, numbering, keys, version_id)
    files |= _write_photodna(folder, made, numbering, keys, version_id)
    files["words"] = made.words.write(folder, keys, version_id)
    files["codes"] = write(folder, "codes", narrowest(codes.astype(np.uint64)))
    counts["video"] = int(np.isin(codes, made.words.of_videos()).sum())
    _write_index(folder, made, numbering, counts, once=once)
    table, repeated = write_table(folder, _counted(made, numbering, counts), once=once)
    counts["repeated"] += repeated
    del counts["source"]
    return files | table, counts


def _codes(made: Gathered, numbering: Numbering) -> NDArray[np.uint16]:
    codes = np.concatenate([np.empty(0, dtype=np.uint16), *made.codes])
    return codes if numbering.alive is None else codes[numbering.alive]


def _write_sources(
    folder: Path, made: Gathered, numbering: Numbering, keys: ListKeys, version_id: str
) -> dict[str, ArrayFile]:
    known = made.sources.close()
    if numbering.alive is None:
        return known
    final = SourceWriter(folder, keys, version_id)
    ids = iter(Sources(folder, known, keys, version_id))
    for stays in numbering.alive:
        source_id = next(ids, "")
        if stays:
            final.append(source_id)
    for one in known.values():
        (folder / one.file).unlink()
    return final.close()


def _write_photodna(
    folder: Path, made: Gathered, numbering: Numbering, keys: ListKeys, version_id: str
) -> dict[str, ArrayFile]:
    known = made.photodna.close()
    if numbering.alive is None or not known:
        return known
    final = PhotoDnaWriter(folder, keys, version_id)
    for rows in rows_in(folder, known, keys, version_id):
        final.add_rows(numbering.of(rows))
    for one in known.values():
        (folder / one.file).unlink()
    return final.close()


def _counted(made: Gathered, numbering: Numbering, counts: Counter[str]) -> Iterator[Rows]:
    for part in made.digests.parts():
        rows = numbering.of(part)
        for kind, count in zip(KINDS, np.bincount(rows["kind"], minlength=len(KINDS)).tolist(), strict=True):
            counts[kind] += count
        yield rows


def _write_index(
    folder: Path, made: Gathered, numbering: Numbering, counts: Counter[str], *, once: bool
) -> None:
    def parts() -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        for part in _together(made.hashes.parts(), SEGMENT):
            rows = numbering.of(part)
            kept = _first_of_each(rows) if once else rows
            counts["pdq"] += len(rows)
            # By a quarter of each hash, which is as good, and four times as fast.
            counts["repeated"] += len(rows) - (len(kept) if once else len(np.unique(rows["hash"][:, 0])))
            if len(kept):
                yield np.ascontiguousarray(kept["hash"]).view(np.uint8), kept["entry"]

    if made.hashes.count:
        Index.build_in_parts(folder / INDEX, parts())
    else:
        made.hashes.discard()


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
