"""A version of a list, opened: mapped, checked, and asked."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belisha.matching import Index
from belisha.matching.refusals import NoIndex, UnusableIndex
from belisha.refusal import Refusal
from belisha.screening.store import manifest
from belisha.screening.store.arrays import WrongFile, mapped
from belisha.screening.store.manifest import INDEX, Manifest
from belisha.screening.store.plain_photodna import ROW, Rows, rows_in
from belisha.screening.store.said import Sources, Words, read_words
from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.table import NAMES, Table
from belisha.vault.seal import CannotOpen

SMALL = 1 << 26  # bytes: so much is read and compared at every opening; larger ones once a day


class UnusableVersion(Refusal):
    """A version of a list can't be used: {reason}."""

    code = "unusable_version"


class Version:
    """What a version answers. Threads may share one; it never changes."""

    def __init__(self, folder: Path, keys: ListKeys, *, version_id: str) -> None:
        self.folder, self._keys = folder, keys
        try:
            self.manifest = manifest.read(folder, keys, version_id)
            manifest.require_files(folder, self.manifest)
            if self.size <= SMALL:
                manifest.verify_all(folder, self.manifest)
            self._open(self.manifest, version_id)
        except (WrongFile, NoIndex, UnusableIndex, CannotOpen, KeyError, TypeError, OSError) as reason:
            raise UnusableVersion(reason=_said(reason)) from reason

    @property
    def counts(self) -> Mapping[str, int]:
        return self.manifest.counts

    @property
    def entries(self) -> int:
        return self.manifest.entries

    @property
    def size(self) -> int:
        """How many bytes its folder has."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def verify(self) -> None:
        """Read every file and compare its SHA-256; raises UnusableVersion."""
        try:
            manifest.verify_all(self.folder, self.manifest)
        except (WrongFile, OSError) as reason:
            raise UnusableVersion(reason=_said(reason)) from None

    def all_words(self) -> list[Words]:
        """Every combination of words, by its code."""
        return self._words

    def words(self, entry: int) -> Words:
        """Category and grade of an entry, and whether it is a video."""
        return self._words[int(self.codes[entry])]

    def source_id(self, entry: int) -> str:
        """What its source calls an entry."""
        return self._sources.of(entry)

    def source_ids(self) -> Iterator[str]:
        """What the source calls its entries, in their order; ends with the last that has an id."""
        return iter(self._sources)

    def hashes_of(self, entry: int) -> list[bytes]:
        """The PDQ hashes of one entry; reads all of them."""
        return [
            hashes[row].tobytes()
            for hashes, numbers in self.hashes()
            for row in np.flatnonzero(numbers == entry)
        ]

    def hashes(self) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint64]]]:
        """All PDQ hashes with their entries, a part of the index at a time."""
        if self.index is not None:
            yield from self.index.pairs()

    def photodna_rows(self) -> Iterator[Rows]:
        """All PhotoDNA hashes as they were given, with their entries."""
        return rows_in(self.folder, dict(self.manifest.files), self._keys, self.manifest.version_id)

    @cached_property
    def photodna(self) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """The same in two arrays, (n, 144) and (n,), in memory from now on."""
        rows = np.concatenate([np.empty(0, dtype=ROW), *self.photodna_rows()])
        return np.ascontiguousarray(rows["octets"]), np.ascontiguousarray(rows["entry"])

    def _open(self, made: Manifest, version_id: str) -> None:
        self.table = Table(self.folder, {name: made.files[name] for name in NAMES})
        self.codes = mapped(self.folder, made.files["codes"])
        self._words = read_words(self.folder, self._keys, version_id, made.files["words"])
        self._sources = Sources(self.folder, dict(made.files), self._keys, version_id)
        self.index = Index.open(self.folder / INDEX) if made.index else None


def _said(reason: Exception) -> str:
    if isinstance(reason, UnusableIndex):
        return str(reason.facts["reason"])
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
