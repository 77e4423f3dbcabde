"""A file of a list, read from its beginning to its end."""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from belisha.screening.parse import json_lines, lines, tables
from belisha.screening.parse.detect import HEAD, Shape, shape
from belisha.screening.parse.entry import Block, Entry, Parsed, Refused, Withdrawn
from belisha.screening.parse.octets import Chunk, chunks


class Reading:
    """Reads one file; afterwards it knows what it read."""

    def __init__(
        self,
        file: BinaryIO,
        *,
        format: str = "auto",
        algorithm: str = "",
        progress: Callable[[int], object] = lambda octets: None,
    ) -> None:
        """Look at the head; raises NoList. `progress` is told of the bytes as they are read."""
        head = file.read(HEAD)
        file.seek(0)
        self.shape: Shape = shape(head, format=format, algorithm=algorithm)
        self._file, self._progress = file, progress
        self._sha256 = hashlib.sha256()
        self.rows = self.refused = self.unknown = self.withdrawn = 0
        self.cut = self.last_is_odd = False
        self._kinds: set[tuple[str, ...]] = set()

    @property
    def sha256(self) -> str:
        """The digest of what was read."""
        return self._sha256.hexdigest()

    @property
    def entries(self) -> int:
        """How many entries there were."""
        return self.rows - self.refused - self.unknown - self.withdrawn

    def __iter__(self) -> Iterator[Parsed]:
        """Entries, and what is none."""
        for item in self._parsed():
            self._count(item)
            yield item

    def _parsed(self) -> Iterator[Parsed]:
        if self.shape.format == "jsonl":
            return json_lines.objects(self._chunks())
        if self.shape.format == "csv":
            return tables.rows(self._chunks(), self.shape.delimiter, self.shape.meanings)
        return lines.lines(self._chunks(), self.shape.kinds)

    def _chunks(self) -> Iterator[Chunk]:
        for chunk in chunks(_Hashed(self._file, self._sha256), self._progress):  # type: ignore[arg-type]
            self.cut = chunk.cut
            yield chunk

    def _count(self, item: Parsed) -> None:
        self.rows += len(item.octets) if isinstance(item, Block) else 1
        if isinstance(item, Refused):
            self.last_is_odd = True
            self.unknown += item.unknown
            self.refused += not item.unknown
        elif isinstance(item, Withdrawn):
            self.last_is_odd = False
            self.withdrawn += 1
        else:
            self._compare(item)

    def _compare(self, item: Entry | Block) -> None:
        """Half a SHA-256 has the length of an MD5: a last line that is alone of its kind may be cut."""
        kinds = item.kinds if isinstance(item, Block) else tuple(kind for kind, _ in item.fingerprints)
        self.last_is_odd = bool(self._kinds) and kinds not in self._kinds
        self._kinds.add(kinds)


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: BinaryIO, digest: "hashlib._Hash") -> None:
        self._file, self._digest = file, digest

    def read(self, size: int) -> bytes:
        octets = self._file.read(size)
        self._digest.update(octets)
        return octets


def entries_of(octets: bytes, **options: str) -> list[Parsed]:
    """What a small file holds, for tests and for pasted text."""
    return list(Reading(BytesIO(octets), **options))  # type: ignore[arg-type]


class RefusedLines:
    """Writes the numbers and reasons of refused lines beside the file, never their values."""

    MOST = 100_000

    def __init__(self, path: Path | None) -> None:
        self.path, self.count = path, 0
        self.first: list[str] = []

    def take(self, line: Refused) -> None:
        """Write one line; after MOST they are only counted."""
        self.count += 1
        if len(self.first) < 20:
            self.first.append(str(line))
        if self.path is not None and self.count <= self.MOST:
            with self.path.open("w" if self.count == 1 else "a", encoding="utf-8") as file:
                file.write(f"{line}\n")


__all__ = ["Entry", "Reading", "RefusedLines", "entries_of"]
