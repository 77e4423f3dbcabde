"""What a search answers, and what an index says of itself."""

from dataclasses import dataclass
from typing import NamedTuple


class Match(NamedTuple):
    """An entry whose hash lies within the distance that was asked for."""

    entry: int
    distance: int


@dataclass(frozen=True)
class Stats:
    """The size and state of an index. `entries` counts the pairs of hash and entry that can be found."""

    entries: int
    hashes: int
    segments: int
    pending: int
    removed: int
    bytes: int
    generation: int
    search: str

    @property
    def bytes_a_hash(self) -> float:
        return self.bytes / max(self.hashes, 1)
