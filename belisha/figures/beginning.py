"""What a book can begin with: the figures that come with Belisha, and populations that its owner brings."""

from datetime import datetime

import polars as pl

from belisha.figures.book import Book
from belisha.figures.book_rows import KeptSheet
from belisha.figures.cells import empty
from belisha.figures.gate import findings
from belisha.figures.people import populations
from belisha.figures.shipped import TABLES, shipped
from belisha.figures.shipped_rows import table
from belisha.figures.sources import Source
from belisha.refusal import Refusal


class BookHasFigures(Refusal):
    """The book holds figures already: those that come with Belisha are older, and would supersede them."""

    code = "book_has_figures"


def take_in_shipped(book: Book, *, by: str, now: datetime) -> int:
    """Take every shipped page in as an answer of its own; returns how many. Raises BookHasFigures.

    What the gate finds in them waits to be confirmed, as of any other answer.
    """
    dataset = shipped()
    with book.transaction():
        if book.sources():
            raise BookHasFigures
        so_far = empty()
        for source in dataset.sources:
            its = pl.col("source") == source.number
            cells = dataset.cells.filter(its)
            book.add(
                source=source,
                cells=cells,
                sheets=_sheets(cells),
                shares=dataset.shares.filter(its),
                findings=findings(cells, so_far),
                by=by,
                now=now,
            )
            so_far = pl.concat([so_far, cells])
    return len(dataset.sources)


def take_in_populations(book: Book, *, text: str, source: Source, by: str, now: datetime) -> int:
    """Take in a CSV of area, year, people; returns the number of its source. Raises NoPopulations."""
    with book.transaction():
        known = book.dataset().areas
        people = populations(text, known)
        rows = tuple(tuple(line.split(",")) for line in text.splitlines())
        sheet = KeptSheet(name="populations", rows=rows, merged=(), kind="csv")
        return book.add(source=source, cells=empty(), populations=people, sheets=[sheet], by=by, now=now)


def _sheets(cells: pl.DataFrame) -> list[KeptSheet]:
    named = set(cells.get_column("sheet").cast(pl.String))
    return [KeptSheet(name=name, rows=table(name), merged=(), kind="csv") for name in TABLES if name in named]
