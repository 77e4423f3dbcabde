"""Read the tables in `data/`. The files are small, public and part of the package."""

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
GATHERED = "2026-11-22"
"""The day on which the tables were gathered; see data/SOURCES.md."""

_DAY = re.compile(r",(\d{4}-\d\d-\d\d)")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by column name."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def plain_rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a large table as lists, without the header: three times as fast as `rows`."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        yield from reader


def holds(begins: str, ends: str, day: str) -> bool:
    """Whether a row holds on a day; `ends` is the first day on which it doesn't. ISO dates, empty: open."""
    return (not begins or begins <= day) and (not ends or day < ends)


@lru_cache(maxsize=256)
def stretch(on: date | None, *names: str) -> str:
    """Return the day since which the rows of the tables have been as on that day; "" is the beginning.

    None is the day on which the tables were gathered. What is read for a stretch can be kept, however many
    days are asked for: there are few days on which a row begins or ends.
    """
    days = _days_of_change(*names)
    return days[bisect_right(days, on.isoformat() if on else GATHERED) - 1]


@cache
def _days_of_change(*names: str) -> tuple[str, ...]:
    found = {day for name in names for day in _DAY.findall((DATA / name).read_text(encoding="utf-8"))}
    return ("", *sorted(found))
