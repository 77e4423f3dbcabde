"""A sheet on a page: its beginning as it is, with what each row and column is taken for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from belisha.figures.collate.mapping import PLACES, Mapping, Table
from belisha.figures.collate.names import letters
from belisha.figures.collate.proposal import NAMES
from belisha.figures.read import Sheet

_HEAD, _FIGURES, _UNDER, _COLUMNS = 6, 12, 6, 14  # how much is shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row: its number, what it is taken for, and its cells, each with whether a figure is read there."""

    number: int
    role: str
    cells: tuple[tuple[str, bool], ...]
    gap: int = 0  # how many rows before it aren't shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """A table and what is taken for what."""

    number: int
    sheet: str
    columns: tuple[tuple[str, str], ...]  # letter, role
    rows: tuple[Row, ...]
    more_columns: int


def tables(sheets: Sequence[Sheet], mapping: Mapping) -> list[Beside]:
    """Each table of a mapping beside its source."""
    by_name = {sheet.name: sheet for sheet in sheets}
    found = [
        _beside(by_name[table.sheet], table, number)
        for number, table in enumerate(mapping.tables, 1)
        if table.sheet in by_name
    ]
    return found or [_bare(sheet) for sheet in sheets[:3]]


def _bare(sheet: Sheet) -> Beside:
    return _beside(sheet, Table(sheet=sheet.name, first=0, last=-1, values=()), 0)


def _beside(sheet: Sheet, table: Table, number: int) -> Beside:
    width = max((len(row) for row in sheet.rows[: table.first + _FIGURES]), default=0)
    columns = range(min(width, _COLUMNS))
    return Beside(
        number=number,
        sheet=sheet.name,
        columns=tuple((letters(column), _role(table, column)) for column in columns),
        rows=tuple(_rows(sheet, table, columns)),
        more_columns=max(0, width - _COLUMNS),
    )


def _rows(sheet: Sheet, table: Table, columns: range) -> Iterator[Row]:
    last = min(table.last, len(sheet.rows) - 1)
    begin = range(max(0, table.first - _HEAD), min(table.first + _FIGURES, len(sheet.rows)))
    end = range(max(begin.stop, last - 1), min(max(last, 0) + 1 + _UNDER, len(sheet.rows)))
    before = begin.start
    for row in (*begin, *end):
        texts = sheet.rows[row]
        cells = tuple(
            (texts[column][:80] if column < len(texts) else "", _is_figure(table, row, column))
            for column in columns
        )
        yield Row(number=row + 1, role=_role_of_row(table, row), cells=cells, gap=row - before)
        before = row + 1


def _is_figure(table: Table, row: int, column: int) -> bool:
    return column in table.values and table.first <= row <= table.last and row not in table.leave


def _role(table: Table, column: int) -> str:
    if column in table.values:
        return "figures"
    told = [name for name in PLACES if table.where(name).kind in ("column", "heading")]
    return next((NAMES[name] for name in told if table.where(name).at == column), "not read")


def _role_of_row(table: Table, row: int) -> str:
    told = [NAMES[name] for name in PLACES if table.where(name).kind == "row" and table.where(name).at == row]
    if told:
        return ", ".join(told)
    inside = table.first <= row <= table.last and row not in table.leave
    return "figures" if inside else "not read"
