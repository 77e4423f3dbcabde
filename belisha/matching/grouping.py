"""From pairs of hash and entry to the arrays of a segment: each hash once, with one entry or several."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha import native
from belisha.matching import reference
from belisha.matching.parse import Entries, Table

# Comparing with so few hashes is quicker than looking into 272 buckets, so they get no bands.
FEW_HASHES = 4096
MOST_HASHES = 2**28
Arrays = dict[str, NDArray[Any]]


def arrays(hashes: Table, entries: Entries) -> Arrays:
    """All arrays of a segment. A pair that comes twice is kept once."""
    if len(hashes) >= MOST_HASHES:
        raise ValueError(f"One index holds fewer than {MOST_HASHES:,} hashes.")
    made = _grouped(*_in_order(hashes, entries))
    if len(made["hashes"]) >= FEW_HASHES:
        made["offsets"], made["checks"], made["ids"] = _core().bands(made["hashes"])
    return made


def pairs(of: Arrays) -> tuple[Table, Entries]:
    """The pairs of hash and entry that a segment was made of."""
    more = np.repeat(of["several_at"], np.diff(of["several_offsets"]))
    hashes = np.concatenate([of["hashes"], of["hashes"][more]])
    entries = np.concatenate([of["entries"], of["several_entries"]], dtype=np.uint64)
    return hashes, entries


def narrowest(numbers: Entries) -> NDArray[Any]:
    """The same numbers in the fewest bytes that hold the largest."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _core() -> Any:
    return native.core() if native.chosen() != native.REFERENCE else reference


def first_of_each(hashes: Table, entries: Entries) -> NDArray[np.bool_]:
    """Which pairs are not the same as another one that is kept."""
    order = _core().order(np.ascontiguousarray(hashes), entries)
    kept = np.ones(len(entries), dtype=bool)
    kept[order[1:][_same(hashes[order], entries[order])]] = False
    return kept


def _in_order(hashes: Table, entries: Entries) -> tuple[Table, Entries]:
    order = _core().order(np.ascontiguousarray(hashes), entries)
    hashes, entries = hashes[order], entries[order]
    same = _same(hashes, entries)
    if not same.any():
        return hashes, entries
    kept = np.concatenate([[True], ~same])
    return hashes[kept], entries[kept]


def _same(hashes: Table, entries: Entries) -> NDArray[np.bool_]:
    """Which pairs, from the second on, are the same as the one before."""
    same: NDArray[np.bool_] = (hashes[1:] == hashes[:-1]).all(axis=1) & (entries[1:] == entries[:-1])
    return same


def _grouped(hashes: Table, entries: Entries) -> Arrays:
    first = np.ones(len(hashes), dtype=bool)
    first[1:] = (hashes[1:] != hashes[:-1]).any(axis=1)
    positions = np.cumsum(first) - 1
    at, counts = np.unique(positions[~first], return_counts=True)
    return {
        "hashes": np.ascontiguousarray(hashes[first]),
        "entries": narrowest(entries[first]),
        "several_at": at.astype(np.uint32),
        "several_offsets": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
        "several_entries": narrowest(entries[~first]),
    }
