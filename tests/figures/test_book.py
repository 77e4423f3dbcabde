"""The book keeps every vintage, all of an import or none of it, and is read by nobody who can't."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
import pytest

from belisha.figures import book_file
from belisha.figures.book import Book
from belisha.figures.book_file import BookIsThere, CannotWriteBook, NewerBook, NoBook, NotABook
from belisha.figures.book_rows import ConfirmedAlready
from belisha.figures.cells import SCHEMA
from belisha.figures.finding import Finding
from belisha.figures.places import Area, Member
from belisha.figures.sources import Source
from belisha.figures.tracing import correction_in_words, trace
from belisha.figures.vintages import corrections
from belisha.figures.years import financial
from belisha.refusal import NotFound

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KENT = "E23000032"


@dataclass(frozen=True)
class Sheet:
    name: str = "Answer"
    rows: tuple[tuple[str, ...], ...] = (("Year", "Offences"), ("2022/23", "1,568*"), ("", "", "* note"))
    merged: tuple[tuple[int, int, int, int], ...] = ((0, 0, 0, 1),)
    kind: str = "xlsx"


def cells(low=1568, year="2022/23", state="full", high=None, **more):
    row = {
        "series": "foi", "area": KENT, "year": year, "offence": "all", "platform": "all", "state": state,
        "low": low, "high": low if high is None else high, "note": "", "source": 0, "sheet": "Answer",
        "cell": "B2",
    }  # fmt: skip
    return pl.DataFrame([row | more], schema=SCHEMA)


def source(title="Answer of Kent", **facts):
    return Source(number=0, title=title, **facts)


@pytest.fixture
def book(tmp_path):
    return Book.create(tmp_path / "figures.book")


def taken(book, frame=None, **facts):
    return book.add(source=source(**facts), cells=cells() if frame is None else frame, by="Noor", now=NOW)


def test_what_was_added_comes_out_as_it_was_with_its_number(book):
    number = book.add(
        source=source(file="kent.xlsx", sha256="ab", received=date(2024, 3, 1), note="By mail."),
        cells=cells(),
        sheets=[Sheet()],
        mapping='{"header": 1}',
        by="Noor",
        now=NOW,
    )
    (kept,) = book.sources()
    assert (kept.number, kept.file, kept.received, kept.by) == (number, "kent.xlsx", date(2024, 3, 1), "Noor")
    assert kept.taken == NOW.date()
    assert book.dataset().cells.equals(cells(source=number))
    sheet = book.sheet(number, "Answer")
    assert (sheet.rows, sheet.merged, sheet.kind) == (Sheet().rows, Sheet().merged, "xlsx")
    assert book.mapping_of(number) == '{"header": 1}'


def test_a_correction_supersedes_and_the_earlier_vintage_is_still_told(book):
    taken(book, cells(18522), received=date(2018, 9, 1))
    taken(book, cells(18574), title="Release of 2022", received=date(2022, 7, 1))
    (one,) = corrections(book.dataset())
    assert (
        correction_in_words(one, book.dataset().areas)
        == "Kent, 2022/23: 18,522 became 18,574 (Release of 2022)"
    )
    assert book.dataset(1).cells["low"].to_list() == [18522]
    assert book.dataset(date(2020, 1, 1)).cells["low"].to_list() == [18522]
    assert book.dataset(date(2018, 8, 31)).cells.is_empty()
    key = {"series": "foi", "area": KENT, "year": "2022/23"}
    assert [(one.words, one.newest) for one in trace(book.dataset(), book=book, **key)] == [
        ("18,574", True),
        ("18,522", False),
    ]


def test_a_later_source_that_says_the_same_corrects_nothing(book):
    taken(book)
    taken(book)
    assert corrections(book.dataset()) == []


def test_a_figure_is_traced_to_the_marked_cell_of_its_sheet(book):
    book.add(source=source(), cells=cells(), sheets=[Sheet()], by="Noor", now=NOW)
    (one,) = trace(book.dataset(), series="foi", area=KENT, year="2022/23", book=book)
    here = next(line for line in one.excerpt.lines if line.here)
    assert (here.number, here.cells[one.excerpt.column]) == (2, "1,568*")
    assert one.excerpt.letters == ("A", "B", "C")
    with pytest.raises(NotFound):
        trace(book.dataset(), series="foi", area=KENT, year="2021/22", book=book)


@pytest.mark.parametrize("cell", ["Z99", "B0", "not a cell", ""])
def test_a_place_that_is_not_in_the_sheet_has_no_excerpt(book, cell):
    book.add(source=source(), cells=cells(cell=cell), sheets=[Sheet()], by="Noor", now=NOW)
    (one,) = trace(book.dataset(), series="foi", area=KENT, year="2022/23", book=book)
    assert one.excerpt is None


def test_an_import_that_fails_leaves_the_book_as_it_was(book):
    taken(book)

    def fails():
        with book.transaction():
            taken(book)
            assert len(book.sources()) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert (len(book.sources()), len(book.log())) == (1, 1)
    assert taken(book) == 2


def test_the_same_finding_twice_takes_nothing_in(book):
    same = Finding(code="a", sentence="A.")
    with pytest.raises(sqlite3.IntegrityError):
        book.add(source=source(), cells=cells(), findings=[same, same], by="N", now=NOW)
    assert book.sources() == ()


def test_a_finding_waits_until_it_is_confirmed_once_with_a_reason(book):
    found = [Finding(code="a", sentence="A.", innocent=("Why.",)), Finding(code="b", sentence="B."),
             Finding(code="c", sentence="C.", needs_confirming=False)]  # fmt: skip
    book.add(source=source(), cells=cells(), findings=found, confirmed={"b"}, reason="Seen.", by="N", now=NOW)
    assert [(one.finding.code, one.open) for one in book.findings()] == [
        ("a", True), ("b", False), ("c", False),
    ]  # fmt: skip
    book.confirm(source=1, code="a", by="Noor", now=NOW, reason="The force says so.")
    with pytest.raises(ConfirmedAlready, match=r"Noor confirmed it on 22 November 2026"):
        book.confirm(source=1, code="a", by="Rosa", now=NOW, reason="Other.")
    with pytest.raises(NotFound):
        book.confirm(source=1, code="z", by="Rosa", now=NOW, reason="Other.")
    assert [event.what for event in book.log()] == ["imported", "confirmed"]


def test_mappings_and_areas_are_kept(book):
    assert book.mapping_for("shape") is None
    book.keep_mapping("shape", "{}", by="N", now=NOW)
    book.keep_mapping("shape", '{"a": 1}', by="N", now=NOW)
    assert book.mapping_for("shape") == '{"a": 1}'
    dover = Area(id="own/dover", name="Dover", kind="force", belongs=(Member("own/dover", financial(2020)),))
    book.add_area(dover, by="N", now=NOW)
    assert book.dataset().areas["own/dover"] == dover


def test_the_version_grows_with_every_change(book):
    before = book.version()
    taken(book)
    assert book.version() > before


def test_odd_names_and_signs_are_kept_as_text(book):
    odd = Sheet(name="'; DROP TABLE source; --", rows=(("\x00\x1b[31m", "=1+1", "é" * 1000),))
    number = book.add(source=source(title="<b>'\""), cells=cells(note="\x00"), sheets=[odd], by="'", now=NOW)
    assert book.sheet(number, odd.name).rows == odd.rows
    assert book.sources()[0].title == "<b>'\""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" * 300, b"SQLite format 3\x00" + bytes(2000)])
def test_what_is_no_book_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(NotABook):
        Book.open(path)
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (id)")
    other.close()
    before = path.read_bytes()
    for begin in (Book.open, Book.at):
        with pytest.raises(NotABook):
            begin(path)
    assert path.read_bytes() == before


def test_there_is_no_book_where_none_was_made(tmp_path):
    with pytest.raises(NoBook):
        Book.open(tmp_path / "none")
    with pytest.raises(NoBook):
        Book.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_book_is_made_over_another(book):
    with pytest.raises(BookIsThere):
        Book.create(book.path)
    assert Book.at(book.path).sources() == ()


def test_a_newer_book_is_refused_and_left_as_it_is(book):
    taken(book)
    with sqlite3.connect(book.path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    for use in (Book.open, Book.at, lambda path: taken(Book(path)), lambda path: Book(path).dataset()):
        with pytest.raises(NewerBook, match="form 99"):
            use(book.path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_book_in_a_folder_that_can_not_be_written_is_read_and_not_written(book):
    taken(book)
    os.chmod(book.path, 0o400)
    os.chmod(book.path.parent, 0o500)
    try:
        assert len(Book.open(book.path).sources()) == 1
        with pytest.raises(CannotWriteBook):
            taken(book)
    finally:
        os.chmod(book.path.parent, 0o700)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotWriteBook):
        Book.at(tmp_path / "no" / "figures.book")


def test_a_reader_sees_one_moment_while_somebody_writes_and_keeps_nobody_waiting(book):
    taken(book)
    with book.reading() as connection:
        other = Book.open(book.path)
        taken(other)
        (count,) = connection.execute("SELECT count(*) FROM source").fetchone()
        assert count == 1
    assert len(book.sources()) == 2


def test_nothing_can_be_written_through_a_reader(book):
    with pytest.raises(CannotWriteBook), book.reading() as connection:
        connection.execute("DELETE FROM source")


def test_two_who_make_and_write_at_once_both_get_their_own_number(tmp_path):
    path, numbers, problems = tmp_path / "figures.book", [], []

    def write():
        try:
            numbers.extend(taken(Book.at(path)) for _ in range(5))
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(numbers) == list(range(1, 21))


def test_whoever_finds_it_busy_is_told_so(book, monkeypatch):
    monkeypatch.setattr(book_file, "PATIENCE", 0.05)
    with book.transaction(), pytest.raises(book_file.BookBusy):
        taken(Book.open(book.path))
    assert book.sources() == ()


KILLED = """
import sys, time
from datetime import UTC, datetime
from belisha.figures.book import Book
from tests.figures.test_book import cells, source
book = Book.open(sys.argv[1])
with book.transaction():
    book.add(source=source(), cells=cells(), by="N", now=datetime.now(UTC))
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_killed_import_leaves_the_book_whole_and_open_to_the_next(book):
    taken(book)
    with subprocess.Popen([sys.executable, "-c", KILLED, book.path], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        os.kill(process.pid, signal.SIGKILL)
    assert len(Book.open(book.path).sources()) == 1
    assert taken(book) == 2
    with sqlite3.connect(book.path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
