"""What came from an exchange and is in no version yet: sealed page by page; a crash costs one page."""

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from belisha.screening.parse.entry import Entry
from belisha.screening.store.secrets import ListKeys
from belisha.vault.seal import CannotOpen, seal, unseal

NAME = "incoming"
HEAD = 4  # bytes in front of each page: its length
LONGEST = 1 << 30


@dataclass(frozen=True)
class Kept:
    """One page as it was kept: the state of the fetch after it, and its entries."""

    state: Mapping[str, Any]
    entries: tuple[Entry, ...]


class Incoming:
    """The pages of one list that are kept, in the order in which they came. One process at a time."""

    def __init__(self, folder: Path, keys: ListKeys, list_id: str) -> None:
        self._path, self._keys, self._row = folder / NAME, keys, list_id
        self.pages, self._end = 0, 0
        self.state: Mapping[str, Any] = {}
        for kept, end in self._read():
            self.pages, self.state, self._end = self.pages + 1, kept.state, end

    def append(self, state: Mapping[str, Any], entries: Iterable[Entry]) -> None:
        """Keep a page together with the state after it, durably: there is never one without the other."""
        plain = json.dumps({"state": dict(state), "entries": [_plain(one) for one in entries]})
        sealed = seal(
            self._keys.sealing,
            1,
            zlib.compress(plain.encode(), 1),
            table="lists",
            column=NAME,
            row=f"{self._row}/{self.pages}",
        )
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            # What a crash left of a page behind the last whole one is written over.
            file.truncate(self._end)
            file.seek(self._end)
            file.write(len(sealed).to_bytes(HEAD, "big") + sealed)
            file.flush()
            os.fsync(file.fileno())
            self._end = file.tell()
        self.pages, self.state = self.pages + 1, dict(state)

    def entries(self) -> Iterator[Entry]:
        """All entries in the order in which they came: of one source id the last word holds."""
        for kept, _ in self._read():
            yield from kept.entries

    def clear(self) -> None:
        """Forget everything: it is in a version now, or is to be fetched anew."""
        self._path.unlink(missing_ok=True)
        self.pages, self._end, self.state = 0, 0, {}

    def _read(self) -> Iterator[tuple[Kept, int]]:
        """The whole pages and where each ends; ends at the first that isn't whole or not ours."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            number = 0
            while (kept := self._page(file, number)) is not None:
                yield kept, file.tell()
                number += 1

    def _page(self, file: BinaryIO, number: int) -> Kept | None:
        length = int.from_bytes(file.read(HEAD), "big")
        sealed = file.read(length) if 0 < length < LONGEST else b""
        if not sealed or len(sealed) < length:
            return None
        try:
            row = f"{self._row}/{number}"
            packed = unseal(self._keys.sealing, sealed, table="lists", column=NAME, row=row)
        except CannotOpen:
            return None
        read = json.loads(zlib.decompress(packed))
        return Kept(read["state"], tuple(_entry(one) for one in read["entries"]))


def _plain(entry: Entry) -> list[Any]:
    values = [[kind, octets.hex()] for kind, octets in entry.fingerprints]
    return [entry.source_id, entry.gone, entry.category, entry.grade, entry.video, values]


def _entry(plain: list[Any]) -> Entry:
    source_id, gone, category, grade, video, values = plain
    return Entry(
        fingerprints=tuple((kind, bytes.fromhex(digits)) for kind, digits in values),
        category=category,
        grade=grade,
        source_id=source_id,
        video=video,
        gone=gone,
    )
