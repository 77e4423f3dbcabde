"""Columns that are lined up with spaces, as they come out of an e-mail or a PDF."""

import re
from typing import Final

from belisha.figures.read.bounds import cells_within
from belisha.figures.read.sheets import MOST_TOLD, Told

_GAP: Final = re.compile(r" {2,}")
_TAB: Final = 8
_LONGEST: Final = 5_000


def aligned(lines: list[str], *, name: str) -> tuple[list[list[str]], list[Told]]:
    """The cells of lined-up columns; a line without a gap is one cell.

    A blank cell leaves only space behind: cells go to the columns that they stand under. A line that doesn't
    stand under them is cut at its gaps, and told.
    """
    lines = [line.rstrip().expandtabs(_TAB)[:_LONGEST] for line in lines]
    table = [line for line in lines if _GAP.search(line.strip())]
    columns = _columns(table)
    cells_within(len(lines), len(columns), name)
    rows: list[list[str]] = []
    told: list[Told] = []
    for place, line in enumerate(lines):
        if not _GAP.search(line.strip()):
            rows.append([line.strip()])
            continue
        cells = [line[first:last].strip() for first, last in columns]
        if len([cell for cell in cells if cell]) != len(_GAP.split(line.strip())):
            cells = _GAP.split(line.strip())
            told.append(
                Told("aligned", f"Row {place + 1} doesn't stand under the columns.", place, doubt=True)
            )
        rows.append(cells)
    return rows, told[:MOST_TOLD]


def _columns(lines: list[str]) -> list[tuple[int, int]]:
    """From where to where each column goes: between the places that are blank in every line."""
    width = max(map(len, lines), default=0)
    used = [False] * width
    for line in lines:
        for found in re.finditer(r"\S+(?: \S+)*", line):
            used[found.start() : found.end()] = [True] * (found.end() - found.start())
    columns: list[tuple[int, int]] = []
    for place, filled in enumerate(used):
        if filled and columns and columns[-1][1] == place:
            columns[-1] = (columns[-1][0], place + 1)
        elif filled:
            columns.append((place, place + 1))
    return columns
