"""Writing a publication into a folder and a book: all of it or nothing, held back, taken back, read again."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from belisha.figures.book import Book
from belisha.figures.site import build, shelf, store
from belisha.figures.site.publication import NoSuchMoment, WrongMoment, moment, read_moment
from belisha.figures.site.site import Site
from belisha.figures.site.write import MARK, CannotWriteFolder, NotOurFolder, publish, write
from belisha.jobs.cli import app
from belisha.refusal import NotFound
from tests.figures.published import EVIL, LATER, NOW, SHEET, SOURCES, figures, site

pytestmark = pytest.mark.pure


@pytest.fixture
def few(monkeypatch):
    """A publication of few pages, so that a test is quick."""
    some = ["index.html", "forces/essex.html", "figures.css", "answers/1.html", "downloads/figures.csv"]
    monkeypatch.setattr(Site, "addresses", lambda self: iter(some))
    return some


@pytest.fixture
def book(tmp_path):
    """A book with one answer."""
    made = Book.create(tmp_path / "figures.book")
    cells = figures().dataset.cells.filter(figures().dataset.cells["source"] == 1)
    made.add(source=SOURCES[0], cells=cells, by="Ada", now=NOW, sheets=[SHEET])
    return made


def published(book, **told):
    """Published, its pages made."""
    made = store.add(book, **{"title": "Figures", "embargo": None, "by": "Ada", "now": NOW} | told)
    build.build(book, made.number, now=NOW)
    return made


def test_a_folder_holds_every_page_and_what_names_it(tmp_path, few):
    made = publish(figures(), tmp_path / "out" / "site", now=NOW)
    told = json.loads((tmp_path / "out/site" / MARK).read_text())
    assert sorted(told["files"]) == sorted(few)
    assert (made.pages, made.files) == (3, 5)
    assert made.first.read_text().startswith("<!DOCTYPE html>")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["site"]


def test_a_folder_published_before_is_exchanged_whole_and_any_other_is_left(tmp_path, few):
    folder, strange = tmp_path / "site", tmp_path / "mine"
    publish(figures(), folder, now=NOW)
    (folder / "forgotten.html").write_text("old")
    publish(figures(), folder, now=NOW + timedelta(days=1))
    assert not (folder / "forgotten.html").exists()
    assert "23 November 2026" in (folder / "index.html").read_text()
    strange.mkdir()
    (strange / "letter.txt").write_text("dear")
    for other in (strange, strange / "letter.txt"):
        with pytest.raises(NotOurFolder):
            publish(figures(), other, now=NOW)
    assert (strange / "letter.txt").read_text() == "dear"


def test_what_fails_in_the_middle_leaves_the_folder_as_it_was(tmp_path, few, monkeypatch):
    folder = tmp_path / "site"
    publish(figures(), folder, now=NOW)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    whole = Site.file

    def fails(self, address):
        if address == few[-1]:
            raise OSError(28, "No space left on device")
        return whole(self, address)

    monkeypatch.setattr(Site, "file", fails)
    with pytest.raises(CannotWriteFolder, match="No space left"):
        write(site(), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_what_a_killed_run_left_is_cleared_away_and_nothing_else(tmp_path, few):
    left, going_on, own = (tmp_path / name for name in (".site.belisha-1", ".site.belisha-2", ".site.old"))
    for folder, hours in ((left, 3), (going_on, 0), (own, 3)):
        folder.mkdir()
        then = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(folder, (then, then))
    publish(figures(), tmp_path / "site", now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [going_on.name, own.name, "site"]


def test_pages_that_are_held_back_stay_so_when_they_are_made_anew(tmp_path, few):
    folder = str(tmp_path / "site")

    def embargo(*more):
        ran = CliRunner().invoke(app, ["figures", "publish", folder, "--data", str(tmp_path), *more])
        assert ran.exit_code == 0, ran.output
        return json.loads((tmp_path / "site" / MARK).read_text())["embargo"]

    soon = (datetime.now(UTC) + timedelta(days=300)).strftime("%Y-%m-%d")
    asked = embargo("--embargo", f"{soon} 12:01")
    assert asked.startswith(soon)
    assert embargo() == asked
    assert embargo("--embargo", "2020-01-01 00:01") is None
    assert embargo() is None


def test_an_embargo_that_is_over_is_said_nowhere(tmp_path, few):
    made = publish(figures(), tmp_path / "site", now=NOW, embargo=NOW - timedelta(hours=1))
    assert made.notice == ""
    assert "Embargo" not in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-12-03T00:01", datetime(2026, 12, 3, 0, 1, tzinfo=UTC)),
        ("2026-07-01 09:30", datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        ("2026-07-01T09:30+02:00", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_by_the_clock_of_london_unless_it_says_otherwise(written, utc):
    assert read_moment(written) == utc


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("tomorrow", WrongMoment),
        ("2026-12-03", WrongMoment),
        ("2026-10-25T01:30", NoSuchMoment),  # it comes twice
        ("2026-03-29T01:30", NoSuchMoment),  # it never comes
    ],
)
def test_a_moment_that_is_none_or_two_is_refused(written, refusal):
    with pytest.raises(refusal):
        read_moment(written)


def test_a_moment_names_utc_where_the_clock_is_another():
    assert moment(LATER) == "09:30 on Thursday 3 December 2026 (UK time)"
    assert moment(datetime(2026, 7, 1, 8, 30, tzinfo=UTC)).endswith("(UK time; 08:30 UTC)")


def test_the_public_sees_a_publication_once_its_pages_are_made(book, few):
    made = store.add(book, title="Figures", embargo=None, by="Ada", now=NOW)
    assert store.shown(book, NOW) is None
    build.build(book, made.number, now=NOW)
    assert store.shown(book, NOW).number == made.number
    page = shelf.kept(book, made.number, "forces/essex.html").page()
    assert "1,200" in page.main
    assert "index.html" in page.navigation
    assert shelf.kept(book, made.number, "forces/nowhere.html") is None


def test_under_embargo_the_one_before_is_shown_until_the_moment_itself(book, few):
    one, other = published(book), published(book, embargo=LATER)
    moments = [NOW, LATER - timedelta(seconds=1), LATER]
    assert [store.shown(book, when).number for when in moments] == [one.number, one.number, other.number]
    assert store.held(book, NOW).number == other.number
    assert store.held(book, LATER) is None
    assert "Embargoed until" in shelf.kept(book, other.number, "index.html").page().main


def test_a_publication_stays_what_it_was_when_a_correction_comes(book, few):
    made = store.add(book, title="Figures", embargo=None, by="Ada", now=NOW)
    cells = figures().dataset.cells.filter(figures().dataset.cells["source"] == 2)
    book.add(source=SOURCES[1], cells=cells, by="Ada", now=NOW)
    build.build(book, made.number, now=NOW)
    assert "1,204" not in shelf.kept(book, made.number, "forces/essex.html").page().main
    later = published(book)
    assert "1,204" in shelf.kept(book, later.number, "forces/essex.html").page().main


def test_what_is_taken_back_is_gone_for_the_public_and_the_one_before_comes_again(book, few):
    one, other = published(book), published(book)
    store.withdraw(book, number=other.number, reason="A sum was wrong.", by="Ada", now=NOW)
    assert store.shown(book, NOW).number == one.number
    with pytest.raises(store.WithdrawnAlready):
        store.withdraw(book, number=other.number, reason="Again.", by="Ada", now=NOW)
    with pytest.raises(NotFound):
        store.withdraw(book, number=99, reason="None.", by="Ada", now=NOW)
    assert [event.what for event in book.log()][-3:] == ["published", "published", "withdrawn"]


def test_one_process_makes_a_publication_and_another_does_where_it_never_ends(book, few):
    made = store.add(book, title="Figures", embargo=None, by="Ada", now=NOW)
    assert shelf.waiting(book, NOW).number == made.number
    assert shelf.waiting(book, NOW) is None
    assert shelf.waiting(book, NOW + shelf.PATIENCE + timedelta(seconds=1)).number == made.number


def test_pages_that_cannot_be_made_say_why_and_are_not_tried_for_ever(book, few, monkeypatch):
    made = store.add(book, title="Figures", embargo=None, by="Ada", now=NOW)
    monkeypatch.setattr(Site, "page", lambda self, address: 1 / 0)
    assert build.main(str(book.path), str(made.number)) == 1
    assert "ZeroDivisionError" in store.one(book, made.number).problem
    assert shelf.waiting(book, NOW + timedelta(days=1)) is None
    assert store.shown(book, NOW) is None


def test_a_book_without_an_answer_publishes_what_comes_with_belisha(tmp_path, few):
    empty = Book.create(tmp_path / "empty.book")
    made = published(empty)
    assert made.as_of == 0
    assert "767" in shelf.kept(empty, made.number, "forces/essex.html").page().main


def command(*words):
    """What a command answers."""
    return CliRunner().invoke(app, ["figures", *map(str, words)])


def test_the_command_publishes_a_book_and_says_where(book, few, tmp_path):
    ran = command("publish", tmp_path / "site", "--book", book.path, "--json", "--title", "Ours")
    told = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert Path(told["first"]).read_text().count("Ours") > 1
    assert EVIL not in Path(tmp_path, "site/answers/1.html").read_text()
    assert "cell-return-1-b2" in Path(tmp_path, "site/answers/1.html").read_text()


def test_the_command_holds_back_what_the_book_holds_back(book, few, tmp_path):
    embargo = datetime.now(UTC) + timedelta(days=2)
    published(book, embargo=embargo)
    ran = command("publish", tmp_path / "site", "--book", book.path)
    assert ran.exit_code == 0
    assert moment(embargo) in (tmp_path / "site/index.html").read_text()
    assert "is held back" in ran.stderr


@pytest.mark.parametrize(
    "words", [["--embargo", "soon"], ["--address", "ftp://x"], ["--as-of", "0", "--embargo", "2026-12-03"]]
)
def test_the_command_refuses_what_it_cannot_read(book, few, tmp_path, words):
    ran = command("publish", tmp_path / "site", "--book", book.path, *words)
    assert ran.exit_code == 2
    assert not (tmp_path / "site").exists()


def test_the_command_refuses_a_year_that_is_mistyped_and_leaves_what_was_published(book, few, tmp_path):
    before = command("publish", tmp_path / "site", "--book", book.path)
    index = (tmp_path / "site/index.html").read_bytes()
    ran = command("publish", tmp_path / "site", "--book", book.path, "--embargo", "2206-12-03T00:01")
    assert (before.exit_code, ran.exit_code) == (0, 2)
    assert "Is its year right?" in ran.stderr
    assert (tmp_path / "site/index.html").read_bytes() == index


def test_the_demo_says_something_true_and_writes_its_pages(few, tmp_path):
    ran = command("demo", tmp_path / "demo")
    assert ran.exit_code == 0
    assert "727 child abuse image offences in 2022/23, up 343 per cent from 164 in 2017/18" in ran.stdout
    assert "Supported" in ran.stdout
    assert (tmp_path / "demo/index.html").is_file()
