"""The desk's own book, and changing it: the ledger and the book say the same, or nothing is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from belisha.figures.book import Book
from belisha.ledger.record import record
from belisha.organisation.models import Note
from belisha.people.models import Staff


def book_path() -> Path:
    """Where the desk's book is, or will be."""
    path: Path = settings.BELISHA.book
    return path


def desk_book() -> Book:
    """The desk's book, made where there is none yet: for those who write in it."""
    return Book.at(book_path())


def desk_book_if_any() -> Book | None:
    """The desk's book; None where nobody has begun one."""
    return Book.open(book_path()) if book_path().is_file() else None


@contextmanager
def recorded(book: Book, event: str, *, by: Staff, text: str) -> Iterator[dict[str, Any]]:
    """Change the book in the block, and record it in the ledger with the facts that the block puts in.

    `text` is what the entry's note says, such as "Figures of Kent were imported."
    """
    # The ledger is committed first, the book right after it. A crash between the two leaves an entry of a
    # change that did not come about, which the book's own log shows; the other way round there would be a
    # change of which the ledger knows nothing.
    with book.transaction(), transaction.atomic():
        facts: dict[str, Any] = {}
        yield facts
        note = Note.objects.create(about="figures", text=text, by=by)
        record(event, by=by, about=note, **facts)
