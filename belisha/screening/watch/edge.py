"""The edge of a list as queries touch it: hashes that matched, and others near them that didn't. Pure.

Ordinary uploads hardly touch it: what is near a picture on a list matches too. Who feels for the edge crosses
it again and again, under however many accounts and however slowly: matches are rare and remembered long.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from belisha.matching.grouping import arrays
from belisha.matching.parse import Table, table_of
from belisha.matching.segment import Segment, in_memory

NEAR = 40
"""A miss so near a hash that matched touches the edge."""
SAME = 60
MATCHED = 512
"""Hashes that matched and are remembered, the latest."""
FORGOTTEN_AFTER = 30 * 86_400.0
"""Seconds after which an edge is counted anew."""
COUNTED = 64
"""Misses and accounts of one edge that are told apart."""


@dataclass(slots=True)
class Edge:
    """The edge around one picture: distinct hashes that matched, distinct misses near them, who sent them."""

    began: float
    matched: int = 0
    told: bool = False
    missed: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)

    def crossed_by(self, pdq: int, tag: int) -> bool:
        """Count a miss; False where it was counted before."""
        if pdq in self.missed or len(self.missed) >= COUNTED:
            return False
        self.missed.add(pdq)
        self._by(tag)
        return True

    def joined_by(self, tag: int, now: float) -> None:
        """Count a match."""
        if now - self.began > FORGOTTEN_AFTER:
            self.began, self.matched, self.told = now, 0, False
            self.missed, self.accounts = set(), set()
        self.matched += 1
        self._by(tag)

    def _by(self, tag: int) -> None:
        if len(self.accounts) < COUNTED:
            self.accounts.add(tag)


class Edges:
    """The edges that the queries of one key have touched."""

    def __init__(self) -> None:
        self._matched: OrderedDict[int, Edge] = OrderedDict()
        self._searched: tuple[Segment, list[Edge]] | None = None

    def matched(self, pdq: int, tag: int, now: float) -> Edge | None:
        """Remember a hash that matched and return its edge: None where it is remembered already."""
        if pdq in self._matched:
            self._matched.move_to_end(pdq)
            return None
        edge = self._nearest(pdq) or Edge(now)
        edge.joined_by(tag, now)
        self._matched[pdq] = edge
        if len(self._matched) > MATCHED:
            self._matched.popitem(last=False)
        self._searched = None
        return edge

    def _nearest(self, pdq: int) -> Edge | None:
        other = min(self._matched, key=lambda one: (one ^ pdq).bit_count(), default=None)
        return None if other is None or (other ^ pdq).bit_count() > SAME else self._matched[other]

    def near(self, missed: Table) -> list[tuple[int, Edge]]:
        """Which of these misses (n, 4) touch an edge: their rows, each with the nearest edge."""
        if not self._matched:
            return []
        segment, edges = self._segment()
        rows, entries, _ = segment.searcher.search_many(missed, NEAR, True)
        first: dict[int, Edge] = {}
        for row, entry in zip(rows.tolist(), entries.tolist(), strict=True):
            first.setdefault(row, edges[entry])
        return list(first.items())

    def _segment(self) -> tuple[Segment, list[Edge]]:
        if self._searched is None:
            octets = b"".join(pdq.to_bytes(32, "big") for pdq in self._matched)
            numbers = np.arange(len(self._matched), dtype=np.uint64)
            self._searched = in_memory(arrays(table_of(octets), numbers)), list(self._matched.values())
        return self._searched
