"""Reads one workbook from standard input and writes its sheets to standard output: run by limits.py alone."""

import datetime
import io
import marshal
import resource
import sys
import zipfile
import zlib
from contextlib import suppress
from dataclasses import astuple
from typing import Any, Final

from belisha.figures.read.ods import Ods
from belisha.figures.read.parts import Notes, Parts
from belisha.figures.read.refusals import Broken, Encrypted, TooLarge, Unreadable
from belisha.figures.read.sheets import MOST_CELLS, MOST_CHARACTERS, MOST_ROWS
from belisha.figures.read.xlsx import Xlsx

_FILE: Final = "The file"
# A part that isn't packed as it says, XML that isn't XML (a SyntaxError), letters of an unknown kind.
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, LookupError, EOFError, OSError, ValueError, SyntaxError)


def main(kind: str, memory: int, seconds: int) -> None:
    """Read within bounds; write (code of the refusal or "", its facts or the sheets)."""
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # a system that has no such limit
            resource.setrlimit(limit, (most, most))
    data = sys.stdin.buffer.read()
    try:
        answer: tuple[str, Any] = ("", sheets(kind, data))
    except Unreadable as refusal:
        answer = (refusal.code, {key: str(fact) for key, fact in refusal.facts.items() if key != "name"})
    sys.stdout.buffer.write(marshal.dumps(answer))


def sheets(kind: str, data: bytes) -> list[tuple[Any, ...]]:
    """Each sheet: name, hidden, rows, merged, told."""
    import python_calamine

    try:
        notes = _notes(kind, data)
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            hidden = {
                sheet.name: not str(sheet.visible).endswith(".Visible") for sheet in book.sheets_metadata
            }
            return [_sheet(book.get_sheet_by_name(name), notes, hidden[name]) for name in _tables(book)]
    except python_calamine.PasswordError as problem:
        raise Encrypted(name=_FILE) from problem
    except (python_calamine.CalamineError, *_BROKEN) as problem:
        raise Broken(name=_FILE, what="the spreadsheet in it can't be read") from problem


def _notes(kind: str, data: bytes) -> dict[str, Notes]:
    if kind == "xls":
        return {}
    parts = Parts(data, name=_FILE)
    return Ods(parts).sheets() if kind == "ods" else Xlsx(parts).sheets()


def _tables(book: Any) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]


def _sheet(sheet: Any, notes: dict[str, Notes], hidden: bool) -> tuple[Any, ...]:
    name = sheet.name
    found = notes.get(name) or Notes()
    last, wide = sheet.end or (-1, -1)
    if last >= MOST_ROWS or (last + 1) * (wide + 1) > MOST_CELLS:
        raise TooLarge(name=_FILE, what=f"{last + 1:,} rows of {wide + 1:,} columns")
    same: dict[Any, str] = {}
    rows = [_row(row, same) for row in sheet.to_python(skip_empty_area=False)] if sheet.end else []
    _tell_dates(rows, same, found)
    _patch(rows, found)
    merged = [(*first, *end) for first, end in sheet.merged_cell_ranges or ()] or found.merged
    return name, hidden, rows, merged, [astuple(told) for told in found.told]


def _row(row: list[Any], same: dict[Any, str]) -> tuple[str, ...]:
    # True == 1 == 1.0: a key of its own for each type.
    return tuple([same.get((type(cell), cell)) or _kept(cell, same) for cell in row])


def _kept(cell: Any, same: dict[Any, str]) -> str:
    text = same[type(cell), cell] = sys.intern(text_of(cell))
    return text


def text_of(cell: Any) -> str:
    """A value as a spreadsheet shows it, without its thousands commas."""
    if isinstance(cell, str):
        if len(cell) > MOST_CHARACTERS:
            raise TooLarge(name=_FILE, what=f"a cell of {len(cell):,} characters")
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def _tell_dates(rows: list[tuple[str, ...]], same: dict[Any, str], notes: Notes) -> None:
    dates = {text for (kind, _), text in same.items() if issubclass(kind, (datetime.date, datetime.time))}
    for place, row in enumerate(rows) if dates else ():
        for column, text in enumerate(row):
            if text in dates:
                notes.tell("date", f"The spreadsheet holds a date here: {text}.", place, column)


def _patch(rows: list[tuple[str, ...]], notes: Notes) -> None:
    for (row, column), text in notes.texts.items():
        while row >= len(rows):
            rows.append(())
        cells = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
        cells[column] = text.strip()
        rows[row] = tuple(cells)
