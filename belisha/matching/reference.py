"""The same answers, slowly, in numpy: the fallback of the fast search, and its judge."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from belisha.matching.hashes import FURTHEST, one_hash
from belisha.matching.match import Match
from belisha.matching.parse import Entries, Table, table, table_of
from belisha.matching.parse import entries as entries_of

BANDS, BUCKETS, PADDING = 16, 65_536, 32
BLOCK = 65_536
NONE = np.empty(0, dtype=np.uint64)


class Found(NamedTuple):
    """Matches as arrays: the number of the query, the entry, the distance; nearest first within a query."""

    queries: NDArray[np.uint32]
    entries: Entries
    distances: NDArray[np.uint8]


def search(hashes: Any, entries: Any, query: Any, max_distance: int = 31) -> list[Match]:
    """Every entry whose hash lies within the distance, nearest first, by comparing with all."""
    return search_many(hashes, entries, [query], max_distance)[0]


def search_many(
    hashes: Any, entries: Any, queries: Sequence[Any], max_distance: int = 31
) -> list[list[Match]]:
    """The same for several queries."""
    listed, asked = table(hashes), table(queries)
    found = Segment(listed, entries_of(entries, len(listed)), "").search_many(asked, max_distance, True)
    return lists(found, len(asked))


def lists(found: Found, count: int) -> list[list[Match]]:
    """One list of matches for each query."""
    answers: list[list[Match]] = [[] for _ in range(count)]
    for query, entry, distance in zip(*(column.tolist() for column in found), strict=True):
        answers[query].append(Match(entry, distance))
    return answers


class Segment:
    """What `belisha_native.Segment` does, without the bands: every search compares with every hash."""

    def __init__(self, hashes: Table, entries: NDArray[Any], instruction_set: str) -> None:
        self._hashes, self._entries = hashes, entries
        self._several_at = np.empty(0, dtype=np.uint32)
        self._several_offsets = np.zeros(1, dtype=np.uint32)
        self._several: NDArray[Any] = NONE
        self._removed = NONE

    def use_bands(self, offsets: NDArray[Any], checks: NDArray[Any], ids: NDArray[Any]) -> None:
        """Nothing to do: they only make a search faster."""

    def use_several(self, at: NDArray[Any], offsets: NDArray[Any], entries: NDArray[Any]) -> None:
        """Take the further entries of hashes that have several."""
        if len(offsets) != len(at) + 1 or offsets[0] != 0 or offsets[-1] != len(entries):
            raise ValueError("the further entries overlap or end too early")
        if np.any(offsets[1:] < offsets[:-1]):
            raise ValueError("the further entries overlap or end too early")
        self._several_at, self._several_offsets, self._several = at, offsets, entries

    def without(self, removed: Entries) -> "Segment":
        """The same, with these entries (in order) left out of every answer."""
        other = Segment(self._hashes, self._entries, "")
        other.use_several(self._several_at, self._several_offsets, self._several)
        other._removed = removed
        return other

    def search(self, query: bytes, max_distance: int) -> list[tuple[int, int]]:
        """[(entry, distance), ...] for one hash of 32 bytes."""
        found = self.search_many(table_of(one_hash(query)), max_distance, True)
        return list(zip(found.entries.tolist(), found.distances.tolist(), strict=True))

    def search_many(self, queries: Table, max_distance: int, scan: bool) -> Found:
        """Arrays of query numbers, entries and distances."""
        if not 0 <= max_distance <= FURTHEST:
            raise ValueError(f"a distance from 0 to {FURTHEST}")
        numbers, positions, distances = self._near(queries, max_distance)
        return self._matches(numbers, positions, distances)

    def _near(self, queries: Table, limit: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        found = [(NONE.astype(np.int64),) * 3]
        for number, query in enumerate(queries):
            for start in range(0, len(self._hashes), BLOCK):
                distances = np.bitwise_count(self._hashes[start : start + BLOCK] ^ query).sum(
                    axis=1, dtype=np.int64
                )
                near = np.flatnonzero(distances <= limit)
                found.append((np.full(len(near), number), near + start, distances[near]))
        numbers, positions, distances = (np.concatenate(column) for column in zip(*found, strict=True))
        return numbers, positions, distances

    def _matches(self, numbers: NDArray[Any], positions: NDArray[Any], distances: NDArray[Any]) -> Found:
        hits, others = self._others(positions)
        rows = np.concatenate([np.arange(len(positions)), hits])
        entries = np.concatenate([self._entries[positions].astype(np.uint64), others.astype(np.uint64)])
        kept = ~np.isin(entries, self._removed)
        rows, entries = rows[kept], entries[kept]
        order = np.lexsort((entries, distances[rows], numbers[rows]))
        rows = rows[order]
        return Found(numbers[rows].astype(np.uint32), entries[order], distances[rows].astype(np.uint8))

    def _others(self, positions: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Which hits have further entries, and those entries."""
        rows, others = [np.empty(0, dtype=np.int64)], [self._several[:0]]
        places = np.searchsorted(self._several_at, positions)
        for row, place in enumerate(places.tolist()):
            if place < len(self._several_at) and self._several_at[place] == positions[row]:
                more = self._several[self._several_offsets[place] : self._several_offsets[place + 1]]
                rows.append(np.full(len(more), row))
                others.append(more)
        return np.concatenate(rows), np.concatenate(others)


def order(hashes: Table, entries: Entries) -> NDArray[np.uint32]:
    """Positions in order of hash, then entry."""
    return np.lexsort((entries, *(hashes[:, word] for word in (3, 2, 1, 0)))).astype(np.uint32)


def bands(hashes: Table) -> tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint32]]:
    """The offsets, check words and ids of all bands: what the compiled core builds, byte for byte."""
    words = np.ascontiguousarray(hashes).view("<u2").reshape(-1, BANDS)
    offsets = np.zeros((BANDS, BUCKETS + 1), dtype=np.uint32)
    checks = np.zeros((BANDS, len(words) + PADDING), dtype=np.uint16)
    ids = np.empty((BANDS, len(words)), dtype=np.uint32)
    for band in range(BANDS):
        ids[band] = np.argsort(words[:, band], kind="stable")
        np.cumsum(np.bincount(words[:, band], minlength=BUCKETS), out=offsets[band, 1:])
        checks[band, : len(words)] = words[ids[band], (band + 1) % BANDS]
    return offsets, checks, ids
