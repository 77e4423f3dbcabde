"""Inspect CSV: as text, and column by column, since a run may be cut into cells."""

import csv
from collections.abc import Iterator
from io import StringIO

from belisha.guard.finding import Finding
from belisha.guard.limits import MAX_NODES, TooMuch
from belisha.guard.text import inspect_text

MAX_COLUMNS = 2_000
"""Columns looked at one by one; a wider table is refused."""


def inspect_csv(text: str) -> Iterator[Finding]:
    """Yield what a table carries. Raises TooMuch for a table beyond the limits."""
    yield from inspect_text(text)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    except csv.Error:
        yield Finding("broken", "", "not a table of comma-separated values")
        return
    if sum(map(len, rows)) > MAX_NODES or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise TooMuch("the table is too large")
    for number in range(max(map(len, rows), default=0)):
        column = "\n".join(row[number] for row in rows if number < len(row))
        yield from inspect_text(column, f"column {number + 1}")


def _delimiter(text: str) -> str:
    first = text[:10_000].partition("\n")[0]
    return max(",;\t|", key=first.count)
