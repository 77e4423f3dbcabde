"""How many distinct things a key asked for in a day, and how many of them matched. Pure."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

DAY = 86_400.0
KEPT = 1024
"""Smallest tags kept; the estimate from them is exact below that and then errs by about 3 %."""
Tags = NDArray[np.uint64]


def _none() -> Tags:
    return np.empty(0, dtype=np.uint64)


@dataclass(slots=True)
class Budget:
    """A day's sum of one key: the k smallest of evenly spread tags tell how many distinct ones there were."""

    began: float
    asked: int = 0
    matched: int = 0
    told: set[str] = field(default_factory=set)
    _smallest: Tags = field(default_factory=_none)

    def add(self, tags: Tags, matched: int, now: float) -> None:
        """Count what was asked, each by its tag; a day after the first of them a new one begins."""
        if now - self.began >= DAY:
            self.began, self.asked, self.matched = now, 0, 0
            self.told, self._smallest = set(), _none()
        self.asked += len(tags)
        self.matched += matched
        if len(self._smallest) == KEPT:
            tags = tags[tags < self._smallest[-1]]
        if len(tags):
            self._smallest = np.unique(np.concatenate([self._smallest, tags]))[:KEPT]

    def distinct(self) -> int:
        """About how many distinct things were asked for."""
        if len(self._smallest) < KEPT:
            return len(self._smallest)
        return int((KEPT - 1) * 2.0**64 / (float(self._smallest[-1]) + 1.0))

    def left(self, now: float) -> float:
        """Seconds until this day ends."""
        return max(0.0, self.began + DAY - now)
