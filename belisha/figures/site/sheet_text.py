"""The text of an answer's sheet, with what was taken from it marked; as much as a page holds."""

from typing import Any, Final

import polars as pl

from belisha.figures.book_rows import KeptSheet
from belisha.figures.collate.names import a1, letters
from belisha.figures.site.addresses import cell_mark

ROWS: Final = 150
COLUMNS: Final = 30
TEXT: Final = 300  # characters of a cell


def shown_sheet(sheet: KeptSheet, cells: pl.DataFrame) -> dict[str, Any]:
    """The sheet as a table; `cells` are the figures that came from its answer."""
    used = set(cells.filter(pl.col("sheet").cast(pl.String) == sheet.name)["cell"].to_list())
    width = min(max(map(len, sheet.rows), default=0), COLUMNS)
    rows = [_row(sheet.name, number, row[:width], used) for number, row in enumerate(sheet.rows[:ROWS])]
    return {
        "name": sheet.name,
        "columns": [letters(column) for column in range(width)],
        "rows": rows,
        "more": _more(sheet, width),
    }


def _row(name: str, number: int, row: tuple[str, ...], used: set[str]) -> dict[str, Any]:
    return {
        "number": str(number + 1),
        "cells": [
            {
                "text": text if len(text) <= TEXT else f"{text[:TEXT]}…",
                "mark": cell_mark(name, place) if (place := a1(number, column)) in used else "",
            }
            for column, text in enumerate(row)
        ],
    }


def _more(sheet: KeptSheet, width: int) -> str:
    rows, columns = len(sheet.rows) - ROWS, max(map(len, sheet.rows), default=0) - width
    left_out = [f"{rows:,} more rows"] * (rows > 0) + [f"{columns:,} more columns"] * (columns > 0)
    return f"Not shown: {' and '.join(left_out)}." if left_out else ""
