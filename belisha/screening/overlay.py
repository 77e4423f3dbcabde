"""What was added to a list, or set aside in it, since its version was made: in memory, beside the version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from belisha.matching import grouping, segment
from belisha.matching.parse import table_of
from belisha.screening.parse.entry import Entry
from belisha.screening.parse.kinds import octets_of, value_of
from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.version import Version

ADD, REMOVE, QUARANTINE, RESTORE = "add", "remove", "quarantine", "restore"
KEPT = 16  # bytes of a digest
Fingerprint = tuple[str, bytes]
"""("pdq", 32 bytes) or ("kept", the digest of 16 bytes); ("near", 32 or 16 bytes): the same, where it was
only near."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change, opened."""

    seq: int
    action: str
    fingerprints: Mapping[str, Any]
    category: str
    grade: str
    source_id: str


@dataclass
class Overlay:
    """The state after all changes. Never changed once it is searched: `after` makes another one."""

    added: dict[int, Entry] = field(default_factory=dict)
    aside: frozenset[Fingerprint] = frozenset()
    last: int = 0

    def after(self, changes: Iterable[Change], keys: ListKeys) -> "Overlay":
        """With these changes too, in their order: the last word on a fingerprint holds."""
        added, aside, last = dict(self.added), set(self.aside), self.last
        for change in changes:
            fingerprints = read(change.fingerprints, keys)
            if change.action in (REMOVE, QUARANTINE):
                aside.update(fingerprints)
            else:
                aside.difference_update(fingerprints)
            if change.action == ADD:
                added[change.seq] = Entry(
                    fingerprints=fingerprints,
                    category=change.category,
                    grade=change.grade,
                    source_id=change.source_id,
                )
            last = max(last, change.seq)
        return Overlay(added, frozenset(aside), last)

    def set_aside_in(self, version: Version | None) -> frozenset[int]:
        """The entries of a version that don't count."""
        found: set[int] = set()
        for kind, octets in self.aside if version else ():
            if kind == "kept":
                found.update(version.table.entries(octets))  # type: ignore[union-attr]
            elif kind == "pdq" and version.index is not None:  # type: ignore[union-attr]
                found.update(match.entry for match in version.index.search(octets, 0))  # type: ignore[union-attr]
        return frozenset(found)

    def set_aside_as_near(self, version: Version | None) -> tuple[frozenset[int], frozenset[int]]:
        """The entries that count only where they match exactly: of the version, and of what was added."""
        near = {
            ("kept" if len(octets) == KEPT else "pdq", octets)
            for kind, octets in self.aside
            if kind == "near"
        }
        index, of_version = version.index if version else None, set[int]()
        for kind, octets in near if version else ():
            if kind == "kept":
                of_version.update(version.table.entries(octets))  # type: ignore[union-attr]
            elif index is not None:
                of_version.update(match.entry for match in index.search(octets, 0))
        added = {seq for seq, one in self.added.items() if not near.isdisjoint(one.fingerprints)}
        return frozenset(of_version), frozenset(added)

    def live(self) -> dict[int, Entry]:
        """What was added and not set aside since, by its number."""
        aside = self.aside
        return {seq: one for seq, one in self.added.items() if aside.isdisjoint(one.fingerprints)}


class Added:
    """What was added, ready to be searched."""

    def __init__(self, entries: Mapping[int, Entry]) -> None:
        self.entries = dict(entries)
        self.by_digest: dict[bytes, list[int]] = defaultdict(list)
        octets, numbers = bytearray(), []
        for seq, one in self.entries.items():
            for kind, value in one.fingerprints:
                if kind == "pdq":
                    octets += value
                    numbers.append(seq)
                else:
                    self.by_digest[value].append(seq)
        arrays = grouping.arrays(table_of(octets), np.array(numbers, dtype=np.uint64))
        self.searcher = segment.in_memory(arrays).searcher if numbers else None


def read(given: Mapping[str, Any], keys: ListKeys) -> tuple[Fingerprint, ...]:
    """The fingerprints of a change as they are compared; raises NoEntry.

    `given`: kind to one value or several, in hexadecimal digits or as an address; "kept" to digests, "near"
    to PDQ hashes, "near_kept" to digests of what was only near.
    """
    found: dict[Fingerprint, None] = {}
    for kind, values in given.items():
        for value in [values] if isinstance(values, str) else values:
            if kind in ("kept", "near_kept"):
                found[kind.removesuffix("_kept"), octets_of(value, KEPT)] = None
                continue
            if kind == "near":
                found["near", octets_of(value, 32)] = None
                continue
            for read_kind, octets in value_of(kind, value):
                pdq = read_kind == "pdq"
                found[("pdq", octets) if pdq else ("kept", keys.digest(read_kind, octets))] = None
    return tuple(found)
