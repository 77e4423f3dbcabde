"""A few figures with every trap of a page, and what they are published as."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from belisha.figures.book_rows import KeptSheet
from belisha.figures.cells import SCHEMA
from belisha.figures.dataset import Dataset
from belisha.figures.figures import Figures
from belisha.figures.site.material import Material
from belisha.figures.site.publication import Publication
from belisha.figures.site.site import Site
from belisha.figures.sources import Source

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
ESSEX, KENT, SURREY, WALES = "E23000028", "E23000032", "E23000031", "W92000004"
EVIL = "<script>alert(1)</script>\"'&"
FORMULA = '=HYPERLINK("https://example.org","x")'
SHEET = KeptSheet(
    name="Return <1>",
    rows=(("Offences", "2016/17", "2017/18"), (EVIL, "1,204", "<5"), ("Kent", "refused s.12", FORMULA)),
    merged=(),
    kind="xlsx",
)


def cell(area: str, year: str, state: str = "full", low: int | None = None, **more: Any) -> dict[str, Any]:
    """A row of cells.SCHEMA; `high` is `low` unless it is given."""
    row = {"series": "foi", "offence": "all", "platform": "all", "note": "", "sheet": "", "cell": ""}
    return {**row, "area": area, "year": year, "state": state, "low": low, "high": low, "source": 1, **more}


CELLS = (
    cell(ESSEX, "2016/17", low=1200, sheet=SHEET.name, cell="B2"),
    cell(ESSEX, "2016/17", low=1204, source=2),
    cell(ESSEX, "2017/18", "suppressed", 1, high=4, sheet=SHEET.name, cell="C2"),
    cell(KENT, "2016/17", "refused", note="s.12", sheet=SHEET.name, cell="B3"),
    cell(KENT, "2017/18", low=568, note=FORMULA, source=2),
    cell(SURREY, "2017/18", "zero", 0, source=2, sheet="Not kept", cell="B9"),
    cell(WALES, "2017/18", low=1458, source=2),
    cell(KENT, "2017/18", low=400, offence="taking", source=2),
    cell(KENT, "2017/18", low=168, offence="possession", source=2),
    cell(KENT, "2017/18", low=90, platform=EVIL, source=2),
)
SOURCES = (
    Source(number=1, title=f"Return of Essex {EVIL}", file="essex.xlsx", received=date(2018, 6, 1), by="Ada"),
    Source(number=2, title="News of 2018", publisher="Paper", address="javascript:alert(1)", by="Ada"),
)


def figures(*, invented: bool = False) -> Figures:
    """The figures of the tests."""
    note = "Invented for the tests" if invented else ""
    sources = tuple(replace(source, note=note) for source in SOURCES)
    return Figures(Dataset(cells=pl.DataFrame(list(CELLS), schema=SCHEMA), sources=sources))


def site(*, invented: bool = False, **publication: Any) -> Site:
    """Their pages."""
    made = Publication(**{"made": NOW, "number": 1, **publication})
    shown = figures(invented=invented)
    return Site(Material(figures=shown, publication=made, sheets=lambda number: [SHEET] * (number == 1)))
