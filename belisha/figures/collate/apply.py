"""Sheets read by a mapping: cells, the totals that are given, what is in doubt, what is left out."""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Map
from typing import TYPE_CHECKING, Final

import polars as pl

from belisha.figures.cells import ALL, SCHEMA
from belisha.figures.collate.applied import GIVEN, Applied
from belisha.figures.collate.doubts import Named, of_the_sheet
from belisha.figures.collate.mapping import PLACES, TOTAL, Doubt, Mapping, Table, WrongMapping, tidy
from belisha.figures.collate.meanings import Meanings
from belisha.figures.collate.repeated import once
from belisha.figures.collate.table_reading import Part, TableReading
from belisha.figures.collate.titles import notes_under
from belisha.figures.collate.totals import given_totals
from belisha.figures.definitions import Series, offence_codes, series
from belisha.figures.parse.places import special_forces
from belisha.figures.places import Area, areas
from belisha.figures.years import year_of

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

_OFFENCES: Final = {"crimes": "offences"}  # one thing in two words
NOBODY: Final[Collection[str]] = frozenset()


def apply(
    sheets: Sequence["Sheet"],
    mapping: Mapping,
    *,
    source: int,
    confirmed: Collection[str] = NOBODY,
    known: Map[str, Area] | None = None,
) -> Applied:
    """Read every table of the mapping. What is in doubt stays unknown until its code is `confirmed`."""
    by_name = {sheet.name: sheet for sheet in sheets}
    of = _series(mapping)
    meanings = Meanings(
        told=mapping,
        areas={**areas(), **special_forces(), **(known or {})},
        unit=_OFFENCES.get(of.unit, of.unit),
        codes=offence_codes(),
    )
    used = list(dict.fromkeys(table.sheet for table in mapping.tables))
    parts = []
    for table in mapping.tables:
        sheet = _sheet(by_name, table)
        named = _names(sheet.name, several=len(used) > 1)
        parts.append(TableReading(sheet, table, meanings=meanings, confirmed=confirmed, named=named).part())
    cells, twice = once(_cells(parts, mapping, source), mapping, confirmed)
    told = [
        doubt for name in used for doubt in of_the_sheet(by_name[name], _names(name, several=len(used) > 1))
    ]
    return Applied(
        cells=cells,
        given_totals=_totals(parts, mapping, source, meanings.areas),
        doubts=tuple(
            _each_once(
                [*told, *(one for part in parts for one in part.doubts), *_calendar(cells, mapping), *twice]
            )
        ),
        skipped=(*(one for part in parts for one in part.skipped), *notes_under(by_name, mapping)),
        words=_said(parts),
    )


def _said(parts: Sequence[Part]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        for dimension, text, value in part.said:
            found.setdefault(dimension, {})[tidy(text)] = value
    return found


def _series(mapping: Mapping) -> Series:
    if mapping.series not in series():
        raise WrongMapping(reason=f"there is no series “{mapping.series}”, only {', '.join(series())}")
    return series()[mapping.series]


def _sheet(by_name: Map[str, "Sheet"], table: Table) -> "Sheet":
    if table.sheet not in by_name:
        raise WrongMapping(reason=f"the file has no sheet “{table.sheet}”")
    sheet = by_name[table.sheet]
    heads = [table.where(name).at for name in PLACES if table.where(name).kind == "row"]
    inside = 0 <= table.first <= table.last and max(table.first, *heads, 0) < len(sheet.rows)
    if not table.values or not inside or min((*heads, *table.values)) < 0:
        raise WrongMapping(reason=f"the table of “{table.sheet}” lies outside it")
    return sheet


def _names(sheet: str, *, several: bool) -> Named:
    return (lambda cell: f"{sheet}!{cell}") if several else (lambda cell: cell)


def _cells(parts: Sequence[Part], mapping: Mapping, source: int) -> pl.DataFrame:
    """The figures proper: sums over areas and years are none; those over offences and platforms are."""
    return pl.concat(
        [
            part.cells.filter(pl.col("area") != TOTAL, pl.col("year") != TOTAL)
            .with_columns(
                pl.col("offence", "platform").replace(TOTAL, ALL),
                pl.lit(mapping.series).alias("series"),
                pl.lit(source).alias("source"),
            )
            .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
            for part in parts
        ]
    )


def _totals(parts: Sequence[Part], mapping: Mapping, source: int, known: Map[str, Area]) -> pl.DataFrame:
    told = [
        given_totals(
            part.cells.with_columns(pl.lit(mapping.series).alias("series"), pl.lit(source).alias("source")),
            known,
        )
        for part in parts
    ]
    return pl.concat([pl.DataFrame(schema=GIVEN), *told])


def _calendar(cells: pl.DataFrame, mapping: Mapping) -> Iterator[Doubt]:
    """Calendar years in a series of financial ones may be neither: “2017” is also written for 2017/18."""
    if _series(mapping).basis != "financial":
        return
    said = {label for words in (mapping.words.get("year", {}),) for label in words.values()}
    years = [year for year in cells["year"].cast(pl.String).unique(maintain_order=True) if year not in said]
    years = [year for year in years if not year_of(year).financial]
    if years:
        first = cells.filter(pl.col("year").cast(pl.String) == years[0]).row(0, named=True)
        yield Doubt(
            code="calendar",
            sentence=f"{', '.join(years)}: calendar years, where the series counts from April to March."
            f" Or is {years[0]} meant for a financial year (year:{years[0]}=2017/18, say)?",
            where=f"{first['sheet']}!{first['cell']}",
            reading="calendar years, never compared with financial ones",
        )


def _each_once(doubts: Sequence[Doubt]) -> list[Doubt]:
    return list({doubt.code: doubt for doubt in reversed(doubts)}.values())[::-1]
