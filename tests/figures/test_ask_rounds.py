"""Rounds in the book: begun whole or not at all, changed before they go out, shown on a board, exported."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import date

import pytest

from belisha.figures.ask import noting, rounds
from belisha.figures.ask.board import GROUPS
from belisha.figures.ask.export import as_csv, as_json
from belisha.figures.ask.round import AskedTwice, BadName, NoSuchForce, ReservedName, forces_named
from belisha.figures.ask.steps import STATES, STEPS
from belisha.figures.ask.store import NameTaken, NoSuchRound
from belisha.figures.book import Book
from belisha.figures.cells import STATES as CELL_STATES
from belisha.figures.cells import empty
from belisha.figures.sources import Source
from belisha.figures.spreadsheet import harmless
from tests.figures.asking import NOW, SENT, TODAY, Asking

pytestmark = pytest.mark.pure


@pytest.fixture
def book(tmp_path):
    return Book.at(tmp_path / "a.book")


@pytest.fixture
def asking(book):
    return Asking(book)


def test_a_round_asks_the_forty_five_where_nobody_is_named(book):
    round = Asking(book, forces=None, sent=False).read()[0]
    assert (len(round.forces), round.begun, round.by) == (45, SENT, "Ada")
    assert "indecent images" in round.question


def test_a_book_without_rounds_has_none(book):
    assert rounds.rounds(book) == ()
    with pytest.raises(NoSuchRound, match="nothing"):
        rounds.round_with_events(book, "nothing")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"title": " "}, rounds.NoTitle),
        ({"title": "***"}, BadName),
        ({"name": "Not So"}, BadName),
        ({"name": "../x"}, BadName),
        ({"name": "a" * 61}, BadName),
        ({"title": "New!", "name": ""}, ReservedName),
        ({"forces": ()}, rounds.NoForces),
        ({"forces": forces_named(["Kent"]) * 2}, AskedTwice),
        ({"request": "x" * 20_001}, rounds.TooLong),
        ({"title": "x" * 201, "name": "x"}, rounds.TooLong),
    ],
)
def test_a_wrong_round_is_refused_and_leaves_no_trace(book, told, refusal):
    with pytest.raises(refusal):
        Asking(book, **told)
    assert rounds.rounds(book) == ()
    assert book.log() == []


def test_two_rounds_have_two_names(book, asking):
    with pytest.raises(NameTaken):
        Asking(book)
    Asking(book, name="second")
    assert [round.name for round in rounds.rounds(book)] == ["second", "round-2026"]


def test_the_words_change_until_the_first_request_goes_out(book):
    asking = Asking(book, sent=False)
    told = {"name": asking.round.name, "by": "Ada", "now": NOW}
    assert rounds.change_round(book, **told, years=" 2025/26 ").years == "2025/26"
    asking.note("sent", "06-01")
    with pytest.raises(rounds.AlreadySent, match="1 force"):
        rounds.change_round(book, **told, years="2024/25")
    assert rounds.change_round(book, **told, title="Another title").title == "Another title"
    with pytest.raises(rounds.NoTitle):
        rounds.change_round(book, **told, title="")
    assert asking.read()[0].title == "Another title"


def test_forces_come_in_later_and_leave_while_nothing_is_noted(book, asking):
    told = {"name": asking.round.name, "by": "Ada", "now": NOW}
    assert len(rounds.ask_also(book, **told, forces=forces_named(["Surrey"])).forces) == 4
    with pytest.raises(AskedTwice):
        rounds.ask_also(book, **told, forces=forces_named(["Surrey"]))
    assert len(rounds.leave_out(book, **told, force="Surrey").forces) == 3
    with pytest.raises(rounds.SomethingNoted, match="Kent"):
        rounds.leave_out(book, **told, force="Kent")
    with pytest.raises(NoSuchForce):
        rounds.leave_out(book, **told, force="Surrey")


def test_a_round_keeps_a_force(book):
    asking = Asking(book, forces=forces_named(["Kent"]), sent=False)
    with pytest.raises(rounds.NoForces):
        rounds.leave_out(book, name=asking.round.name, force="Kent", by="Ada", now=NOW)
    assert len(asking.read()[0].forces) == 1


@pytest.mark.parametrize(
    ("step", "told", "refusal"),
    [
        ("flown", {}, noting.NoSuchStep),
        ("answered", {}, noting.SayTheOutcome),
        ("answered", {"outcome": "maybe"}, noting.SayTheOutcome),
        ("answered", {"outcome": "refused"}, noting.SayTheSection),
        ("answered", {"outcome": "full", "source": 7}, noting.NoSuchSource),
        ("acknowledged", {"outcome": "full"}, noting.NotTold),
        ("acknowledged", {"until": date(2026, 12, 1)}, noting.NotTold),
        ("extended", {"until": date(2026, 6, 10)}, noting.WrongUntil),
        ("extended", {"until": date(2030, 6, 10)}, noting.WrongUntil),
        ("acknowledged", {"words": "x" * 1001}, noting.LongRemark),
    ],
)
def test_a_wrong_step_is_refused(asking, step, told, refusal):
    with pytest.raises(refusal):
        asking.note(step, "06-10", **told)
    assert len(asking.read()[1]) == 3


def test_nothing_is_noted_of_the_future_or_before_the_acts(asking):
    told = {"round": asking.round.name, "forces": ["Kent"], "step": "acknowledged", "by": "Ada", "now": NOW}
    for day, refusal in [(date(2026, 11, 21), noting.InTheFuture), (date(2004, 12, 31), noting.TooEarly)]:
        with pytest.raises(refusal):
            noting.note_step(asking.book, **told, day=day, today=TODAY)


def test_the_board_puts_the_most_pressing_first(asking):
    asking.note("clarification_asked", "06-10")
    asking.note("answered", "06-10", "Essex", outcome="full")
    board = asking.board("06-30")
    assert [(row.asked.name, row.group) for row in board.rows] == [
        ("Scotland", "late"),
        ("Kent", "yours"),
        ("Essex", "answered"),
    ]
    assert (board.answered, board.imported, sum(board.counts.values())) == (1, 0, 3)
    assert [row.asked.name for row in board.only("late", "yours")] == ["Scotland", "Kent"]
    assert list(board.counts) == list(GROUPS)


def test_every_step_leads_to_a_state_and_every_answer_is_a_cell_of_figures(asking):
    assert {step.to for step in STEPS.values()} <= {"", *STATES}
    assert {state for step in STEPS.values() for state in step.after} <= set(STATES)
    for outcome in ("full", "partial", "refused", "not_held"):
        entry = asking.note("answered", "06-10", outcome=outcome, sections=("s.12",))
        assert asking.row().cell in CELL_STATES
        asking.strike(entry)
    assert (asking.row("06-29").cell, asking.row("06-30").cell) == ("none", "late")


def imported(book):
    source = Source(number=0, title="Answer of Kent Police", file="kent.csv")
    return book.add(source=source, cells=empty(), by="Ada", now=NOW)


def test_an_imported_answer_is_joined_to_its_request(book, asking):
    number = imported(book)
    told = {"round": asking.round.name, "by": "Ada", "now": NOW, "today": TODAY, "source": number}
    noting.join_answer(book, force="E23000032", **told)
    row = asking.row()
    assert (row.now.source, row.now.state, asking.board().imported) == (number, "sent", 1)
    assert row.next.words == "Note what their answer was: it is imported."
    asking.note("answered", "06-15", outcome="full")
    assert (asking.row().now.source, asking.row().next.words) == (number, "Nothing.")


def test_a_join_within_an_import_that_fails_is_gone_with_it(book, asking):
    before = asking.read()

    def fails() -> None:
        with book.transaction():
            told = {"round": asking.round.name, "by": "Ada", "now": NOW, "today": TODAY}
            noting.join_answer(book, force="Kent", source=imported(book), **told)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert (asking.read(), book.sources()) == (before, ())


def test_entries_are_never_changed(asking):
    entry = asking.note("acknowledged", "06-10")
    before = asking.read()[1]
    asking.strike(entry)
    after = asking.read()[1]
    assert [event for event in after if not event.struck] == [event for event in before if event.id != entry]
    with asking.book.transaction() as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO round_event SELECT * FROM round_event")


def test_an_export_holds_every_force_and_no_formula(book):
    asking = Asking(book, forces=forces_named(["Kent", "@SUM(1+1)=foia"]), title="=cmd|'/c calc'!A1")
    board = asking.board("07-03")
    rows = list(csv.DictReader(io.StringIO(as_csv(board), newline="")))
    assert [row["name"] for row in rows] == ["'@SUM(1+1)", "Kent"]
    assert rows[1]["due_words"] == "4 working days late"
    assert rows[1]["late"] == "yes"
    told = json.loads(as_json(board))
    assert (told["asked"], told["answered"], told["counts"]["late"]) == (2, 0, 2)
    assert told["forces"][0]["name"] == "@SUM(1+1)"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "\r=1", "\n=1", " =1", "＝1", "%0"])
def test_whatever_begins_a_formula_is_made_words(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Kent", "2017/18", "a=b", "<5"])
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == text
