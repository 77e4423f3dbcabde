"""A file in, its sheets out; or a sentence that says why not."""

from typing import Any

from belisha.figures.read.carried import refuse_carried
from belisha.figures.read.kinds import kind_of
from belisha.figures.read.limits import read_apart
from belisha.figures.read.refusals import Empty
from belisha.figures.read.sheets import Progress, Sheet, Told, trimmed
from belisha.figures.read.tables import rows_within, sheet_of_text
from belisha.figures.read.texts import text_of, without_control


def sheets_of(data: bytes, *, name: str, on_progress: Progress | None = None) -> tuple[Sheet, ...]:
    """The sheets of an answer: XLSX, XLS, ODS, CSV, or a table that was pasted.

    Raises Unreadable with its code for whatever isn't a table, or can't be opened without danger. Nothing is
    written anywhere, and no formula is ever worked out.
    """
    kind = kind_of(data, name=name)
    if kind == "text":
        rows_within(data.count(b"\n"), name)  # before ten million rows are held as text
        text, told = text_of(data, name=name)
        sheets: tuple[Sheet, ...] = (sheet_of_text(text, name=name, told=told, on_progress=on_progress),)
    else:
        sheets = tuple(_sheet(kind, *row) for row in read_apart(kind, data, name=name))
    if not any(sheet.rows for sheet in sheets):
        raise Empty(name=name)
    refuse_carried(sheets, name=name)
    if on_progress:
        rows = sum(len(sheet.rows) for sheet in sheets)
        on_progress(rows, rows)
    return sheets


def _sheet(
    kind: str,
    name: str,
    hidden: bool,
    rows: list[tuple[str, ...]],
    merged: list[tuple[int, ...]],
    told: list[tuple[Any, ...]],
) -> Sheet:
    notes = [Told(*row) for row in told]
    if hidden:
        notes.insert(0, Told("hidden_sheet", f"The sheet {name} is hidden in the spreadsheet."))
    return Sheet(
        name=without_control(name),
        rows=trimmed([tuple(map(without_control, row)) for row in rows]),
        merged=tuple((a, b, c, d) for a, b, c, d in merged),
        kind=kind,
        told=tuple(notes),
        hidden=hidden,
    )
