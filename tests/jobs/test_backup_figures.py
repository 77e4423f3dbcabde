"""The book of figures is in the desk's backup, and comes back whole."""

from datetime import UTC, datetime

import pytest

from belisha.figures.beginning import take_in_shipped
from belisha.figures.book import Book
from belisha.figures.desk.book import book_path, desk_book
from belisha.figures.sources import Source
from belisha.jobs.backups.refusals import NotEmpty
from belisha.jobs.backups.restore import restore
from tests.jobs.test_backup import a_folder_of_its_own, backed_up, elsewhere

__all__ = ["a_folder_of_its_own", "elsewhere"]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_book_comes_back_as_it_was_when_the_backup_was_taken(tmp_path, elsewhere):
    book = desk_book()
    take_in_shipped(book, by="Noor", now=NOW)
    made = backed_up(tmp_path)
    book.add(source=Source(number=0, title="Later"), cells=book.dataset().cells.head(1), by="Noor", now=NOW)
    with elsewhere.here():
        restore(made, checkpoints=None)
        assert book_path() == elsewhere.folder / "figures.book"
        back = Book.open(book_path())
        assert len(back.sources()) == 26
        assert back.dataset().cells.equals(book.dataset(26).cells)
        back.add(source=Source(number=0, title="Next"), cells=back.dataset().cells.head(1), by="N", now=NOW)
    assert len(book.sources()) == 27


def test_a_desk_without_a_book_has_none_after_the_restore(tmp_path, elsewhere):
    made = backed_up(tmp_path)
    with elsewhere.here():
        restore(made, checkpoints=None)
        assert not book_path().exists()


def test_a_restore_writes_over_no_book(tmp_path, elsewhere):
    made = backed_up(tmp_path)
    with elsewhere.here():
        Book.create(book_path())
        with pytest.raises(NotEmpty, match=r"figures\.book"):
            restore(made, checkpoints=None)
