"""The file of a book: SQLite in WAL mode. Readers see one moment; one writes at a time, all or nothing."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from belisha.refusal import Refusal

APPLICATION: Final = 0x42464967  # "BFIg": tells a book from any other SQLite file
VERSION: Final = 1
PATIENCE: Final = 30.0  # seconds that a writer waits for another


class NoBook(Refusal):
    """There is no book of figures at {path}. An import makes one: belisha figures import FILE"""

    code = "no_book"


class BookIsThere(Refusal):
    """There is a file at {path} already; a new book needs a name of its own."""

    code = "book_is_there"


class NotABook(Refusal):
    """{path} is no book of figures."""

    code = "not_a_book"


class NewerBook(Refusal):
    """{path} was written by a newer Belisha (form {version}; this one knows {known}). Nothing was changed."""

    code = "newer_book"


class BookBusy(Refusal):
    """Somebody else is writing in {path}. Nothing was changed; try again in a minute."""

    code = "book_busy"


class CannotWriteBook(Refusal):
    """{path} can't be written: {problem}. Nothing was changed."""

    code = "cannot_write_book"


def make(path: Path) -> None:
    """Make a book here, or leave the one that is here as it is."""
    # A file of somebody else's is looked at before its journal is touched. One without a table may be a book
    # that another process makes at this moment.
    if path.is_file() and path.stat().st_size and not _is_bare(path):
        check(path)
        return
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
    except sqlite3.Error as problem:
        raise CannotWriteBook(path=path, problem=problem) from problem
    with closing(connection), _told(path):
        _use_wal(connection)
        connection.execute("BEGIN IMMEDIATE")
        if _is_empty(connection):
            for statement in _schema():
                connection.execute(statement)
        connection.execute("COMMIT")
    check(path)


def check(path: Path) -> None:
    """Raise NoBook, NotABook or NewerBook unless this is a book that can be read."""
    if not path.is_file():
        raise NoBook(path=path)
    with reading(path):
        pass


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The book as it is at this moment, until the end of the block. Nothing can be written through it."""
    with _told(path), closing(_begun(path)) as connection:
        _refuse_foreign(connection, path)
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: kept whole at the end of the block, gone where it raises."""
    with closing(_opened(path, "rw")) as connection, _told(path):
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        _refuse_foreign(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _begun(path: Path) -> sqlite3.Connection:
    try:
        return _looked_at(_opened(path, "ro"))
    except sqlite3.OperationalError:
        # In a folder that can't be written WAL needs files that can't be made: read it as it lies there.
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return _looked_at(_opened(path, "ro&immutable=1"))


def _looked_at(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem) or "busy" in str(problem):
            raise BookBusy(path=path) from problem
        if "readonly" in str(problem) or "full" in str(problem) or "I/O" in str(problem):
            raise CannotWriteBook(path=path, problem=problem) from problem
        raise
    except sqlite3.DatabaseError as problem:
        if "not a database" in str(problem) or "malformed" in str(problem):
            raise NotABook(path=path) from problem
        raise


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    if not path.is_file():
        raise NoBook(path=path)
    try:
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=PATIENCE,
            check_same_thread=False,
        )
    except sqlite3.Error as problem:
        raise NotABook(path=path) from problem


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise NotABook(path=path)
    if version > VERSION:
        raise NewerBook(path=path, version=version, known=VERSION)


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return not tables and not application


def _is_bare(path: Path) -> bool:
    with _told(path), closing(_begun(path)) as connection:
        return _is_empty(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    # Two that make one book at once: changing the journal doesn't wait for the other of its own accord.
    for _ in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                raise
            time.sleep(0.05)


def _schema() -> list[str]:
    text = files("belisha.figures").joinpath("data/book.sql").read_text(encoding="utf-8")
    return [part.strip() for part in text.split(";\n") if part.strip()] + [
        f"PRAGMA application_id = {APPLICATION}",
        f"PRAGMA user_version = {VERSION}",
    ]
