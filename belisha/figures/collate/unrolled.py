"""A table unrolled: one row for each cell that may hold a figure, with the texts that say what it is of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from belisha.figures.collate.grid import spread
from belisha.figures.collate.mapping import PLACES, Table, Where
from belisha.figures.collate.names import letters
from belisha.figures.collate.senses import sense

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

Spread = dict[tuple[int, int], str]
_NOTHING: Final = pl.Series([], dtype=pl.String)


def unroll(sheet: "Sheet", table: Table) -> pl.DataFrame:
    """Columns: row, column (counted from 0), cell, text, merged, and the text of each of PLACES ("" none)."""
    shared = spread(sheet)
    rows = [row for row in range(table.first, min(table.last + 1, len(sheet.rows))) if row not in table.leave]
    places = [(name, table.where(name)) for name in PLACES]
    names = {f"v{column}": column for column in table.values}
    beside = pl.DataFrame(
        {
            "row": pl.Series(rows, dtype=pl.Int32),
            **{name: _beside(sheet, shared, rows, where) for name, where in places if _is_beside(where)},
            **{name: _column(sheet, shared, rows, column) for name, column in names.items()},
        }
    )
    labels = [name for name, where in places if _is_beside(where)]
    long = beside.unpivot(on=list(names), index=["row", *labels], variable_name="v", value_name="text")
    above = pl.DataFrame(
        {
            "v": list(names),
            "column": pl.Series(list(names.values()), dtype=pl.Int32),
            "letters": [letters(column) for column in names.values()],
            **{
                name: _above(sheet, shared, table.values, where)
                for name, where in places
                if where.kind == "row"
            },
        }
    )
    told = long.join(above, on="v", how="left", maintain_order="left").drop("v")
    return told.with_columns(
        *[pl.lit(_fixed(sheet, where)).alias(name) for name, where in places if name not in told.columns],
        (pl.col("letters") + (pl.col("row") + 1).cast(pl.String)).alias("cell"),
    ).drop("letters")


def _is_beside(where: Where) -> bool:
    return where.kind in ("column", "heading")


def _fixed(sheet: "Sheet", where: Where) -> str:
    return sheet.name if where.kind == "sheet" else where.value


def _column(sheet: "Sheet", shared: Spread, rows: Sequence[int], column: int) -> pl.Series:
    told = sheet.rows
    texts = [told[row][column] if column < len(told[row]) else "" for row in rows]
    if shared:
        texts = [text or shared.get((row, column), "") for row, text in zip(rows, texts, strict=True)]
    return pl.Series(texts, dtype=pl.String) if texts else _NOTHING


def _beside(sheet: "Sheet", shared: Spread, rows: Sequence[int], where: Where) -> pl.Series:
    if where.kind == "heading":
        return _headings(sheet, rows, where.at)
    texts = _column(sheet, shared, rows, where.at).str.strip_chars()
    if not where.fill:
        return texts
    return texts.replace("", None).forward_fill().fill_null("")


def _headings(sheet: "Sheet", rows: Sequence[int], column: int) -> pl.Series:
    """The text that stood last alone in the column, above each row."""
    texts, last = [], ""
    begins = rows[0] if rows else 0
    for row in range(max(0, begins - 3), rows[-1] + 1 if rows else 0):
        told = [text for text in sheet.rows[row] if text.strip()]
        text = sheet.rows[row][column].strip() if column < len(sheet.rows[row]) else ""
        if len(told) == 1 and text and (sense(text).year or sense(text).area or sense(text).platform):
            last = text
        if row >= begins:
            texts.append(last)
    wanted = set(rows)
    return pl.Series([text for row, text in enumerate(texts, begins) if row in wanted], dtype=pl.String)


def _above(sheet: "Sheet", shared: Spread, columns: Sequence[int], where: Where) -> list[str]:
    """The texts of a row over the figures. A blank one goes on from the left where the mapping says so."""
    row = sheet.rows[where.at]
    texts, last = [], ""
    for column in range(max(columns) + 1):
        text = (row[column].strip() if column < len(row) else "") or shared.get((where.at, column), "")
        last = text if text or not where.fill or column < min(columns) else last
        if column in columns:
            texts.append(last)
    return texts
