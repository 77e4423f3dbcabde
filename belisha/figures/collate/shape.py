"""The shape of a file: what stays the same from year to year, so that a mapping is met again."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from belisha.figures.collate.mapping import PLACES, UNKNOWN, Mapping, Table, Where, tidy
from belisha.figures.collate.senses import sense

if TYPE_CHECKING:
    from belisha.figures.read import Sheet


def shape_of(sheets: Sequence["Sheet"], mapping: Mapping) -> str:
    """A short name of the shape: of the tables' places and heads, with their years and figures left out."""
    names = {sheet.name: sheet for sheet in sheets}
    parts = [part for table in mapping.tables for part in _parts(names[table.sheet], table)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16] if parts else ""


def recognised(proposed: Mapping, known: Mapping) -> Mapping:
    """A proposal with what a person said of a file of the same shape before. Rows and columns are the new
    file's: there is one year more each time.
    """
    tables = (
        tuple(_again(new, old) for new, old in zip(proposed.tables, known.tables, strict=False))
        + proposed.tables[len(known.tables) :]
    )
    return replace(
        proposed,
        series=known.series or proposed.series,
        tables=tables,
        words=known.words,
        legend={**known.legend, **proposed.legend},
        add=known.add,
    )


def _again(new: Table, old: Table) -> Table:
    """What a person settled: where nothing in the file tells it, or by a column that still stands there."""
    for name in PLACES:
        mine, theirs = new.where(name), old.where(name)
        if (mine == UNKNOWN and name == "area") or (theirs.kind == mine.kind == "column"):
            new = new.with_place(name, theirs)
    return new


def _parts(sheet: "Sheet", table: Table) -> Iterator[str]:
    yield _plain(sheet.name)
    for name in PLACES:
        where = table.where(name)
        yield f"{name} {where.kind} {_head(sheet, table, where)}"
    top = max(0, table.first - 1)
    yield " ".join(sorted({_plain(text) for text in sheet.rows[top][: min(table.values)]}))


def _head(sheet: "Sheet", table: Table, where: Where) -> str:
    if where.kind != "column" or not table.first:
        return ""
    row = sheet.rows[table.first - 1]
    return _plain(row[where.at]) if where.at < len(row) else ""


def _plain(text: str) -> str:
    """A text without what changes: its years and its figures."""
    known = sense(text)
    return "" if known.year or known.figure else re.sub(r"\d+", "0", tidy(text))
