"""Populations from a table of whoever has them: area, year, people."""

import csv
from collections.abc import Mapping
from io import StringIO

import polars as pl

from belisha.figures.cannot import CannotSay
from belisha.figures.dataset import POPULATIONS
from belisha.figures.naming import area_named, year_label
from belisha.figures.places import Area
from belisha.refusal import Refusal

_COLUMNS = ("area", "year", "people")


class NoPopulations(Refusal):
    """This table of populations can't be read: {problem}. It needs the columns area, year and people."""

    code = "no_populations"


def populations(text: str, areas: Mapping[str, Area], *, source: int = 0) -> pl.DataFrame:
    """The populations of a CSV; areas by id or name, years as calendar years (mid-year) or otherwise."""
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    if not set(_COLUMNS) <= set(rows.fieldnames or ()):
        raise NoPopulations(problem=f"its columns are {', '.join(rows.fieldnames or ()) or 'none'}")
    found = [_row(row, number, areas, source) for number, row in enumerate(rows, 2)]
    return pl.DataFrame(found, schema=POPULATIONS)


def _row(row: dict[str, str], number: int, areas: Mapping[str, Area], source: int) -> dict[str, object]:
    try:
        area, year = area_named(row["area"] or "", areas).id, year_label(row["year"] or "")
    except CannotSay as refusal:
        raise NoPopulations(problem=f"line {number}: {refusal.sentence}") from refusal
    people = (row["people"] or "").replace(",", "").strip()
    if not (people.isascii() and people.isdigit() and 0 < int(people) < 10**10):
        raise NoPopulations(problem=f"line {number}: “{people[:20]}” is no number of people")
    return {"area": area, "year": year, "people": int(people), "source": source}
