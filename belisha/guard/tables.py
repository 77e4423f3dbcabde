"""Inspect CSV: as text, and column by column, since a run may be cut into cells."""

import csv
from collections.abc import Iterator, Set
from io import StringIO

from belisha.guard.finding import Finding
from belisha.guard.limits import MAX_NODES, TooMuch
from belisha.guard.pieces import inspect_pieces
from belisha.guard.text import inspect_text
from belisha.guard.writing import inspect_writing

MAX_COLUMNS = 2_000
"""Columns looked at one by one; a wider table is refused."""


def inspect_csv(text: str, known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what a table carries. Raises TooMuch for a table beyond the limits."""
    yield from inspect_text(text)
    yield from inspect_writing(text, known=known)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    except csv.Error:
        yield Finding("broken", "", "not a table of comma-separated values")
        return
    if sum(map(len, rows)) > MAX_NODES or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise TooMuch("the table is too large")
    for number in range(max(map(len, rows), default=0)):
        column = [row[number] for row in rows if number < len(row)]
        yield from inspect_text("\n".join(column), f"column {number + 1}")
        yield from inspect_pieces(column, f"column {number + 1}")


def _delimiter(text: str) -> str:
    first = text[:10_000].partition("\n")[0]
    return max(",;\t|", key=first.count)
