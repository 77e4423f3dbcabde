"""The book: every answer taken in, what it says, where, and who confirmed it. Nothing is overwritten."""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from belisha.figures import book_file, book_rows
from belisha.figures.book_rows import Event, KeptFinding, KeptSheet, SheetLike
from belisha.figures.dataset import POPULATIONS, SHARES, Dataset
from belisha.figures.finding import Finding
from belisha.figures.places import Area, areas
from belisha.figures.sources import Source
from belisha.figures.vintages import as_of as vintage
from belisha.refusal import NotFound


class Book:
    """A book in a file. It holds no connection: each read sees one moment, each change is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._now = threading.local()

    @classmethod
    def open(cls, path: Path | str) -> "Book":
        """The book that is there; raises NoBook, NotABook, NewerBook."""
        book_file.check(Path(path))
        return cls(Path(path))

    @classmethod
    def create(cls, path: Path | str) -> "Book":
        """A new, empty book; raises BookIsThere."""
        if Path(path).exists():
            raise book_file.BookIsThere(path=path)
        return cls.at(path)

    @classmethod
    def at(cls, path: Path | str) -> "Book":
        """The book that is there, or a new one."""
        book_file.make(Path(path))
        return cls(Path(path))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything that is written in the block is kept together or not at all; blocks may be nested."""
        open_one: sqlite3.Connection | None = getattr(self._now, "connection", None)
        if open_one is not None:
            yield open_one
            return
        with book_file.writing(self.path) as connection:
            self._now.connection = connection
            try:
                yield connection
            finally:
                self._now.connection = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The book as it is at one moment; within a transaction, what that has written, too."""
        open_one: sqlite3.Connection | None = getattr(self._now, "connection", None)
        if open_one is not None:
            yield open_one
            return
        with book_file.reading(self.path) as connection:
            yield connection

    def add(
        self,
        *,
        source: Source,
        cells: pl.DataFrame,
        by: str,
        now: datetime,
        sheets: Sequence[SheetLike] = (),
        mapping: str = "",
        findings: Sequence[Finding] = (),
        confirmed: Collection[str] = (),
        reason: str = "",
        shares: pl.DataFrame | None = None,
        populations: pl.DataFrame | None = None,
    ) -> int:
        """Take an answer in, and return the number that it gets here; `source.number` isn't looked at.

        `mapping` is its JSON. `confirmed` are the codes of the findings that `by` has looked at.
        """
        with self.transaction() as connection:
            number = book_rows.add_source(
                connection, source, mapping=mapping, cells=cells, by=by, now=now, more=(shares, populations)
            )
            book_rows.add_sheets(connection, number, sheets)
            book_rows.add_findings(
                connection, number, findings, confirmed=confirmed, by=by, now=now, reason=reason
            )
            self.note("imported", by=by, now=now, source=number, cells=cells.height, title=source.title)
        return number

    def dataset(self, as_of: int | date | None = None) -> Dataset:
        """Everything that the book knows, or knew at an earlier source or day."""
        with self.reading() as connection:
            whole = Dataset(
                cells=book_rows.cells(connection),
                sources=book_rows.sources(connection),
                shares=book_rows.frames(connection, "shares", SHARES),
                populations=book_rows.frames(connection, "populations", POPULATIONS),
                areas=MappingProxyType({**areas(), **book_rows.added_areas(connection)}),
            )
        return vintage(whole, as_of)

    def sources(self) -> tuple[Source, ...]:
        """Every answer, as they came."""
        with self.reading() as connection:
            return book_rows.sources(connection)

    def source(self, number: int) -> Source:
        """One answer; raises NotFound."""
        for source in self.sources():
            if source.number == number:
                return source
        raise NotFound(what=f"source {number}")

    def mapping_of(self, number: int) -> str:
        """The mapping with which an answer was read, as JSON; empty where none was needed."""
        with self.reading() as connection:
            found = connection.execute("SELECT mapping FROM source WHERE number = ?", [number]).fetchone()
        return found[0] if found else ""

    def sheets(self, source: int) -> tuple[str, ...]:
        """The names of an answer's sheets, in their order."""
        with self.reading() as connection:
            rows = connection.execute("SELECT name FROM sheet WHERE source = ? ORDER BY place", [source])
            return tuple(name for (name,) in rows)

    def sheet(self, source: int, name: str) -> KeptSheet:
        """The text of one sheet of an answer; raises NotFound."""
        with self.reading() as connection:
            return book_rows.sheet(connection, source, name)

    def mapping_for(self, shape: str) -> str | None:
        """The mapping that somebody kept for answers of this shape, as JSON."""
        with self.reading() as connection:
            found = connection.execute("SELECT mapping FROM mapping WHERE shape = ?", [shape]).fetchone()
        return found[0] if found else None

    def keep_mapping(self, shape: str, mapping: str, *, by: str, now: datetime) -> None:
        """Keep a mapping for the next answer of this shape."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO mapping VALUES (?, ?, ?, ?)", [shape, mapping, now.isoformat(), by]
            )
            self.note("mapping_kept", by=by, now=now, shape=shape)

    def add_area(self, area: Area, *, by: str, now: datetime) -> None:
        """Know one more force or region; one of the same id is replaced."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO area VALUES (?, ?)", book_rows.area_row(area))
            self.note("area_added", by=by, now=now, area=area.id, name=area.name)

    def findings(self, source: int | None = None) -> list[KeptFinding]:
        """What the gate found, of one answer or of all, and who confirmed it."""
        with self.reading() as connection:
            return book_rows.findings(connection, source)

    def confirm(self, *, source: int, code: str, by: str, now: datetime, reason: str) -> KeptFinding:
        """Note that somebody looked at a finding and why it is right; raises NotFound, ConfirmedAlready."""
        with self.transaction() as connection:
            kept = book_rows.confirm(connection, source, code, by=by, now=now, reason=reason)
            self.note("confirmed", by=by, now=now, source=source, code=code, reason=reason)
        return kept

    def note(self, what: str, *, by: str, now: datetime, source: int | None = None, **facts: Any) -> None:
        """Write a line in the log."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO event (at, by, what, source, facts) VALUES (?, ?, ?, ?, ?)",
                [now.isoformat(), by, what, source, json.dumps(facts, ensure_ascii=False, default=str)],
            )

    def log(self) -> list[Event]:
        """What was done to the book, the oldest first."""
        with self.reading() as connection:
            return book_rows.events(connection)

    def version(self) -> int:
        """Grows with each change: what was made from the book stays good while this is the same."""
        with self.reading() as connection:
            (newest,) = connection.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()
        return int(newest)
