"""Makes the folder of a version from entries that stream by, in bounded memory."""

from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belisha.screening.parse.entry import Block, Entry, NoEntry
from belisha.screening.store import manifest
from belisha.screening.store.arrays import sync
from belisha.screening.store.manifest import Manifest
from belisha.screening.store.plain_photodna import PhotoDnaWriter
from belisha.screening.store.said import SourceWriter, WordList, Words
from belisha.screening.store.secrets import KINDS, Digests, ListKeys
from belisha.screening.store.settle import HASH, Gathered, Numbering, settled, write_all
from belisha.screening.store.spool import Spool
from belisha.screening.store.table import ROW, SOURCE, rows_of
from belisha.screening.store.version import Version

TOGETHER = 4096
MOST_ENTRIES = 1 << 30


class Builder:
    """Takes entries in their order, numbers them from 0, and writes the version at the end.

    `before`: a version whose entries come first. `replace`: an entry with a source id takes the place of all
    earlier ones that have it, and one that is `gone` takes them back.
    """

    def __init__(
        self,
        folder: Path,
        keys: ListKeys,
        *,
        list_id: str,
        version_id: str,
        before: Version | None = None,
        replace: bool = False,
    ) -> None:
        folder.mkdir(mode=0o700)
        self._folder, self._keys, self._replace = folder, keys, replace
        self._ids = {"list_id": list_id, "version_id": version_id}
        self._made = Gathered(
            hashes=Spool(folder / "hashes.spool", HASH),
            digests=Spool(folder / "digests.spool", ROW),
            named=Spool(folder / "named.spool", ROW),
            words=WordList(before.all_words()) if before else WordList(),
            sources=SourceWriter(folder, keys, version_id, "all" if replace else "sources"),
            photodna=PhotoDnaWriter(folder, keys, version_id, "every" if replace else "photodna"),
        )
        self._held: dict[str, tuple[list[bytes], list[int]]] = {}
        self._codes: list[int] = []
        self._gone: list[int] = []
        self.entries = 0
        if before is not None:
            self._carry(before)

    def add(self, entry: Entry) -> int:
        """Take one entry; returns its number. Raises NoEntry."""
        if self.entries >= MOST_ENTRIES:
            raise NoEntry(f"the list has more than {MOST_ENTRIES:,} entries")
        number = self.entries
        self._codes.append(self._made.words.code(Words(entry.category, entry.grade, entry.video)))
        self.entries += 1
        self._made.sources.append(entry.source_id)
        if entry.gone:
            self._gone.append(number)
        for kind, octets in entry.fingerprints:
            self._hold(kind, octets, number)
        if entry.source_id:
            self._hold("source", entry.source_id.encode(), number)
        if len(self._codes) >= TOGETHER:
            self._let_go()
        return number

    def add_block(self, block: Block) -> None:
        """Take many entries of which nothing is said."""
        self._let_go()
        count = len(block.octets)
        numbers = np.arange(self.entries, self.entries + count, dtype=np.uint32)
        self._made.codes.append(np.zeros(count, dtype=np.uint16))
        self._made.sources.skip(count)
        self.entries += count
        for kind in block.kinds:
            if kind == "pdq":
                self._add_hashes(block.octets, numbers)
            else:
                self._add_digests(kind, self._keys.digests(kind, map(bytes, block.octets)), numbers)
            if kind == "photodna":
                self._made.photodna.add(block.octets, numbers)

    def finish(self) -> Version:
        """Write everything, durably, the manifest last; returns the version, which is checked once more."""
        self._let_go()
        version_id = self._ids["version_id"]
        numbering = (
            settled(self._made, self.entries, self._gone) if self._replace else Numbering(self.entries)
        )
        files, counts = write_all(self._folder, self._made, numbering, self._keys, version_id)
        index = manifest.index_files(self._folder)
        shown = {kind: count for kind, count in sorted(Counter(counts).items()) if count}
        made = Manifest(**self._ids, entries=numbering.count, counts=shown, files=files, index=index)
        manifest.write(self._folder, made, self._keys)
        sync(self._folder)
        return Version(self._folder, self._keys, version_id=version_id)

    def _carry(self, before: Version) -> None:
        """Take over all entries, under the numbers that they have."""
        self.entries = before.entries
        self._made.codes.append(before.codes.astype(np.uint16))
        named = 0
        for source_id in before.source_ids():
            self._made.sources.append(source_id)
            named += 1
        self._made.sources.skip(before.entries - named)
        for hashes, numbers in before.hashes():
            self._add_hashes(hashes, numbers.astype(np.uint32))
        for plain in before.photodna_rows():
            self._made.photodna.add_rows(plain)
        for rows in before.table.kept():
            is_name = (rows["kind"] == SOURCE) & self._replace
            self._made.named.append(rows[is_name])
            self._made.digests.append(rows[~is_name])

    def _add_hashes(self, octets: NDArray[np.uint8], numbers: NDArray[np.uint32]) -> None:
        rows = np.empty(len(numbers), dtype=HASH)
        rows["hash"] = np.ascontiguousarray(octets).view("<u8").reshape(-1, 4)
        rows["entry"] = numbers
        self._made.hashes.append(rows)

    def _add_digests(self, kind: str, digests: Digests, numbers: NDArray[np.uint32]) -> None:
        spool = self._made.named if kind == "source" and self._replace else self._made.digests
        spool.append(rows_of(digests, numbers, KINDS.index(kind)))

    def _hold(self, kind: str, octets: bytes, number: int) -> None:
        values, numbers = self._held.setdefault(kind, ([], []))
        values.append(octets)
        numbers.append(number)

    def _let_go(self) -> None:
        if self._codes:
            self._made.codes.append(np.array(self._codes, dtype=np.uint16))
            self._codes = []
        for kind, (values, numbers) in self._held.items():
            entries = np.array(numbers, dtype=np.uint32)
            if kind == "pdq":
                self._add_hashes(np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, 32), entries)
            else:
                self._add_digests(kind, self._keys.digests(kind, values), entries)
            if kind == "photodna":
                self._made.photodna.add(np.frombuffer(b"".join(values), np.uint8).reshape(-1, 144), entries)
        self._held = {}
