"""Tables in plain text: CSV with its separators, Markdown, and columns that are lined up with spaces."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Final

from belisha.figures.read.aligned import aligned
from belisha.figures.read.bounds import cells_within, columns_within
from belisha.figures.read.refusals import Broken, Empty, TooLarge
from belisha.figures.read.sheets import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_ROWS,
    MOST_TOLD,
    Progress,
    Sheet,
    Told,
    trimmed,
)

_SEPARATORS: Final = "\t;|,"  # in this order where a text can be cut by several: 1,204;1,310
_RULE: Final = re.compile(r"[\s:|+-]+")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_THOUSANDS: Final = re.compile(r"(?<!\S)\d{1,3}(?:,\d{3})+(?!\S)")  # lined up with spaces: no comma cuts it
_EVERY: Final = 50_000


def sheet_of_text(text: str, *, name: str, told: tuple[Told, ...], on_progress: Progress | None) -> Sheet:
    """One sheet, whatever cuts its cells."""
    lines = rows_within(text.count("\n") + 1, name)
    if not text.strip("\n\t ,;|"):
        raise Empty(name=name)
    start = text[:200_000].split("\n")
    if _is_markdown(start):
        return _sheet(name, _markdown(text), "text", told, on_progress, lines)
    if separator := _separator(start):
        return _sheet(name, _csv(text, separator, name), "csv", told, on_progress, lines)
    rows, more = aligned(text.split("\n"), name=name)
    return _sheet(name, rows, "text", (*told, *more), on_progress, lines)


def rows_within(rows: int, name: str) -> int:
    """How many rows there are; raises where they are more than are read."""
    if rows > MOST_ROWS:
        raise TooLarge(name=name, what=f"{rows:,} rows, where {MOST_ROWS:,} are read")
    return rows


def _sheet(
    name: str,
    rows: Iterable[list[str]],
    kind: str,
    told: tuple[Told, ...],
    on_progress: Progress | None,
    lines: int,
) -> Sheet:
    kept: list[tuple[str, ...]] = []
    same: dict[str, str] = {}  # a million cells hold few texts: each is held once
    cells = 0
    for row in rows:
        columns_within(len(row), name)
        kept.append(tuple([same.setdefault(cell, cell) for cell in map(str.strip, row)]))
        cells += len(row)
        if cells > MOST_CELLS:
            raise TooLarge(name=name, what=f"more than {MOST_CELLS:,} cells")
        if on_progress and not len(kept) % _EVERY:
            on_progress(len(kept), lines)
    cells_within(len(kept), max(map(len, kept), default=0), name)
    ragged = _ragged(kept)
    return Sheet(name=PurePath(name).stem, rows=trimmed(kept), kind=kind, told=(*told, *ragged))


def _csv(text: str, separator: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as problem:
        what = f"in line {reader.line_num}, a quotation mark isn't closed, or is closed too early"
        if "field larger" in str(problem):
            what = f"in line {reader.line_num}, a cell is longer than {MOST_CHARACTERS:,} characters"
        raise Broken(name=name, what=what) from problem


def _is_markdown(lines: list[str]) -> bool:
    rows = [line for line in lines if line.count("|") > 1]
    return any(_is_rule(row) for row in rows[:20])


def _is_rule(row: str) -> bool:
    return "-" in row and _RULE.fullmatch(row.strip()) is not None


def _markdown(text: str) -> Iterator[list[str]]:
    for line in text.split("\n"):
        if "|" not in line:
            yield [line]
        elif not _is_rule(line):
            yield [
                cell.replace("\\|", "|")
                for cell in _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))
            ]


def _separator(lines: list[str]) -> str:
    """What cuts the lines into the same number of cells most often."""
    best, most = "", 0.0
    plain = [_THOUSANDS.sub("0", line) for line in lines]
    for separator in _SEPARATORS:
        widths = [len(row) for row in _cut(plain, separator) if any(row)]
        if not widths:
            continue
        width, rows = max(Counter(wide for wide in widths if wide > 1).items(), key=_often, default=(1, 0))
        share = rows / len(widths)
        if width > 1 and share > most + 0.2 and (share >= 0.5 or rows >= 3):
            best, most = separator, share
    return best


def _often(counted: tuple[int, int]) -> tuple[int, int]:
    return counted[1], counted[0]


def _cut(lines: list[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from islice(csv.reader(lines[:500], delimiter=separator), 500)
    except csv.Error:
        return


def _ragged(rows: list[tuple[str, ...]]) -> list[Told]:
    """Rows that are wider than most, or a header that is narrower: an unquoted 1,204 makes two cells."""
    widths = [len(row) if _width(row) > 1 else 0 for row in rows]
    common = Counter(filter(None, widths)).most_common(1)
    if not common or len(set(filter(None, widths))) == 1:
        return []
    usual, begins = common[0][0], widths.index(common[0][0])
    header = max((place for place in range(begins) if widths[place]), default=-1)
    odd = [place for place, row in enumerate(rows) if _width(row) > usual or place == header]
    return [_odd(place, widths[place], usual) for place in odd[:MOST_TOLD]]


def _odd(place: int, wide: int, usual: int) -> Told:
    sentence = (
        f"Row {place + 1} has {wide} cells, where most have {usual}: is a number such as 1,204 cut in two?"
    )
    return Told("ragged", sentence, place, doubt=True)


def _width(row: tuple[str, ...]) -> int:
    wide = len(row)
    while wide and not row[wide - 1]:
        wide -= 1
    return wide
