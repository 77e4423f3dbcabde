"""What pages hand to the inclusion tags: rows, cells and events, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

SOON = timedelta(hours=1)
_UNITS = ((timedelta(days=2), timedelta(days=1), "day"), (timedelta(hours=2), timedelta(hours=1), "hour"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a summary list; `url` and `action` put a link at its end ("Change")."""

    key: str
    value: object
    url: str = ""
    action: str = "Change"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table: text, perhaps as a link, a tag or code; a moment; or the time left until one."""

    text: object = ""
    url: str = ""
    tag: str = ""
    number: bool = False
    code: bool = False
    moment: datetime | None = None
    until: datetime | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One step of a timeline: what happened, when, by whom, and a sentence more."""

    when: datetime
    title: str
    by: str = ""
    text: str = ""


def rows_of(rows: Sequence[Row | Sequence[object]]) -> list[Row]:
    """Rows from Rows or from (key, value) pairs."""
    return [row if isinstance(row, Row) else Row(key=str(row[0]), value=row[1]) for row in rows]


def cells_of(headers: Sequence[Cell], cells: Sequence[object]) -> list[Cell]:
    """The cells of one table row, each with its column's heading. Raises ValueError on a wrong count."""
    return [_in_column(header, cell) for header, cell in zip(headers, cells, strict=True)]


def headers_of(headers: Sequence[object]) -> list[Cell]:
    """Column headings from words or Cells."""
    return [header if isinstance(header, Cell) else Cell(text=header) for header in headers]


def _in_column(header: Cell, cell: object) -> Cell:
    given = cell if isinstance(cell, Cell) else Cell(text=cell)
    return Cell(
        **{name: getattr(given, name) for name in ("text", "url", "tag", "code", "moment", "until")},
        number=header.number,
        label=str(header.text),
    )


def length_in_words(length: timedelta) -> str:
    """A length of time in its largest whole unit, rounded down, so that no one is told more than there is."""
    for least, unit, noun in _UNITS:
        if length >= least:
            return _counted(length // unit, noun)
    minutes = length // timedelta(minutes=1)
    return _counted(minutes, "minute") if minutes else "less than a minute"


def left_in_words(when: datetime, now: datetime) -> str:
    """Time left until a moment, or past it: "4 minutes left", "2 hours over"."""
    return f"{length_in_words(when - now)} left" if when >= now else f"{length_in_words(now - when)} over"


def urgency(when: datetime, now: datetime) -> str:
    """How a time left is shown: over, soon or plain."""
    if when < now:
        return "over"
    return "soon" if when - now < SOON else "plain"


def moment_in_words(when: datetime) -> str:
    """A moment by the reader's clock and by UTC: "22 November 2026, 08:20 CET (07:20 UTC)"."""
    local, utc = timezone.localtime(when), when.astimezone(UTC)
    if not local.utcoffset():
        return f"{_day(utc)}, {utc:%H:%M} UTC"
    other_day = f"{_day(utc)}, " if utc.date() != local.date() else ""
    return f"{_day(local)}, {local:%H:%M %Z} ({other_day}{utc:%H:%M} UTC)"


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
