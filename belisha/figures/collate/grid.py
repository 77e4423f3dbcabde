"""A sheet as its shape is looked at: its texts, spread over merged cells, by row and by column."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from belisha.figures.collate.senses import Sense, sense

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

SAMPLE: Final = 600  # rows that a shape is told by


class Grid:
    """The beginning of a sheet. `height` is of the sample, `rows` of the whole sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet
        self.name = sheet.name
        self.rows = len(sheet.rows)
        self.height = min(self.rows, SAMPLE)
        self.width = max((len(row) for row in sheet.rows[:SAMPLE]), default=0)
        self._spread = spread(sheet)

    def own(self, row: int, column: int) -> str:
        """What stands in a cell itself."""
        texts: Sequence[str] = self.sheet.rows[row]
        return texts[column].strip() if column < len(texts) else ""

    def text(self, row: int, column: int) -> str:
        """What a reader sees in a cell: merged ones share one text."""
        return self.own(row, column) or self._spread.get((row, column), "")

    def sense(self, row: int, column: int) -> Sense:
        """What that is about."""
        return sense(self.text(row, column))

    def row(self, row: int, columns: Iterable[int] | None = None) -> list[str]:
        return [self.text(row, column) for column in (range(self.width) if columns is None else columns)]

    def column(self, column: int, rows: Iterable[int] | None = None) -> list[str]:
        return [self.text(row, column) for row in (range(self.height) if rows is None else rows)]


def spread(sheet: "Sheet") -> dict[tuple[int, int], str]:
    """The texts that merged cells share, for each cell but the first of them."""
    found: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in sheet.merged:
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        text = sheet.rows[top][left].strip()
        for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            for column in range(left, right + 1):
                if text and (row, column) != (top, left):
                    found[row, column] = text
    return found
