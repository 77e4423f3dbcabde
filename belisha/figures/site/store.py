"""Publications as the book keeps them: added, withdrawn with a reason, never changed."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from belisha.figures.book import Book
from belisha.figures.site.publication import Publication, moment
from belisha.refusal import NotFound, Refusal

_TABLES = (
    """CREATE TABLE IF NOT EXISTS publication (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made TEXT NOT NULL,
    title TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    embargo TEXT,
    by TEXT NOT NULL,
    begun TEXT,
    built TEXT,
    problem TEXT NOT NULL DEFAULT '',
    withdrawn TEXT,
    why_withdrawn TEXT NOT NULL DEFAULT ''
) STRICT""",
    """CREATE TABLE IF NOT EXISTS publication_file (
    publication INTEGER NOT NULL REFERENCES publication,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (publication, address)
) STRICT""",
)
_MOMENTS = ("made", "embargo", "built", "withdrawn")
_NAMES = ("number", "title", "as_of", "by", "problem", "why_withdrawn", *_MOMENTS)


class OpenFindings(Refusal):
    """{count} of the gate’s findings {verb} for somebody to look. Confirm them first, each with a reason."""

    code = "open_findings"


class StillHeld(Refusal):
    """This would show what publication {number} holds back until {until}. Hold it back as long."""

    code = "wrong_embargo"


class WithdrawnAlready(Refusal):
    """Publication {number} was withdrawn before."""

    code = "withdrawn_already"


def add(book: Book, *, title: str, embargo: datetime | None, by: str, now: datetime) -> Publication:
    """Publish everything that the book knows now, or what comes with Belisha.

    Raises OpenFindings, and StillHeld where it would show what another publication holds back.
    """
    with book.transaction() as connection:
        make_tables(connection)
        _refuse_open_findings(book)
        _refuse_before_others(book, embargo, now)
        (newest,) = connection.execute("SELECT coalesce(max(number), 0) FROM source").fetchone()
        held = embargo.astimezone(UTC).isoformat() if embargo else None
        row = connection.execute(
            "INSERT INTO publication (made, title, as_of, embargo, by) VALUES (?, ?, ?, ?, ?)",
            [now.astimezone(UTC).isoformat(), title, newest, held, by],
        )
        number = int(row.lastrowid or 0)
        book.note("published", by=by, now=now, publication=number, as_of=newest, embargo=held)
        return one(book, number)


def withdraw(book: Book, *, number: int, reason: str, by: str, now: datetime) -> Publication:
    """Take a publication back: the one before it is shown again. Raises NotFound, WithdrawnAlready."""
    with book.transaction() as connection:
        if one(book, number).withdrawn:
            raise WithdrawnAlready(number=number)
        connection.execute(
            "UPDATE publication SET withdrawn = ?, why_withdrawn = ? WHERE number = ?",
            [now.astimezone(UTC).isoformat(), reason, number],
        )
        book.note("withdrawn", by=by, now=now, publication=number, reason=reason)
        return one(book, number)


def publications(book: Book) -> list[Publication]:
    """Every publication, the newest first."""
    with book.reading() as connection:
        return _read(connection)


def one(book: Book, number: int) -> Publication:
    """One publication; raises NotFound."""
    for found in publications(book):
        if found.number == number:
            return found
    raise NotFound(what=f"publication {number}")


def shown(book: Book, now: datetime) -> Publication | None:
    """What the public sees now: the newest that is made, and neither withdrawn nor under embargo."""
    return next((found for found in publications(book) if found.public(now)), None)


def held(book: Book, now: datetime) -> Publication | None:
    """The newest publication that the public may not see yet, if there is one."""
    return next((one for one in publications(book) if one.withdrawn is None and one.held(now)), None)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables in a book that has none yet. Part of the caller's transaction."""
    for statement in _TABLES:
        connection.execute(statement)


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever published from this book."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'publication'").fetchone()
    return found is not None


def _refuse_open_findings(book: Book) -> None:
    count = sum(kept.open for kept in book.findings())
    if count:
        raise OpenFindings(count=count, verb="waits" if count == 1 else "wait")


def _refuse_before_others(book: Book, embargo: datetime | None, now: datetime) -> None:
    waits = [one.embargo for one in publications(book) if one.withdrawn is None and one.held(now)]
    until = max(filter(None, waits), default=None)
    if until is not None and (embargo is None or embargo < until):
        number = next(one.number for one in publications(book) if one.embargo == until)
        raise StillHeld(number=number, until=moment(until), field="embargo")


def _read(connection: sqlite3.Connection) -> list[Publication]:
    if not has_tables(connection):
        return []
    names = ", ".join(_NAMES)
    rows = connection.execute(f"SELECT {names} FROM publication ORDER BY number DESC")  # noqa: S608 - names of columns of our own
    return [_publication(dict(zip(_NAMES, row, strict=True))) for row in rows]


def _publication(row: dict[str, Any]) -> Publication:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _MOMENTS}
    return Publication(**{**row, **moments})
