"""The index: a folder of files that many processes search and one at a time changes."""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belisha import native
from belisha.matching.hashes import Malformed, NoHash, one_hash
from belisha.matching.match import Match, Stats
from belisha.matching.refusals import UnusableIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from belisha.matching.parse import Entries, Table
    from belisha.matching.reader import Reader
    from belisha.matching.reference import Found

# numpy is loaded by the first index that is opened, not by an import of this package.
logger = logging.getLogger("belisha.matching")
_said: set[str] = set()


class Index:
    """Pairs of a 256-bit hash and an entry, searched exactly: every entry within the distance, always.

    Hashes are 32 bytes or 64 hexadecimal digits of either case; many are uint8 (n, 32) or a sequence.
    An entry is a whole number from 0 to 2**64 - 1; a hash may have several, an entry several hashes.
    Any number of threads and processes may search one folder while others change it.
    """

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._merging: threading.Thread | None = None
        _say_once_if_slow()

    @classmethod
    def build(cls, path: str | Path, hashes: Any, entries: Any = None) -> "Index":
        """Make an index, or replace the one that is there in one step. Entries: by default the positions."""
        from belisha.matching import parse, writer

        listed = parse.table(hashes)
        writer.build(Path(path), listed, parse.entries(entries, len(listed)))
        return cls.open(path)

    @classmethod
    def build_in_parts(cls, path: str | Path, parts: Iterable[tuple[Any, Any]]) -> "Index":
        """The same from parts of (hashes, entries), in the memory that the largest of them needs.

        Parts stay apart, each searched in turn: a few large ones are nearly as quick as one.
        """
        from belisha.matching import parse, writer

        listed = ((parse.table(hashes), entries) for hashes, entries in parts)
        writer.build_in_parts(
            Path(path), ((hashes, parse.entries(entries, len(hashes))) for hashes, entries in listed)
        )
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> "Index":
        """Map an index, in milliseconds; raises NoIndex, or UnusableIndex with the reason."""
        from belisha.matching.reader import Reader

        return cls(Reader(Path(path)))

    def search(self, hash: Any, max_distance: int = 31) -> list[Match]:
        """Every entry within the distance (0 to 40), nearest first."""
        try:
            query = one_hash(hash)
        except NoHash as reason:
            raise Malformed(count=1, first=0, reason=reason) from None
        try:
            found = self._reader.snapshot().search(query, max_distance)
        except RuntimeError as reason:
            raise self._damaged(reason) from None
        return [Match(entry, distance) for entry, distance in found]

    def search_many(self, hashes: Any, max_distance: int = 31) -> list[list[Match]]:
        """The same for each of many hashes, several times faster than one by one."""
        from belisha.matching import parse, reference

        asked = parse.table(hashes)
        return reference.lists(self._search(asked, max_distance), len(asked))

    def search_arrays(self, hashes: Any, max_distance: int = 31) -> "Found":
        """The same as three arrays: the numbers of the queries, the entries, the distances."""
        from belisha.matching import parse

        return self._search(parse.table(hashes), max_distance)

    def add(self, hashes: Any, entries: Any) -> int:
        """Add pairs; on return they are on the disk. Says how many were new."""
        from belisha.matching import parse, writer

        listed = parse.table(hashes)
        added = writer.add(self._reader, listed, parse.entries(entries, len(listed)))
        self._tidy()
        return added

    def remove(self, entries: Sequence[int] | Any) -> None:
        """Remove every pair that has one of these entries; on return that is on the disk."""
        from belisha.matching import parse, writer

        writer.remove(self._reader, parse.entries(entries, len(entries)))
        self._tidy()

    def compact(self, *, wait: bool = True) -> None:
        """Make all parts one, while searches and changes go on; without `wait`, in a thread of its own."""
        from belisha.matching import compact

        if wait:
            compact.compact(self._reader)
        elif self._merging is None or not self._merging.is_alive():
            self._merging = threading.Thread(target=self._merge, name="belisha index", daemon=True)
            self._merging.start()

    def stats(self) -> Stats:
        """Its size and state."""
        from belisha.matching import stats

        return stats.of(self._reader)

    def pairs(self) -> "Iterator[tuple[NDArray[np.uint8], Entries]]":
        """All hashes, uint8 (n, 32), with their entries, a part at a time."""
        from belisha.matching import parse

        for one in self._reader.snapshot().segments:
            hashes, entries = one.pairs()
            yield parse.as_octets(hashes), entries

    def verify(self) -> None:
        """Read everything and compare every digest; raises UnusableIndex."""
        from belisha.matching import stats

        stats.verify(self._reader)

    def _search(self, asked: "Table", max_distance: int) -> "Found":
        try:
            return self._reader.snapshot().search_many(asked, max_distance)
        except RuntimeError as reason:
            raise self._damaged(reason) from None

    def _damaged(self, reason: RuntimeError) -> UnusableIndex:
        return UnusableIndex(path=self._reader.folder, reason=reason)

    def _tidy(self) -> None:
        from belisha.matching import stats

        if stats.untidy(self._reader.snapshot()):
            self.compact(wait=False)

    def _merge(self) -> None:
        # A merge that fails leaves the index as it was; the next change tries again.
        try:
            self.compact()
        except Exception:
            logger.exception("the parts of an index could not be merged")


def _say_once_if_slow() -> None:
    if native.core() is None and not _said:
        _said.add("slow")
        logger.warning("The native core is not compiled: searching with numpy, slower. See: belisha doctor")
