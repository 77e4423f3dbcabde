"""What of a list doesn't count: whole entries that were refuted, and the fingerprints that others share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from belisha.screening.overlay import KEPT, Fingerprint, Overlay
from belisha.screening.store.version import Version


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Of a version, or of what was added to it.

    `whole`: entries that match nothing; `as_near`: those that match only exactly. `hashes`: all PDQ hashes of
    every entry of which something is set aside: each counts as `values` say.
    """

    values: frozenset[Fingerprint] = frozenset()
    whole: frozenset[int] = frozenset()
    as_near: frozenset[int] = frozenset()
    hashes: Mapping[int, Sequence[bytes]] = field(default_factory=dict)

    def is_whole(self, entry: int, distance: int) -> bool:
        """Doesn't this entry count at this distance, whatever of it matched?"""
        return entry in self.whole or (distance > 0 and entry in self.as_near)

    def distance(self, entry: int, asked: bytes, distance: int) -> int | None:
        """How near the entry lies by those of its hashes that count; None: by none of them."""
        hashes = self.hashes.get(entry)
        if hashes is None:
            return distance
        near = (
            _apart(asked, one)
            for one in hashes
            if ("pdq", one) not in self.values and (one == asked or ("near", one) not in self.values)
        )
        best = min(near, default=None)
        return None if best is None or self.is_whole(entry, best) else best


def of_version(overlay: Overlay, version: Version | None) -> Aside:
    """What of a version is set aside; reads its hashes once where anything is."""
    marks = _marks(overlay.aside, version) if version else {}
    if version is None or not marks:
        return Aside()
    hashes = _hashes(version, marks)
    digests = version.table.digests_of_each(marks)
    whole, as_near = set[int](), set[int]()
    for entry, some in marks.items():
        source = version.source_id(entry)
        refuted = {kind == "near" for kind, octets in some if (source, (kind, octets)) in overlay.refuted}
        if False in refuted or _all_aside(overlay.aside, hashes[entry], digests[entry]):
            whole.add(entry)
        elif True in refuted or _all_near(overlay.aside, hashes[entry] or digests[entry]):
            as_near.add(entry)
    return Aside(values=overlay.aside, whole=frozenset(whole), as_near=frozenset(as_near), hashes=hashes)


def of_added(overlay: Overlay) -> Aside:
    """What of the additions counts only where it is the very same; what doesn't count at all isn't live."""
    near = {octets for kind, octets in overlay.aside if kind == "near"}
    hashes = {
        seq: [octets for kind, octets in one.fingerprints if kind == "pdq"]
        for seq, one in (overlay.added.items() if near else ())
        if any(octets in near for _, octets in one.fingerprints)
    }
    return Aside(values=overlay.aside, hashes=hashes)


def _marks(aside: Iterable[Fingerprint], version: Version) -> dict[int, set[Fingerprint]]:
    """The entries that have something that is set aside, and what."""
    marks: dict[int, set[Fingerprint]] = defaultdict(set)
    for kind, octets in aside:
        entries: Iterable[int] = ()
        if len(octets) == KEPT:
            entries = version.table.entries(octets)
        elif version.index is not None:
            entries = [match.entry for match in version.index.search(octets, 0)]
        for entry in entries:
            marks[entry].add((kind, octets))
    return marks


def _hashes(version: Version, entries: Iterable[int]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {entry: [] for entry in entries}
    wanted = np.fromiter(found, dtype=np.uint64)
    for hashes, numbers in version.hashes():
        for row in np.flatnonzero(np.isin(numbers, wanted)):
            found[int(numbers[row])].append(hashes[row].tobytes())
    return found


def _all_aside(aside: frozenset[Fingerprint], hashes: Sequence[bytes], digests: Sequence[bytes]) -> bool:
    return all(("pdq", one) in aside for one in hashes) and all(("kept", one) in aside for one in digests)


def _all_near(aside: frozenset[Fingerprint], values: Sequence[bytes]) -> bool:
    """By its hashes, or where it has none by its digests: nothing else of an entry is ever near."""
    return all(not aside.isdisjoint({("near", one), ("pdq", one), ("kept", one)}) for one in values)


def _apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
