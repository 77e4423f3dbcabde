"""What an area's figures are broken down into: offences and platforms of its newest year, bounded."""

from typing import Any, Final

import polars as pl

from belisha.figures.cell import Cell
from belisha.figures.cells import ALL, KNOWN
from belisha.figures.places import Area
from belisha.figures.site import wording
from belisha.figures.site.material import Material
from belisha.figures.site.series import offence_name, title_of

MOST: Final = 20  # rows of a table: the downloads have all
YEARS: Final = 6
_NAMES: Final = {"offence": ("By offence", "Offence"), "platform": ("By platform", "Platform")}


def breakdowns_of(material: Material, area: Area) -> list[dict[str, Any]]:
    """A table for each series and way of breaking down that the area's answers have."""
    mine = material.broken_down(area.id)
    found = []
    for by, other in (("offence", "platform"), ("platform", "offence")):
        parts = mine.filter((pl.col(by) != ALL) & (pl.col(other) == ALL))
        found += [_table(area, str(series[0]), by, rows) for series, rows in _by_series(parts)]
    return found


def _by_series(parts: pl.DataFrame) -> list[tuple[tuple[Any, ...], pl.DataFrame]]:
    named = parts.with_columns(pl.col("series").cast(pl.String)).sort("series", maintain_order=True)
    return list(named.group_by(["series"], maintain_order=True))


def _table(area: Area, series: str, by: str, rows: pl.DataFrame) -> dict[str, Any]:
    years = sorted(rows["year"].cast(pl.String).unique().to_list())[-YEARS:]
    cells = {(getattr(cell, by), cell.year): cell for cell in map(_cell, rows.to_dicts())}
    codes = sorted({code for code, _ in cells}, key=lambda code: (-_size(cells.get((code, years[-1]))), code))
    heading, column = _NAMES[by]
    return {
        "heading": f"{heading}: {title_of(series)}",
        "caption": f"{area.name}, {title_of(series)}: {heading.lower()}",
        "columns": [column, *years],
        "rows": [
            {"name": _name(by, code), "cells": [_told(cells.get((code, year))) for year in years]}
            for code in codes[:MOST]
        ],
        "more": f"And {len(codes) - MOST:,} more: the download of this area has all."
        if len(codes) > MOST
        else "",
    }


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(**{**row, "note": row["note"] or ""})


def _name(by: str, code: str) -> str:
    if by == "offence":
        return offence_name(code)
    return "Any platform that was recorded" if code == KNOWN else code


def _told(cell: Cell | None) -> str:
    return wording.told(cell) if cell else "–"


def _size(cell: Cell | None) -> int:
    return (cell.low or 0) if cell else -1
