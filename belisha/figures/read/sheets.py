"""Sheets of text, as an answer shows them: what every file becomes before anything is made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Rows = tuple[tuple[str, ...], ...]
Merged = tuple[int, int, int, int]  # row, column, last row, last column, from 0
Progress = Callable[[int, int], None]  # how much is done, of how much

MOST_BYTES: Final = 100 * 1024 * 1024  # of a file as it comes
MOST_UNZIPPED: Final = 1024 * 1024 * 1024  # of what its zip unpacks to; read as a stream, never held
MOST_ROWS: Final = 1_200_000  # of a sheet; a spreadsheet has 1,048,576
MOST_COLUMNS: Final = 16_384  # of a sheet, as in a spreadsheet
MOST_CELLS: Final = 12_000_000  # of all sheets
MOST_CHARACTERS: Final = 32_767  # of a cell, as in a spreadsheet
MOST_TOLD: Final = 1_000  # of one sheet


@dataclass(frozen=True, slots=True)
class Told:
    """Something of a sheet that its text doesn't show.

    `what`: formula, date, per_cent, raised, error, hidden_sheet, hidden_rows, hidden_columns, encoding,
    mojibake, ragged, aligned. `row` and `column` count from 0; None: it is about the whole row, or the whole
    sheet. `doubt`: figures may have been read wrongly because of it, and a person has to look.
    """

    what: str
    sentence: str
    row: int | None = None
    column: int | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or one pasted table: its cells as text, as a spreadsheet would show them.

    `merged` cells have their text in the first one alone. `kind`: xlsx, xls, ods, csv or text.
    """

    name: str
    rows: Rows
    merged: tuple[Merged, ...] = ()
    kind: str = "csv"
    told: tuple[Told, ...] = ()
    hidden: bool = False


def a1(row: int, column: int) -> str:
    """The name of a cell, counted from 0, as a spreadsheet writes it: a1(13, 2) is "C14"."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def trimmed(rows: list[tuple[str, ...]]) -> Rows:
    """Without the empty rows and columns at the end, each row as wide as the widest."""
    while rows and not any(rows[-1]):
        rows.pop()
    widths: dict[int, int] = {}
    width = 0
    for place, row in enumerate(rows):
        wide = len(row)
        while wide > width and not row[wide - 1]:
            wide -= 1
        width, widths[place] = max(width, wide), len(row)
    return tuple(
        row if widths[place] == width else (row + ("",) * width)[:width] for place, row in enumerate(rows)
    )
