"""One list in force, as it is searched: its version, what changed since, and what its matches mean."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from belisha.matching.parse import TOGETHER, as_octets, table_of
from belisha.screening import aside
from belisha.screening.aside import Aside
from belisha.screening.found import Hit
from belisha.screening.overlay import Added, Overlay
from belisha.screening.parse.entry import Entry
from belisha.screening.store.said import Words
from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.version import Version

if TYPE_CHECKING:
    from belisha.screening.photodna import Comparer

MOST = 20  # Matches of one fingerprint with one list that are told: more would say nothing more.
FIRST = 16  # Hashes that are asked for together at first: they tell whether the list has crowds.
THEN = 2048  # And then, where it has none.
MOST_TOGETHER = 1 << 20  # Matches.
EXACT = -1  # A digest lies nearer than any PDQ hash can.


class Near(NamedTuple):
    """An entry that matches: of the version, or of what was `added` to it."""

    distance: int
    added: bool
    entry: int


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What an operator said of a list."""

    kind: str
    max_distance: int
    quality_floor: int
    video_share: int
    look_if_exact: bool
    look_if_near: bool
    sample_percent: int


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A list in force. Never changed: a change makes another one."""

    list_id: UUID
    version_id: UUID | None
    version: Version | None
    overlay: Overlay
    meaning: Meaning
    compare_photodna: "Comparer | None" = None

    @cached_property
    def added(self) -> Added:
        return Added(self.overlay.live())

    @cached_property
    def aside(self) -> Aside:
        return aside.of_version(self.overlay, self.version)

    @cached_property
    def aside_of_added(self) -> Aside:
        return aside.of_added(self.overlay)

    @cached_property
    def has_only_exact(self) -> bool:
        """Is there anything that was refuted as near, and counts only exactly?"""
        return bool(self.aside.as_near) or any(kind == "near" for kind, _ in self.overlay.aside)

    def counted(self, near: Near, asked: bytes) -> Near | None:
        """The same match of a PDQ hash by what nobody set aside of its entry, if by anything."""
        out = self.aside_of_added if near.added else self.aside
        distance = out.distance(near.entry, asked, near.distance)
        if distance is None or distance > self.meaning.max_distance:
            return None
        return near if distance == near.distance else near._replace(distance=distance)

    def meaning_now(self, meaning: Meaning) -> "Shelf":
        """The same list, whose matches mean something else now."""
        return self if meaning == self.meaning else replace(self, meaning=meaning)

    def of_digest(self, digest: bytes) -> list[Near]:
        """The entries of one digest."""
        added = self.added.by_digest.get(digest, ()) if self.added.by_digest else ()
        found = [Near(EXACT, True, seq) for seq in added]
        if self.version is not None:
            found += [Near(EXACT, False, entry) for entry in self._entries(digest)]
        return found[:MOST]

    def of_digests(self, digests: Sequence[bytes], table: NDArray[np.uint64]) -> Iterator[tuple[int, Near]]:
        """The same for many, each with its number; `table`: the same digests as words."""
        for number, digest in enumerate(digests) if self.added.by_digest else ():
            for seq in self.added.by_digest.get(digest, ()):
                yield number, Near(EXACT, True, seq)
        if self.version is None or not len(self.version.table):
            return
        found = self.version.table.entries_of(table)
        for number, entry in zip(found.queries.tolist(), found.entries.tolist(), strict=True):
            if entry not in self.aside.whole and ("kept", digests[number]) not in self.overlay.aside:
                yield number, Near(EXACT, False, entry)

    def of_photodna(self, octets: bytes) -> list[Near]:
        """The entries that the operator's own comparer finds near, if there is one; nearest first."""
        if self.compare_photodna is None or self.version is None:
            return []
        known, entries = self.version.photodna
        found = self.compare_photodna(octets, known) if len(known) else ()
        near = sorted(Near(distance, False, int(entries[row])) for row, distance in found)
        return [one for one in near if not self.aside.is_whole(one.entry, one.distance)][:MOST]

    def of_hash(self, octets: bytes) -> list[Near]:
        """The entries within the distance of one PDQ hash, nearest first."""
        limit, found = self.meaning.max_distance, list[Near]()
        if self.version is not None and self.version.index is not None:
            near = self.version.index.search(octets, limit)
            found = [Near(d, False, entry) for entry, d in near[: MOST + self._touched]]
        if self.added.searcher is not None:
            found += [Near(d, True, seq) for seq, d in self.added.searcher.search(octets, limit)]
        return sorted(one for one in (self.counted(one, octets) for one in found) if one)[:MOST]

    def of_hashes(self, octets: bytes) -> Iterator[tuple[int, Near]]:
        """The same for many hashes that follow one another, each with its number."""
        table, start, size = table_of(octets), 0, FIRST
        while start < len(table):
            some, matches = table[start : start + size], 0
            if self.version is not None and self.version.index is not None:
                near = self.version.index.search_arrays(as_octets(some), self.meaning.max_distance)
                matches = len(near.entries)
                yield from self._nearest(near, octets, start, added=False)
            if self.added.searcher is not None:
                added = self.added.searcher.search_many(some, self.meaning.max_distance, False)
                matches += len(added[0])
                yield from self._nearest(added, octets, start, added=True)
            start += len(some)
            # Where they match crowds, fewer are asked for together: their matches are held in memory.
            fit = MOST_TOGETHER * len(some) // max(matches, 1)
            size = max(1, min(fit, max(size * 2, THEN), TOGETHER))

    def hit(self, near: Near, kind: str, asked: bytes, keys: ListKeys, *, sure: bool) -> Hit:
        """What a match says. `sure`: the fingerprint that was asked for is good enough to rest on."""
        entry = self._entry(near)
        exact = near.distance <= 0 and sure
        look = self.meaning.look_if_exact if exact else self.meaning.look_if_near or not sure
        still_of_video = kind == "pdq" and entry.video
        sampled = self._is_sampled(asked, keys)
        return Hit(
            list_id=self.list_id,
            version_id=None if near.added else self.version_id,
            entry=near.entry,
            kind=kind,
            distance=max(near.distance, 0),
            exact=exact,
            look=look or sampled or still_of_video,
            sampled=sampled,
            category=entry.category,
            grade=entry.grade,
            source_id=entry.source_id,
        )

    def fingerprints_at(self, kind: str, value: str, distance: int, keys: ListKeys) -> dict[str, list[str]]:
        """What the entries are recognised by that match this value at exactly this distance."""
        if kind not in ("pdq", "video"):
            octets = value.encode() if kind == "url" else bytes.fromhex(value)
            digest = keys.digest(kind, octets)
            return {"kept": [digest.hex()]} if self.of_digest(digest) else {}
        found: list[str] = []
        for near in self.of_hash(bytes.fromhex(value)):
            if near.distance == distance:
                found += self._hashes_of(near)
        return {"pdq": found} if found else {}

    @property
    def _touched(self) -> int:
        """How many matches of one hash may be of entries of which something was set aside."""
        return len(self.aside.hashes) + len(self.aside_of_added.hashes)

    def _entries(self, digest: bytes) -> list[int]:
        if self.version is None or ("kept", digest) in self.overlay.aside:
            return []
        return [entry for entry in self.version.table.entries(digest) if entry not in self.aside.whole]

    def _hashes_of(self, near: Near) -> list[str]:
        if near.added:
            fingerprints = self.added.entries[near.entry].fingerprints
            return [octets.hex() for kind, octets in fingerprints if kind == "pdq"]
        return [octets.hex() for octets in self.version.hashes_of(near.entry)] if self.version else []

    def _entry(self, near: Near) -> Entry:
        if near.added:
            return self.added.entries[near.entry]
        version = self.version
        words = version.words(near.entry) if version else Words()
        source_id = version.source_id(near.entry) if version else ""
        return Entry(category=words.category, grade=words.grade, video=words.video, source_id=source_id)

    def _is_sampled(self, asked: bytes, keys: ListKeys) -> bool:
        """The share that a person reviews. Not by chance: who asks again gets the same answer."""
        drawn = hmac.digest(keys.sampling, self.list_id.bytes + asked, "sha256")
        return int.from_bytes(drawn[:8], "big") * 100 < self.meaning.sample_percent << 64

    def _nearest(
        self, found: tuple[NDArray[np.integer], ...], octets: bytes, start: int, *, added: bool
    ) -> Iterator[tuple[int, Near]]:
        numbers, entries, distances = found
        # They come in order of query and distance; of each query the first ones are enough.
        firsts = np.searchsorted(numbers, numbers)
        kept = np.arange(len(numbers)) - firsts < MOST + self._touched
        columns = (numbers[kept].tolist(), entries[kept].tolist(), distances[kept].tolist())
        for number, entry, distance in zip(*columns, strict=True):
            at = 32 * (start + number)
            if near := self.counted(Near(distance, added, entry), octets[at : at + 32]):
                yield start + number, near
