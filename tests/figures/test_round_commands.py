"""`belisha figures round`: a round on the command line, from its beginning to its letters and its export."""

from __future__ import annotations

import csv
import io
import json

import pytest
import time_machine
from typer.testing import CliRunner

from belisha.jobs.figures import app

pytestmark = pytest.mark.pure

ROUND = "images-2025-26"


@pytest.fixture
def run(tmp_path):
    def command(*words, code=0):
        env = {"BELISHA_DATA_DIR": str(tmp_path), "BELISHA_FIGURES_BOOK": "", "LOGNAME": "ada"}
        with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
            found = CliRunner().invoke(app, ["round", *words], env=env)
        assert found.exit_code == code, found.output
        return found

    return command


@pytest.fixture
def begun(run):
    told = ["--years", "2021/22 to 2025/26", "--asker", "Ada Example", "--reply-to", "ada@charity.example"]
    run(
        "new",
        "Images 2025/26",
        "--force",
        "Kent",
        "--force",
        "Scotland",
        "--also",
        "Port of Dover=foia",
        *told,
    )
    return run


@pytest.fixture
def sent(begun):
    begun("note", ROUND, "sent", "--all", "--day", "2026-10-20")
    return begun


def lines(found):
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_a_round_begins_with_the_forty_five(run):
    (round,) = lines(run("new", "Images", "--json"))
    assert (round["name"], len(round["forces"]), round["begun"]) == ("images", 45, "2026-11-20")
    assert run("list").stdout == "images  Images  0 of 45 answered\n"


def test_the_board_says_what_is_late_and_what_comes_next(sent):
    board = sent("board", ROUND)
    assert "3 working days late (from the day of sending) · Remind them." in board.stdout
    assert "[------------------------------] 0 of 3 answered: late 3" in board.stdout
    assert "due in 1 working day" in sent("board", ROUND, "--day", "2026-11-16").stdout
    sent("board", ROUND, "--check", code=1)
    sent("board", ROUND, "--check", "--day", "2026-11-17")


def test_the_board_as_json_is_one_object(sent):
    sent("note", ROUND, "answered", "Kent", "--day", "2026-11-02", "--outcome", "not-held")
    (board,) = lines(sent("board", ROUND, "--json", "--only", "answered"))
    assert (board["asked"], board["answered"], board["counts"]["late"]) == (3, 1, 2)
    assert [(row["name"], row["cell"], row["due_words"]) for row in board["forces"]] == [
        ("Kent", "not_held", "came in time")
    ]


def test_what_happened_is_shown_struck_out_and_shown_still(sent):
    (event,) = lines(sent("note", ROUND, "clarification-asked", "Kent", "--day", "2026-11-02", "--json"))
    assert "the clock waits for your clarification" in sent("show", ROUND, "Kent").stdout
    sent("strike", ROUND, str(event["id"]), "--why", "That was Essex")
    shown = sent("show", ROUND, "Kent Police").stdout
    assert "struck out: That was Essex (" in shown
    assert "3 working days late" in shown


def test_letters_go_to_those_whose_next_step_they_are(sent, tmp_path):
    sent("note", ROUND, "clarification-asked", "Kent", "--day", "2026-11-02")
    told = lines(sent("letter", ROUND, "reminder", "--json"))
    assert [one["force"] for one in told] == ["Port of Dover", "Scotland"]
    folder = tmp_path / "letters"
    sent("letter", ROUND, "reminder", "--out", str(folder))
    assert sorted(file.name for file in folder.iterdir()) == [
        "port-of-dover-reminder.txt",
        "scotland-reminder.txt",
    ]
    (folder / "scotland-reminder.txt").write_text("Finished by hand.")
    again = sent("letter", ROUND, "reminder", "--out", str(folder))
    assert "2 stood there already" in again.stderr
    assert (folder / "scotland-reminder.txt").read_text() == "Finished by hand."


def test_an_export_is_a_table_or_json(sent, tmp_path):
    rows = list(csv.DictReader(io.StringIO(sent("export", ROUND).stdout)))
    assert [row["name"] for row in rows] == ["Kent", "Port of Dover", "Scotland"]
    file = tmp_path / "board.json"
    sent("export", ROUND, "--out", str(file))
    assert json.loads(file.read_text())["asked"] == 3
    sent("export", ROUND, "--out", str(tmp_path / "board.xlsx"), code=2)


def test_words_and_forces_change_together_or_not_at_all(begun):
    begun("change", ROUND, "--years", "2025/26", "--leave-out", "Kent", "--also", "X-BTP=foia")
    (round,) = lines(begun("show", ROUND, "--json"))
    assert (round["years"], [one["name"] for one in round["forces"]]) == (
        "2025/26",
        ["British Transport", "Port of Dover", "Scotland"],
    )
    begun("change", ROUND, "--years", "2024/25", "--leave-out", "Kent", code=3)
    assert lines(begun("show", ROUND, "--json"))[0]["years"] == "2025/26"
    begun("change", ROUND, code=2)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["board", "nothing"], 3, "There is no round “nothing”"),
        (["board", ROUND, "--only", "later"], 2, "There is no group later"),
        (["board", ROUND, "--day", "tomorrow"], 2, "is not a day"),
        (["note", ROUND, "flown", "Kent"], 3, "There is no step “flown”"),
        (["note", ROUND, "received"], 2, "Name a force"),
        (["note", ROUND, "received", "--all"], 2, "--all goes with “sent”"),
        (["note", ROUND, "received", "Atlantis"], 3, "No force is called “Atlantis”"),
        (["note", ROUND, "received", "Kent", "--day", "2026-11-21"], 3, "is in the future"),
        (["note", ROUND, "answered", "Kent", "--outcome", "full", "--source", "3"], 3, "no source 3"),
        (["note", ROUND, "extended", "Scotland"], 3, "knows no extension"),
        (["letter", ROUND, "love"], 3, "There is no letter “love”"),
        (["letter", ROUND, "complaint", "Scotland"], 3, "Ask for a review first"),
        (["strike", ROUND, "99", "--why", "No"], 3, "There is no entry 99"),
        (["new", "Images 2025/26"], 3, "There is a round “images-2025-26” already"),
        (["new", "Other", "--request", "/nowhere/x.txt"], 3, "can't be read"),
    ],
)
def test_what_cannot_be_is_one_sentence(sent, words, code, says):
    found = sent(*words, code=code)
    assert says in found.stderr
    assert found.stdout == ""


def test_without_a_book_there_is_no_round(run):
    found = run("list", code=3)
    assert "There is no book of figures" in found.stderr
