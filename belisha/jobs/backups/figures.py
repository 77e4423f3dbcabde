"""The book of figures in a backup: a copy of it as it was at one moment, in one piece."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from belisha.figures import book_file
from belisha.figures.desk.book import book_path
from belisha.jobs.backups.parts import CHUNK, Part, numbered

FIGURES = "figures"
_FIRST = f"{FIGURES}/book/000000"


@contextmanager
def copied() -> Iterator[Path | None]:
    """A copy of the desk's book, until the end of the block; None where the desk has none.

    To be made before the database is looked at: what the book knows is in the ledger first.
    """
    book = book_path()
    if not book.is_file():
        yield None
        return
    with TemporaryDirectory(dir=book.parent, prefix=".figures-") as folder:
        copy = Path(folder, "book")
        with book_file.reading(book) as reading, closing(sqlite3.connect(copy)) as target:
            reading.backup(target)
        yield copy


def taken(copy: Path | None) -> Iterator[Part]:
    """The copy, part by part."""
    if copy is not None:
        yield from numbered(f"{FIGURES}/book", _blocks(copy))


def put(name: str, content: bytes, path: Path) -> None:
    """Write one part of the book to this file, from its beginning on."""
    with path.open("wb" if name == _FIRST else "ab") as file:
        file.write(content)


def settle(waiting: Path) -> None:
    """Make what was restored the desk's book."""
    if waiting.exists():
        book_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting.rename(book_path())


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            yield block
