"""One immutable part of an index: its arrays, written once, mapped and searched ever after."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from belisha import native
from belisha.matching import files, reference
from belisha.matching.files import WrongFile
from belisha.matching.grouping import Arrays, pairs
from belisha.matching.manifest import SegmentFiles
from belisha.matching.parse import WORDS, Entries, Table
from belisha.matching.reference import BANDS, BUCKETS, NONE, PADDING

SAMPLES = 4


class Searcher(Protocol):
    """What the compiled core and the reference both are."""

    def search(self, query: bytes, max_distance: int) -> list[tuple[int, int]]: ...

    def search_many(
        self, queries: Table, max_distance: int, scan: bool
    ) -> tuple[NDArray[np.uint32], Entries, NDArray[np.uint8]]: ...

    def without(self, removed: Entries) -> "Searcher": ...


@dataclass(frozen=True)
class Segment:
    """A segment that can be searched."""

    arrays: Mapping[str, NDArray[Any]]
    searcher: Searcher
    removed: Entries = field(default_factory=lambda: NONE)

    @cached_property
    def entries(self) -> int:
        """How many pairs of hash and entry can be found in it."""
        if not len(self.removed):
            return len(self.arrays["entries"]) + len(self.arrays["several_entries"])
        return len(self.pairs()[1])

    def pairs(self) -> tuple[Table, Entries]:
        """The pairs of hash and entry that can be found in it."""
        hashes, entries = pairs(dict(self.arrays))
        kept = ~np.isin(entries, self.removed)
        return hashes[kept], entries[kept]

    def without(self, removed: Entries) -> "Segment":
        """The same with these entries left out, besides those that were left out before."""
        if not len(removed):
            return self
        both = np.union1d(self.removed, removed) if len(self.removed) else removed
        return Segment(self.arrays, self.searcher.without(both), both)


def in_memory(arrays: Arrays) -> Segment:
    """A segment that is in no file yet."""
    return Segment(arrays, _searcher(arrays))


def write(folder: Path, arrays: Arrays) -> SegmentFiles:
    """Write a segment durably, under a name of its own; no manifest names it yet."""
    name = f"segment-{secrets.token_hex(8)}"
    (folder / name).mkdir()
    known = {key: files.write(folder / name, key, array) for key, array in arrays.items()}
    files.sync(folder / name)
    files.sync(folder)
    return SegmentFiles(name, known)


def write_removed(folder: Path, of: SegmentFiles, removed: Entries) -> SegmentFiles:
    """Write which entries of a segment are gone."""
    known = files.write(folder / of.name, f"removed-{secrets.token_hex(8)}", removed)
    files.sync(folder / of.name)
    return SegmentFiles(of.name, of.arrays, known)


def mapped(folder: Path, known: SegmentFiles) -> Segment:
    """Map a segment, with all that was ever in it.

    Sizes, shapes, the order of the buckets and samples of the postings are checked; digests are not, since
    that reads everything: see `verify`.
    """
    arrays = {name: files.mapped(folder / known.name, one) for name, one in known.arrays.items()}
    try:
        _require_fitting(arrays)
        return Segment(arrays, _searcher(arrays))
    except ValueError as reason:
        raise WrongFile(f"the arrays of {known.name} don't belong together: {reason}") from None


def read_removed(folder: Path, known: SegmentFiles) -> Entries:
    """The entries of a segment that were removed before the manifest was written."""
    removed = files.mapped(folder / known.name, known.removed) if known.removed else NONE
    if np.any(removed[1:] <= removed[:-1]):
        raise WrongFile(f"the removed entries of {known.name} are out of order")
    return removed


def verify(folder: Path, known: SegmentFiles) -> None:
    """Compare every digest; raises WrongFile."""
    for one in [*known.arrays.values(), *([known.removed] if known.removed else [])]:
        files.verify(folder / known.name, one)


def _searcher(arrays: Mapping[str, NDArray[Any]]) -> Searcher:
    chosen = native.chosen()
    compiled: Any = native.core() if chosen != native.REFERENCE else reference
    made = compiled.Segment(arrays["hashes"], arrays["entries"], chosen)
    made.use_several(arrays["several_at"], arrays["several_offsets"], arrays["several_entries"])
    if "offsets" in arrays:
        made.use_bands(arrays["offsets"], arrays["checks"], arrays["ids"])
    searcher: Searcher = made
    return searcher


def _require_fitting(arrays: Mapping[str, NDArray[Any]]) -> None:
    count = len(arrays["hashes"])
    wanted = {"hashes": (count, WORDS), "entries": (count,)}
    if "offsets" in arrays:
        wanted |= {"offsets": (BANDS, BUCKETS + 1), "checks": (BANDS, count + PADDING), "ids": (BANDS, count)}
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} are {arrays[name].shape}, not {shape}")
    if "offsets" in arrays:
        _require_samples(arrays)


def _require_samples(arrays: Mapping[str, NDArray[Any]]) -> None:
    """A file of the right size from another index is found out: its postings lie in wrong buckets."""
    count = len(arrays["hashes"])
    places = np.linspace(0, count - 1, SAMPLES, dtype=np.int64)
    words = arrays["hashes"].view("<u2").reshape(count, BANDS)
    for band in range(BANDS):
        ids = arrays["ids"][band, places]
        if ids.max() >= count:
            raise ValueError("a posting names a hash that is not there")
        keys = words[ids, band].astype(np.int64)
        begins, ends = arrays["offsets"][band, keys], arrays["offsets"][band, keys + 1]
        checks = arrays["checks"][band, places]
        if np.any((places < begins) | (places >= ends) | (checks != words[ids, (band + 1) % BANDS])):
            raise ValueError("a posting lies in the bucket of another hash")
