"""The index at one moment: segments from the manifest, and what the log has added and removed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from belisha.matching import grouping, log, segment
from belisha.matching.manifest import Manifest
from belisha.matching.parse import Entries, Table, table_of
from belisha.matching.reference import NONE, Found
from belisha.matching.segment import Searcher, Segment


@dataclass(frozen=True)
class Delta:
    """What the log says so far, and where its last whole record ends."""

    hashes: Table
    entries: Entries
    removed: Entries
    end: int = 0

    def after(self, records: Iterable[log.Record], end: int) -> "Delta":
        """With these records too. A removal reaches what came before it, not what comes after."""
        hashes, entries, removed = self.hashes, self.entries, self.removed
        for record in records:
            if record.kind == log.REMOVE:
                kept = ~np.isin(entries, record.entries)
                hashes, entries = hashes[kept], entries[kept]
                removed = np.union1d(removed, record.entries)
            else:
                hashes = np.concatenate([hashes, record.hashes])
                entries = np.concatenate([entries, record.entries])
        return Delta(hashes, entries, removed, end)


NOTHING = Delta(table_of(b""), NONE, NONE)


@dataclass(frozen=True)
class Snapshot:
    """Never changed: a search that has begun ends on what it began with."""

    manifest: Manifest
    whole: Mapping[str, Segment]  # By name, with all that was ever in them.
    segments: tuple[Segment, ...]  # In the manifest's order, without what was removed since.
    delta: Delta

    @cached_property
    def searchers(self) -> tuple[Searcher, ...]:
        pending = grouping.arrays(self.delta.hashes, self.delta.entries)
        added = (segment.in_memory(pending).searcher,) if len(self.delta.entries) else ()
        return (*(one.searcher for one in self.segments), *added)

    def search(self, query: bytes, max_distance: int) -> list[tuple[int, int]]:
        """[(entry, distance), ...], nearest first."""
        found: list[tuple[int, int]] = []
        for searcher in self.searchers:
            found += searcher.search(query, max_distance)
        if len(found) > 1:
            found.sort(key=lambda match: match[::-1])
        return found

    def search_many(self, queries: Table, max_distance: int, *, scan: bool = False) -> Found:
        """The matches of all queries as arrays, nearest first within a query."""
        parts = [searcher.search_many(queries, max_distance, scan) for searcher in self.searchers]
        if len(parts) == 1:
            return Found(*parts[0])
        nothing = (NONE.astype(np.uint32), NONE, NONE.astype(np.uint8))
        numbers, entries, distances = (np.concatenate(column) for column in zip(nothing, *parts, strict=True))
        order = np.lexsort((entries, distances, numbers))
        return Found(numbers[order], entries[order], distances[order])


def open_at(folder: Path, manifest: Manifest, known: Mapping[str, Segment]) -> Snapshot:
    """Map what the manifest names, apart from what is mapped already, and read the log."""
    whole = {
        one.name: known[one.name] if one.name in known else segment.mapped(folder, one)
        for one in manifest.segments
    }
    before = [whole[one.name].without(segment.read_removed(folder, one)) for one in manifest.segments]
    delta = NOTHING.after(*log.read(folder / manifest.log))
    return Snapshot(manifest, whole, _without(before, delta.removed), delta)


def later(of: Snapshot, folder: Path) -> Snapshot:
    """With what the log holds by now."""
    records, end = log.read(folder / of.manifest.log, of.delta.end)
    if not records:
        return of
    delta = of.delta.after(records, end)
    gone = [record.entries for record in records if record.kind == log.REMOVE]
    segments = _without(of.segments, np.unique(np.concatenate(gone))) if gone else of.segments
    return Snapshot(of.manifest, of.whole, segments, delta)


def _without(segments: Iterable[Segment], removed: Entries) -> tuple[Segment, ...]:
    return tuple(one.without(removed) for one in segments)
