"""A mapping in a terminal: the beginning of each sheet, and what its rows and columns are taken for."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from belisha.figures.collate.mapping import PLACES, Mapping, Proposal, Table, Where
from belisha.figures.collate.names import letters
from belisha.figures.collate.proposal import NAMES, columns_in_words, written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from belisha.figures.read import Sheet

_HEAD, _FIGURES, _END, _COLUMNS, _WIDTH = 6, 6, 2, 12, 26  # how much is shown


def shown(sheets: Sequence["Sheet"], mapping: Mapping) -> Iterator["RenderableType"]:
    """Each table beside its source."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for number, table in enumerate(mapping.tables, 1):
        if table.sheet in by_name:
            yield _beside(by_name[table.sheet], table, number, of=len(mapping.tables))


def lines(proposal: Proposal, mapping: Mapping, sheets: Sequence["Sheet"] = ()) -> Iterator[str]:
    """The guesses, as `--set` takes them, each with its reason; what was left out; what nobody can guess."""
    if proposal.recognised:
        yield "A file of this shape was imported before: it is read as that one was."
    for guess in proposal.guesses:
        told = "" if guess.table < 2 else f"{guess.table}."
        yield f"  {told}{guess.name}={guess.value}  ({guess.because})" if guess.because else f"  {guess.name}"
    yield from (f"  legend:{sign}={text}" for sign, text in mapping.legend.items())
    yield from (f"  left out: {one.where} “{plain(one.text)}”, {one.because}" for one in proposal.skipped)
    yield from (f"  MISSING: {one}" for one in proposal.missing)


def _beside(sheet: "Sheet", table: Table, number: int, *, of: int) -> "RenderableType":
    from rich.table import Table as Grid
    from rich.text import Text

    width = min(max((len(row) for row in sheet.rows[: table.last + 1]), default=0), _COLUMNS)
    columns = sorted({*range(width), *(place.at for place in _columns(table)), *table.values[:_COLUMNS]})
    title = f"Table {number} of {of}: “{plain(sheet.name)}”, figures in {columns_in_words(table.values)}"
    grid = Grid(title=title, title_justify="left", show_lines=False, pad_edge=False)
    grid.add_column("")
    grid.add_column("", justify="right")
    for column in columns:
        grid.add_column(
            Text(f"{letters(column)}\n{_role(table, column)}"), max_width=_WIDTH, overflow="ellipsis"
        )
    for row in _rows(sheet, table):
        if row is None:
            grid.add_row("", "...")
            continue
        texts = sheet.rows[row]
        cells = [Text(plain(texts[one]) if one < len(texts) else "") for one in columns]
        grid.add_row(_role_of_row(table, row), str(row + 1), *cells)
    return grid


def _columns(table: Table) -> list[Where]:
    return [table.where(name) for name in PLACES if table.where(name).kind in ("column", "heading")]


def _role(table: Table, column: int) -> str:
    if column in table.values:
        return "figures"
    for name in PLACES:
        where = table.where(name)
        if where.kind in ("column", "heading") and where.at == column:
            return NAMES[name]
    return "-"


def _role_of_row(table: Table, row: int) -> str:
    told = [NAMES[name] for name in PLACES if table.where(name).kind == "row" and table.where(name).at == row]
    if told:
        return ", ".join(told)
    inside = table.first <= row <= table.last and row not in table.leave
    return "figures" if inside else "-"


def _rows(sheet: "Sheet", table: Table) -> Iterator[int | None]:
    """The rows over the figures, the first and the last of them, and what stands under them."""
    last = min(table.last, len(sheet.rows) - 1)
    first = range(max(0, table.first - _HEAD), min(table.first + _FIGURES, last + 1))
    end = range(max(first.stop, last + 1 - _END), min(last + 1 + _END, len(sheet.rows)))
    yield from first
    if end and end.start > first.stop:
        yield None
    yield from end


def plain(text: str) -> str:
    """A text of somebody else's file, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:200]


__all__ = ["lines", "plain", "shown", "written"]
