"""Publications as the book keeps them: added, withdrawn with a reason, never changed."""

import sqlite3
from datetime import UTC, datetime

from belisha.figures.book import Book
from belisha.figures.site.publication import Publication
from belisha.refusal import NotFound, Refusal

_TABLE = """CREATE TABLE IF NOT EXISTS publication (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made TEXT NOT NULL,
    title TEXT NOT NULL,
    as_of INTEGER NOT NULL REFERENCES source,
    embargo TEXT,
    by TEXT NOT NULL,
    withdrawn TEXT,
    why_withdrawn TEXT NOT NULL DEFAULT ''
) STRICT"""
_NAMES = "number, made, title, as_of, embargo, by, withdrawn, why_withdrawn"


class NothingToPublish(Refusal):
    """There is no figure in the book yet. Take an answer in first: belisha figures import FILE"""

    code = "nothing_to_publish"


class OpenFindings(Refusal):
    """{count} of the gate’s findings {verb} for somebody to look. Confirm them first, each with a reason."""

    code = "open_findings"


class WithdrawnAlready(Refusal):
    """Publication {number} was withdrawn before."""

    code = "withdrawn_already"


def add(book: Book, *, title: str, embargo: datetime | None, by: str, now: datetime) -> Publication:
    """Publish everything that the book knows now. Raises NothingToPublish, OpenFindings."""
    with book.transaction() as connection:
        connection.execute(_TABLE)
        newest = _newest_source(connection)
        _refuse_open_findings(book)
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
    """What the public sees now: the newest that is neither withdrawn nor under embargo."""
    return next((found for found in publications(book) if found.public(now)), None)


def held(book: Book, now: datetime) -> Publication | None:
    """The newest publication that the public may not see yet, if there is one."""
    return next((one for one in publications(book) if one.withdrawn is None and one.held(now)), None)


def _newest_source(connection: sqlite3.Connection) -> int:
    (newest,) = connection.execute("SELECT max(number) FROM source").fetchone()
    if newest is None:
        raise NothingToPublish
    return int(newest)


def _refuse_open_findings(book: Book) -> None:
    count = sum(kept.open for kept in book.findings())
    if count:
        raise OpenFindings(count=count, verb="waits" if count == 1 else "wait")


def _read(connection: sqlite3.Connection) -> list[Publication]:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'publication'").fetchone()
    if not there:
        return []
    rows = connection.execute(f"SELECT {_NAMES} FROM publication ORDER BY number DESC")  # noqa: S608
    return [_publication(dict(zip(_NAMES.split(", "), row, strict=True))) for row in rows]


def _publication(row: dict[str, str]) -> Publication:
    moments = {
        name: datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("made", "embargo", "withdrawn")
    }
    return Publication(**{**row, **moments})  # type: ignore[arg-type]
