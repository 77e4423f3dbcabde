"""What was added to a list, or set aside in it, since its version was made: in memory, beside the version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from belisha.matching import grouping, segment
from belisha.matching.parse import table_of
from belisha.screening.parse.entry import Entry
from belisha.screening.parse.kinds import octets_of, value_of
from belisha.screening.store.secrets import ListKeys

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
    """The state after all changes. Never changed once it is searched: `after` makes another one.

    `aside`: fingerprints that count for no entry. `refuted`: the same with the source id of the entry that
    was set aside, which is set aside as a whole: see aside.py.
    """

    added: dict[int, Entry] = field(default_factory=dict)
    aside: frozenset[Fingerprint] = frozenset()
    refuted: frozenset[tuple[str, Fingerprint]] = frozenset()
    last: int = 0

    def after(self, changes: Iterable[Change], keys: ListKeys) -> "Overlay":
        """With these changes too, in their order: the last word on a fingerprint holds."""
        added, aside, refuted, last = dict(self.added), set(self.aside), set(self.refuted), self.last
        for change in changes:
            fingerprints = read(change.fingerprints, keys)
            of_source = {(change.source_id, one) for one in fingerprints if change.source_id}
            if change.action in (REMOVE, QUARANTINE):
                aside.update(fingerprints)
                refuted.update(of_source)
            else:
                aside.difference_update(fingerprints)
                refuted.difference_update(of_source)
            if change.action == ADD:
                added[change.seq] = Entry(
                    fingerprints=fingerprints,
                    category=change.category,
                    grade=change.grade,
                    source_id=change.source_id,
                )
            last = max(last, change.seq)
        return Overlay(added, frozenset(aside), frozenset(refuted), last)

    def live(self) -> dict[int, Entry]:
        """What was added, by its number: with those of its fingerprints that were not set aside since."""
        live = {seq: self._left(one) for seq, one in self.added.items()}
        return {seq: one for seq, one in live.items() if one.fingerprints}

    def _left(self, one: Entry) -> Entry:
        left = tuple(value for value in one.fingerprints if value not in self.aside)
        if all((one.source_id, value) in self.refuted for value in left):
            left = ()  # Another one was confirmed since that has the same, and speaks for itself.
        return one if left == one.fingerprints else replace(one, fingerprints=left)


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
