"""Checking claims for everybody, against what everybody may see: the newest publication, else the shipped."""

from datetime import date, datetime
from functools import lru_cache

from belisha.figures import Figures
from belisha.figures.book import Book
from belisha.figures.claims import Checked, read
from belisha.figures.desk.book import desk_book_if_any
from belisha.figures.shipped import shipped
from belisha.figures.site import store
from belisha.figures.site.publication import Publication

MOST = 4_000
"""Characters that are checked at once for a stranger."""


def check_for_everybody(text: str, *, written: date | None, now: datetime) -> Checked:
    """The claims of a text, against published figures alone: an embargo isn't felt out by asking."""
    book = desk_book_if_any()
    shown = store.shown(book, now) if book else None
    figures = _published(str(book.path), shown) if book and shown and shown.as_of else _shipped()
    return read(figures, text[:MOST], written=written)


@lru_cache(maxsize=1)
def _published(path: str, shown: Publication) -> Figures:
    """What was known when it was published, kept in memory: it never changes."""
    return Figures.load(Book.open(path).dataset(shown.as_of))


@lru_cache(maxsize=1)
def _shipped() -> Figures:
    return Figures.load(shipped())
