"""From a figure to its answer: every vintage of it, and the place in the sheet where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belisha.figures.book import Book
from belisha.figures.cells import ALL
from belisha.figures.dataset import Dataset
from belisha.figures.places import Area
from belisha.figures.shipped import TABLES
from belisha.figures.shipped_rows import table
from belisha.figures.vintages import Correction, Told, history
from belisha.refusal import NotFound

_A1 = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
AROUND = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of a sheet; `number` as a spreadsheet shows it, `here` whether the figure stands in it."""

    number: int
    cells: tuple[str, ...]
    here: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """The rows around a figure, the first of the sheet with them. `column` counts from 0."""

    lines: tuple[Line, ...]
    column: int
    letters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Traced:
    """One vintage of a figure; `excerpt` is None where the text of its sheet isn't kept."""

    told: Told
    words: str
    excerpt: Excerpt | None
    newest: bool


def trace(
    dataset: Dataset,
    *,
    series: str,
    area: str,
    year: str,
    offence: str = ALL,
    platform: str = ALL,
    book: Book | None = None,
) -> list[Traced]:
    """Every vintage of one figure, the newest first; raises NotFound where nobody told any."""
    key = {"series": series, "area": area, "year": year, "offence": offence, "platform": platform}
    told = history(dataset, key)
    if not told:
        raise NotFound(what="figure")
    return [
        Traced(told=one, words=in_words(one), excerpt=_excerpt(one, book), newest=place == 0)
        for place, one in enumerate(reversed(told))
    ]


def in_words(told: Told) -> str:
    """What a source says: "164", "1 to 4 (suppressed)", "refused: s.40"."""
    if told.low is None:
        word = {"not_held": "not held", "none": "no figure", "late": "no answer in time"}
        return f"{word.get(told.state, told.state)}{f': {told.note}' if told.note else ''}"
    if told.high is None:
        count = f"at least {told.low:,}"
    else:
        count = f"{told.low:,}" if told.low == told.high else f"{told.low:,} to {told.high:,}"
    return f"{count} ({told.state})" if told.state in ("suppressed", "partial") else count


def correction_in_words(one: Correction, areas: Mapping[str, Area]) -> str:
    """ "UK, 2016/17: 18,522 became 18,574 (iknowallnews.com ...)"."""
    name = areas[one.area].name if one.area in areas else one.area
    parts = [part for part in (one.offence, one.platform) if part != ALL]
    return (
        f"{', '.join((name, one.year, *parts))}: {in_words(one.before)} became {in_words(one.after)}"
        f" ({one.after.source.title})"
    )


def _excerpt(told: Told, book: Book | None) -> Excerpt | None:
    rows = _rows(told, book)
    place = _A1.fullmatch(told.cell)
    if rows is None or place is None:
        return None
    return excerpt(rows, row=int(place[2]), column=_column(place[1]))


def excerpt(rows: Sequence[Sequence[str]], *, row: int, column: int, around: int = AROUND) -> Excerpt | None:
    """The rows around one (counted from 1), with the first; None where there is no such place."""
    if row > len(rows) or column >= max((len(line) for line in rows), default=0):
        return None
    shown = {1, *range(max(row - around, 1), min(row + around, len(rows)) + 1)}
    lines = tuple(
        Line(number=number, cells=tuple(rows[number - 1]), here=number == row) for number in sorted(shown)
    )
    width = max(len(line.cells) for line in lines)
    lines = tuple(
        Line(number=one.number, cells=one.cells + ("",) * (width - len(one.cells)), here=one.here)
        for one in lines
    )
    return Excerpt(lines=lines, column=column, letters=tuple(letters(place) for place in range(width)))


def _rows(told: Told, book: Book | None) -> Sequence[Sequence[str]] | None:
    if book is None:
        return table(told.sheet) if told.sheet in TABLES else None
    try:
        return book.sheet(told.source.number, told.sheet).rows
    except NotFound:
        return None


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def letters(place: int) -> str:
    """A column, counted from 0, as a spreadsheet names it."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
