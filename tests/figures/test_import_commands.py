"""`belisha figures import` and `mapping`: how an answer is read is shown, confirmed once, and known again."""

import json

import pytest
from typer.testing import CliRunner

from belisha.figures.book import Book
from belisha.jobs.cli import app

pytestmark = pytest.mark.pure

ANSWER = 'Force,2017/18,2018/19\nKent,12,14\nSurrey,<5,"38,0001"\nTotal,16,\n'


@pytest.fixture
def lying(tmp_path, monkeypatch):
    monkeypatch.setenv("BELISHA_FIGURES_BOOK", str(tmp_path / "figures.book"))
    (tmp_path / "answer.csv").write_text(ANSWER)
    return tmp_path


def run(*words, stdin=None):
    return CliRunner().invoke(app, ["figures", *map(str, words)], input=stdin)


def book(lying):
    return Book.open(lying / "figures.book")


def test_a_first_answer_is_shown_and_nothing_is_written(lying):
    ran = run("import", lying / "answer.csv", "--by", "Rosa")
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert "areas=A  (it names “Kent”, “Surrey”)" in ran.stderr
    assert "? cell:C3" in ran.stderr
    assert "--yes mapping --yes cell:C3" in ran.stderr
    assert not (lying / "figures.book").exists()


def test_what_was_looked_at_is_confirmed_by_its_code_and_taken_in(lying):
    seen = json.loads(run("import", lying / "answer.csv", "--json").stdout)
    waiting = [one["code"] for one in seen["findings"] if one["waits"]]
    assert (seen["imported"], waiting[:2]) == (False, ["mapping", "cell:C3"])
    ran = run(
        *("import", lying / "answer.csv", "--by", "Rosa", "--received", "2019-06-01", "--reason", "Seen."),
        *(word for code in waiting for word in ("--yes", code)),
    )
    assert (ran.exit_code, ran.stdout) == (
        0,
        "Source 1: answer.csv: 4 figures of 2 areas, 2017/18 to 2018/19.\n",
    )
    assert str(book(lying).source(1).received) == "2019-06-01"
    assert not any(kept.open for kept in book(lying).findings())


def test_a_cell_is_corrected_instead(lying):
    ran = run("import", lying / "answer.csv", "--set", "cell:C3=16", "--yes", "mapping", "--json")
    told = json.loads(ran.stdout)
    assert (ran.exit_code, told["imported"], told["cells"]) == (0, True, 4)
    assert told["mapping"]["readings"] == {"C3": "16"}
    assert book(lying).dataset().cells["low"].to_list() == [12, 1, 14, 16]


def test_a_dry_run_writes_nothing(lying):
    ran = run("import", lying / "answer.csv", "--set", "cell:C3=16", "--yes", "mapping", "--dry-run")
    assert ran.exit_code == 0
    assert "It would give 4 figures; nothing was written." in ran.stderr
    assert not (lying / "figures.book").exists()


def test_a_mapping_is_printed_corrected_and_read_by(lying):
    printed = run("mapping", lying / "answer.csv", "--set", "cell:C3=16", "--json")
    assert printed.exit_code == 0
    (lying / "mapping.json").write_text(printed.stdout)
    ran = run("import", lying / "answer.csv", "--mapping", lying / "mapping.json")
    assert ran.exit_code == 0
    shown = run("mapping", lying / "answer.csv").stdout
    assert "Table 1 of 1" in shown
    assert "years" in shown


def test_a_table_can_be_handed_over_by_a_pipe_and_named(lying):
    pasted = "Year\tOffences\n2017/18\t12\n2018/19\t14\n"
    asked = run("import", "-", stdin=pasted)
    assert (asked.exit_code, "which force it is of" in asked.stderr) == (1, True)
    ran = run("import", "-", "--force", "Kent", "--title", "Kent by e-mail", "--yes", "mapping", stdin=pasted)
    assert ran.stdout == "Source 1: Kent by e-mail: 2 figures of 1 area, 2017/18 to 2018/19.\n"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nothing.csv"], 2, "There is no file"),
        (["answer.csv", "--set", "areas"], 2, "NAME=VALUE"),
        (["answer.csv", "--force", "Kentt"], 2, "which is it: Kent"),
        (["answer.csv", "--received", "yesterday"], 2, "is not a day"),
        (["answer.csv", "--received", "2999-01-01"], 2, "in the future"),
        (["answer.csv", "--mapping", "answer.csv"], 2, "isn't the JSON of a mapping"),
        (["picture.png"], 3, "not a table"),
        (["answer.csv", "--series", "other", "--yes", "mapping"], 2, "there is no series"),
        (["answer.csv", "--round", "none", "--yes", "mapping", "--set", "cell:C3=16"], 3, "no round “none”"),
    ],
)
def test_what_can_not_be_done_is_said(lying, monkeypatch, words, code, sentence):
    monkeypatch.chdir(lying)
    (lying / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    ran = run("import", *words)
    assert ran.exit_code == code, ran.stderr
    assert sentence in ran.stderr
    assert not (lying / "figures.book").exists() or not book(lying).sources()


def test_one_bad_file_among_good_ones_is_said_and_the_others_are_taken_in(lying):
    (lying / "good.csv").write_text("Force,2017/18\nKent,12\nSurrey,14\n")
    (lying / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    ran = run("import", lying / "good.csv", lying / "bad.pdf", "--yes", "mapping", "--json")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.exit_code == 3
    assert [(line["file"], line["imported"]) for line in lines] == [("good.csv", True), ("bad.pdf", False)]


def test_what_a_file_says_cant_command_the_terminal(lying):
    (lying / "answer.csv").write_text("Force,2017/18\nKent,12\n\x1b[31mSurrey\x1b]0;x\x07,14\n")
    assert "\x1b" not in run("import", lying / "answer.csv").stderr


def test_an_answer_is_joined_to_the_round_that_it_answers(lying):
    run("round", "new", "Images", "--force", "Kent")
    run("round", "note", "images", "sent", "Kent", "--day", "2026-06-01")
    ran = run("import", lying / "answer.csv", "--set", "cell:C3=16", "--yes", "mapping", "--round", "images")
    assert ran.exit_code == 0, ran.stderr
    shown = json.loads(run("round", "show", "images", "Kent", "--json").stdout)
    assert [event["source"] for event in shown["events"] if event["step"] == "imported"] == [1]
