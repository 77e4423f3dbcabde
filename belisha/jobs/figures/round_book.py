"""The book whose rounds a command reads: there are none among the figures that come with Belisha."""

from pathlib import Path
from typing import TYPE_CHECKING

from belisha.jobs.figures.here import book_path

if TYPE_CHECKING:
    from belisha.figures.book import Book


def book_with_rounds(book: Path | None, data: Path | None) -> "Book":
    """The book that is there; raises NoBook and what else says that it can't be read."""
    from belisha.figures.book import Book

    return Book.open(book_path(book, data))
