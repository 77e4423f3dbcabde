"""Rows of a book: how answers, sheets and findings lie in it, and come out again."""

import io
import json
import sqlite3
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from belisha.figures.cells import SCHEMA, empty
from belisha.figures.finding import Finding
from belisha.figures.places import Area, Member
from belisha.figures.sources import Source
from belisha.figures.years import Year, year_of
from belisha.refusal import NotFound, Refusal


class ConfirmedAlready(Refusal):
    """{by} confirmed it on {day}, with a reason. That stays."""

    code = "confirmed_already"


Merged = tuple[tuple[int, int, int, int], ...]


class SheetLike(Protocol):
    """What the book keeps of a sheet: its text, never the file."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def merged(self) -> Any: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSheet:
    """A sheet as it was read."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: Merged
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFinding:
    """A finding of the gate about one source, and who has looked at it since."""

    source: int
    finding: Finding
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.finding.needs_confirming and self.confirmed_at is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of the log."""

    number: int
    at: datetime
    by: str
    what: str
    source: int | None
    facts: dict[str, Any]


def add_source(
    connection: sqlite3.Connection,
    source: Source,
    *,
    mapping: str,
    cells: pl.DataFrame,
    by: str,
    now: datetime,
    more: tuple[pl.DataFrame | None, pl.DataFrame | None],
) -> int:
    """Insert an answer with its figures; the number is the next one."""
    names = (
        "title, publisher, address, file, sha256, received, note,"
        " taken, by, mapping, count, cells, shares, populations"
    )
    received = source.received.isoformat() if source.received else None
    told = [source.title, source.publisher, source.address, source.file, source.sha256, received, source.note]
    kept = [by, mapping, cells.height, _parquet(_shaped(cells))]
    row = [*told, now.date().isoformat(), *kept, *(None if f is None else _parquet(f) for f in more)]
    added = connection.execute(
        f"INSERT INTO source ({names}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - names of our own
        row,
    )
    return int(added.lastrowid or 0)


def add_sheets(connection: sqlite3.Connection, source: int, sheets: Sequence[SheetLike]) -> None:
    for place, sheet in enumerate(sheets):
        rows = zlib.compress(json.dumps(sheet.rows, ensure_ascii=False).encode(), 1)
        merged = json.dumps([list(area) for area in sheet.merged])
        connection.execute(
            "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?)",
            [source, place, sheet.name, sheet.kind, merged, rows],
        )


def add_findings(
    connection: sqlite3.Connection,
    source: int,
    findings: Sequence[Finding],
    *,
    confirmed: Collection[str],
    by: str,
    now: datetime,
    reason: str,
) -> None:
    for finding in findings:
        looked = [now.isoformat(), by, reason] if finding.code in confirmed else [None, None, None]
        told = [finding.code, finding.sentence, finding.where, json.dumps(finding.innocent)]
        connection.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [source, *told, int(finding.needs_confirming), *looked],
        )


def confirm(
    connection: sqlite3.Connection, source: int, code: str, *, by: str, now: datetime, reason: str
) -> KeptFinding:
    kept = next((one for one in findings(connection, source) if one.finding.code == code), None)
    if kept is None:
        raise NotFound(what=f"finding {code} of source {source}")
    if kept.confirmed_at:
        raise ConfirmedAlready(by=kept.confirmed_by, day=f"{kept.confirmed_at:%-d %B %Y}")
    connection.execute(
        "UPDATE finding SET confirmed_at = ?, confirmed_by = ?, reason = ? WHERE source = ? AND code = ?",
        [now.isoformat(), by, reason, source, code],
    )
    return replace(kept, confirmed_at=now, confirmed_by=by, reason=reason)


def findings(connection: sqlite3.Connection, source: int | None) -> list[KeptFinding]:
    rows = connection.execute(
        "SELECT * FROM finding WHERE ?1 IS NULL OR source = ?1 ORDER BY source, rowid", [source]
    )
    return [_finding(row) for row in rows]


def _finding(row: tuple[Any, ...]) -> KeptFinding:
    source, code, sentence, place, innocent, needs, at, by, reason = row
    return KeptFinding(
        source=source,
        finding=Finding(
            code=code,
            sentence=sentence,
            where=place,
            innocent=tuple(json.loads(innocent)),
            needs_confirming=bool(needs),
        ),
        confirmed_at=datetime.fromisoformat(at) if at else None,
        confirmed_by=by or "",
        reason=reason or "",
    )


def sources(connection: sqlite3.Connection) -> tuple[Source, ...]:
    names = "number, title, publisher, address, file, sha256, received, note, taken, by"
    rows = connection.execute(f"SELECT {names} FROM source ORDER BY number")  # noqa: S608 - names of our own
    return tuple(_source(dict(zip(names.split(", "), row, strict=True))) for row in rows)


def _source(row: dict[str, Any]) -> Source:
    row["received"] = date.fromisoformat(row["received"]) if row["received"] else None
    row["taken"] = date.fromisoformat(row["taken"])
    return Source(**row)


def cells(connection: sqlite3.Connection) -> pl.DataFrame:
    """The cells of all answers, each with the number of its answer."""
    found = [
        pl.read_parquet(io.BytesIO(blob)).with_columns(pl.lit(number, pl.Int32).alias("source"))
        for number, blob in connection.execute("SELECT number, cells FROM source ORDER BY number")
    ]
    return pl.concat([empty(), *found])


def frames(connection: sqlite3.Connection, name: str, schema: pl.Schema) -> pl.DataFrame:
    """Other frames of all answers: `shares` or `populations`."""
    found = [
        pl.read_parquet(io.BytesIO(blob))
        .with_columns(pl.lit(number, pl.Int32).alias("source"))
        .select(schema.names())
        for number, blob in connection.execute(
            f"SELECT number, {name} FROM source WHERE {name} IS NOT NULL ORDER BY number"  # noqa: S608 - a name of our own
        )
    ]
    return pl.concat([pl.DataFrame(schema=schema), *found])


def sheet(connection: sqlite3.Connection, source: int, name: str) -> KeptSheet:
    row = connection.execute(
        "SELECT name, kind, merged, rows FROM sheet WHERE source = ? AND name = ?", [source, name]
    ).fetchone()
    if row is None:
        raise NotFound(what=f"sheet {name!r} of source {source}")
    rows = json.loads(zlib.decompress(row[3]))
    merged = tuple(tuple(area) for area in json.loads(row[2]))
    return KeptSheet(name=row[0], kind=row[1], merged=merged, rows=tuple(map(tuple, rows)))


def events(connection: sqlite3.Connection) -> list[Event]:
    rows = connection.execute("SELECT number, at, by, what, source, facts FROM event ORDER BY number")
    return [
        Event(
            number=number,
            at=datetime.fromisoformat(at),
            by=by,
            what=what,
            source=source,
            facts=json.loads(facts),
        )
        for number, at, by, what, source, facts in rows
    ]


def area_row(area: Area) -> tuple[str, str]:
    belongs = [[m.force, m.first and m.first.label, m.last and m.last.label] for m in area.belongs]
    told = {
        "name": area.name,
        "kind": area.kind,
        "country": area.country,
        "publisher": area.publisher,
        "source": area.source,
        "belongs": belongs,
    }
    return area.id, json.dumps(told, ensure_ascii=False)


def added_areas(connection: sqlite3.Connection) -> dict[str, Area]:
    return {id: _area(id, json.loads(told)) for id, told in connection.execute("SELECT id, area FROM area")}


def _area(id: str, told: dict[str, Any]) -> Area:
    belongs = tuple(Member(force, _year(first), _year(last)) for force, first, last in told.pop("belongs"))
    return Area(id=id, belongs=belongs, **told)


def _year(label: str | None) -> Year | None:
    return year_of(label) if label else None


def _shaped(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select(SCHEMA.names()).cast(SCHEMA)


def _parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_parquet(written, compression="zstd")
    return written.getvalue()
