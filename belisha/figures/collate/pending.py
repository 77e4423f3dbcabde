"""An answer between the upload and its import: the text of its sheets, and what was said of it so far.

It lies in the book, in tables of its own, and is gone when it is taken in, put away, or a day old.
"""

import json
import sqlite3
import zlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from belisha.figures.book import Book
from belisha.figures.collate.mapping import Hints, Mapping
from belisha.figures.read import Sheet, Told
from belisha.figures.sources import Source
from belisha.refusal import NotFound

KEPT_FOR: Final = timedelta(days=1)
_TABLE: Final = """CREATE TABLE IF NOT EXISTS pending (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, told TEXT NOT NULL, mapping TEXT NOT NULL,
    sheets BLOB NOT NULL
) STRICT"""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """An answer that somebody is looking at. `told`: title, address, publisher, received, round, force."""

    id: str
    at: datetime
    by: str
    sheets: tuple[Sheet, ...]
    mapping: Mapping
    file: str
    sha256: str
    told: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """What it will be in the book."""
        received = self.told.get("received")
        return Source(
            number=0,
            title=self.told.get("title") or self.file,
            publisher=self.told.get("publisher", ""),
            address=self.told.get("address", ""),
            file=self.file,
            sha256=self.sha256,
            received=date.fromisoformat(received) if received else None,
        )

    @property
    def hints(self) -> Hints:
        """What is known of it beside its cells."""
        told = self.told
        return Hints(file=self.file, title=told.get("title", ""), area=told.get("force", ""))


def keep(book: Book, one: Pending) -> Pending:
    """Keep an answer until somebody has looked at it; its id is made here."""
    kept = replace(one, id=str(uuid4()))
    told = json.dumps({"file": one.file, "sha256": one.sha256, "told": one.told}, ensure_ascii=False)
    row = [kept.id, one.at.isoformat(), one.by, told, one.mapping.to_json(), _packed(one.sheets)]
    with book.transaction() as connection:
        connection.execute(_TABLE)
        _forget_old(connection, one.at)
        connection.execute("INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)", row)
    return kept


def correct(book: Book, id: str, mapping: Mapping) -> None:
    """Keep another mapping with it."""
    with book.transaction() as connection:
        connection.execute("UPDATE pending SET mapping = ? WHERE id = ?", [mapping.to_json(), id])


def drop(book: Book, id: str) -> None:
    """Put it away."""
    with book.transaction() as connection:
        connection.execute("DELETE FROM pending WHERE id = ?", [id])


def forget(book: Book, *, now: datetime) -> int:
    """Put away what nobody took in for a day; how many there were."""
    with book.reading() as connection:
        if not _there(connection) or not _old(connection, now):
            return 0
    with book.transaction() as connection:
        return _forget_old(connection, now)


def pending(book: Book, id: str, *, now: datetime) -> Pending:
    """One that waits; raises NotFound."""
    with book.reading() as connection:
        rows = connection.execute("SELECT * FROM pending WHERE id = ?", [id]) if _there(connection) else ()
        for row in rows:
            found = _pending(row)
            if now - found.at < KEPT_FOR:
                return found
    raise NotFound(what="answer that waits")


def waiting(book: Book, *, now: datetime) -> list[tuple[str, str, str, datetime]]:
    """Id, file, who, since when: of all that wait, the newest first."""
    with book.reading() as connection:
        if not _there(connection):
            return []
        rows = connection.execute("SELECT id, told, by, at FROM pending ORDER BY at DESC").fetchall()
    told = [(id, json.loads(text)["file"], by, datetime.fromisoformat(at)) for id, text, by, at in rows]
    return [row for row in told if now - row[3] < KEPT_FOR]


def _there(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pending'")
    return found.fetchone() is not None


def _old(connection: sqlite3.Connection, now: datetime) -> int:
    before = (now - KEPT_FOR).isoformat()
    (count,) = connection.execute("SELECT count(*) FROM pending WHERE at <= ?", [before]).fetchone()
    return int(count)


def _forget_old(connection: sqlite3.Connection, now: datetime) -> int:
    gone = connection.execute("DELETE FROM pending WHERE at <= ?", [(now - KEPT_FOR).isoformat()])
    return gone.rowcount


def _packed(sheets: tuple[Sheet, ...]) -> bytes:
    told = [
        {
            "name": one.name,
            "rows": one.rows,
            "merged": one.merged,
            "kind": one.kind,
            "told": [[t.what, t.sentence, t.row, t.column, t.doubt] for t in one.told],
            "hidden": one.hidden,
        }
        for one in sheets
    ]
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1)


def _sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        name=told["name"],
        rows=tuple(tuple(row) for row in told["rows"]),
        merged=tuple((a, b, c, d) for a, b, c, d in told["merged"]),
        kind=told["kind"],
        told=tuple(Told(*one) for one in told["told"]),
        hidden=told["hidden"],
    )


def _pending(row: tuple[Any, ...]) -> Pending:
    id, at, by, told, mapping, sheets = row
    facts = json.loads(told)
    return Pending(
        id=id,
        at=datetime.fromisoformat(at),
        by=by,
        sheets=tuple(_sheet(one) for one in json.loads(zlib.decompress(sheets))),
        mapping=Mapping.from_json(mapping),
        file=facts["file"],
        sha256=facts["sha256"],
        told=facts["told"],
    )
