"""The commands that keep the book: begin, confirm, log, sources, trace, populations."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from belisha.figures.book import Book
from belisha.figures.sources import Source
from belisha.jobs.cli import app
from tests.figures.test_book import cells

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "figures.book"


def run(*words):
    return CliRunner().invoke(app, ["figures", *map(str, words)])


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def begun(path):
    assert run("begin", "--shipped", "--book", path, "--by", "Noor").exit_code == 0
    return path


def test_without_a_book_the_shipped_figures_answer_and_say_so(tmp_path):
    told = run("log", "--data", tmp_path)
    assert told.exit_code == 0
    assert told.stdout == (
        "UK, 2016/17: 18,522 became 18,574 (iknowallnews.com (Daily Mail copy): soars by 66%)\n"
    )
    assert "come with Belisha" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_was_named_and_is_not_there_is_refused(path):
    for words in (("log",), ("sources",), ("confirm",), ("trace", "--force", "Kent", "--year", "2022/23")):
        told = run(*words, "--book", path)
        assert (told.exit_code, told.stdout) == (3, ""), words
        assert "There is no book" in told.stderr


def test_what_is_no_book_is_refused_with_a_sentence(path):
    path.write_text("something else, of some length\n" * 50)
    for words in (("log",), ("begin",), ("confirm",)):
        told = run(*words, "--book", path)
        assert (told.exit_code, told.exception.__class__) == (3, SystemExit)
        assert "is no book" in told.stderr


def test_a_book_begins_once_and_says_what_waits(begun):
    again = run("begin", "--shipped", "--book", begun)
    assert (again.exit_code, "holds figures already" in again.stderr) == (3, True)
    assert len(Book.open(begun).sources()) == 26


def test_findings_are_listed_confirmed_with_a_reason_and_then_nothing_waits(begun):
    waiting = run("confirm", "--book", begun, "--json")
    assert waiting.exit_code == 1
    codes = [one["code"] for one in lines(waiting)]
    assert codes == ["jump:thames-valley:2021/22", "corrected:uk:2016/17"]
    assert run("confirm", codes[0], "--book", begun).exit_code == 2
    assert run("confirm", "nothing", "--reason", "x", "--book", begun).exit_code == 1
    assert run("confirm", codes[0], "nothing", "--reason", "x", "--book", begun).exit_code == 1
    assert len(lines(run("confirm", "--book", begun, "--json"))) == 2
    assert run("confirm", *codes, "--reason", "As printed.", "--by", "Noor", "--book", begun).exit_code == 0
    nothing = run("confirm", "--book", begun)
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "Nothing waits for you.\n")
    done = lines(run("confirm", "--all", "--book", begun, "--json"))
    assert {(one["confirmed"]["by"], one["confirmed"]["reason"]) for one in done} == {("Noor", "As printed.")}


def test_a_figure_is_traced_to_its_cell(begun):
    told = run("trace", "--force", "Cambridgeshire", "--year", "2017/18", "--book", begun)
    assert "> " in told.stdout
    assert "| [164] |" in told.stdout
    (one,) = lines(run("trace", "--force", "Cambridgeshire", "--year", "2017/18", "--book", begun, "--json"))
    assert (one["told"]["cell"], one["told"]["source"]["publisher"]) == ("C7", "Ely Standard")
    none = run("trace", "--force", "Sussex", "--year", "2017/18", "--book", begun)
    assert (none.exit_code, none.stdout) == (1, "")
    assert run("trace", "--force", "Nowhere", "--year", "2017/18", "--book", begun).exit_code == 2


def test_sources_are_listed_and_one_shows_its_sheets_and_their_text(begun):
    assert len(lines(run("sources", "--book", begun, "--json"))) == 26
    (one,) = lines(run("sources", 15, "--book", begun, "--json"))
    assert one["sheets"] == ["offences_aggregates.csv", "platform_shares.csv"]
    text = run("sources", 15, "--sheet", "platform_shares.csv", "--book", begun).stdout
    assert text.splitlines()[1].split("\t")[2:4] == ["Snapchat", "4293"]
    assert run("sources", 99, "--book", begun).exit_code == 3
    assert run("sources", 15, "--sheet", "none", "--book", begun).exit_code == 3
    assert run("sources", "--sheet", "x", "--book", begun).exit_code == 2


def test_populations_are_kept_with_their_source_and_a_wrong_table_takes_nothing_in(path, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("area,year,people\nKent,2022,1000000\n")
    words = ("populations", file, "--title", "Invented", "--book", path)
    assert lines(run(*words, "--json")) == [{"source": 1, "populations": 1}]
    assert Book.open(path).dataset().populations["people"].to_list() == [1_000_000]
    file.write_text("something,else\n1,2\n")
    assert run(*words).exit_code == 3
    assert len(Book.open(path).sources()) == 1


def test_the_log_tells_what_was_done_and_by_whom(begun):
    told = run("log", "--events", "--area", "UK", "--book", begun, "--json")
    assert [one.get("event", one.get("sentence", ""))[:4] for one in lines(told)] == ["UK, ", *["impo"] * 26]
    assert run("log", "--area", "Kent", "--book", begun).stdout == ""


def test_what_an_answer_says_can_not_steer_the_terminal(path):
    evil = "\x1b[2Jwiped\x07"
    frame = cells(note=evil)
    Book.create(path).add(source=Source(number=0, title=evil, note=evil), cells=frame, by=evil, now=NOW)
    for words in (("sources",), ("log", "--events"), ("trace", "--force", "Kent", "--year", "2022/23")):
        told = run(*words, "--book", path)
        assert "wiped" in told.stdout
        assert "\x1b" not in told.stdout
        assert "\x07" not in told.stdout
