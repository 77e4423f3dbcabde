"""How much of a table is held: rows are made as wide as the widest, so few bytes can become many cells."""

from belisha.figures.read.refusals import TooLarge
from belisha.figures.read.sheets import MOST_CELLS, MOST_COLUMNS


def columns_within(columns: int, name: str) -> None:
    """Raise where a row has more cells than are read."""
    if columns > MOST_COLUMNS:
        raise TooLarge(name=name, what=f"{columns:,} columns, where {MOST_COLUMNS:,} are read")


def cells_within(rows: int, columns: int, name: str) -> None:
    """Raise where a table of this size holds more cells than are read, blank ones counted."""
    columns_within(columns, name)
    if rows * columns > MOST_CELLS:
        raise TooLarge(name=name, what=f"{rows:,} rows of {columns:,} columns")
