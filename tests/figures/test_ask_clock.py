"""The clock of a request: it starts, waits, starts anew, is put off, and runs out."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.figures.ask import noting
from belisha.figures.ask.standing import NoExtension, NotLateYet, NotNow, ReceivedOnce, ReviewFirst
from belisha.figures.book import Book
from tests.figures.asking import NOW, TODAY, Asking

pytestmark = pytest.mark.pure


@pytest.fixture
def asking(tmp_path):
    return Asking(Book.at(tmp_path / "a.book"))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("06-24", "due in 3 working days"),
        ("06-26", "due in 1 working day"),
        ("06-27", "due in 1 working day"),  # a Saturday
        ("06-29", "due today"),
        ("06-30", "1 working day late"),
        ("07-03", "4 working days late"),
    ],
)
def test_what_is_due_is_said_in_working_days(asking, day, words):
    assert asking.row(day).due_words == words
    assert asking.row(day).late == ("late" in words)


def test_a_weekend_after_the_due_day_is_late_by_no_working_day(asking):
    asking.note("received", "06-05")
    asking.note("extended", "06-20", until=date(2026, 7, 3))
    row = asking.row("07-04")
    assert (row.late, row.late_by, row.due_words) == (True, 0, "late since 3 July 2026")


def test_until_receipt_is_told_the_clock_runs_from_the_day_of_sending(asking):
    assert asking.row("06-01").now.presumed
    asking.note("received", "06-01")
    row = asking.row("06-02")
    assert (row.now.presumed, row.now.due) == (False, date(2026, 6, 30))


def test_receipt_that_is_told_later_counts_from_its_own_day(asking):
    asking.note("acknowledged", "06-10")
    asking.note("received", "06-02")
    row = asking.row("06-11")
    assert (row.now.state, row.now.due) == ("acknowledged", date(2026, 7, 1))
    with pytest.raises(ReceivedOnce, match="2 June 2026"):
        asking.note("received", "06-03")


@pytest.mark.parametrize("force", ["Kent", "Scotland"])
def test_a_clarification_stops_the_clock_and_starts_it_anew(asking, force):
    asking.note("clarification_asked", "06-10", force)
    waiting = asking.row("09-01", force)
    assert (waiting.group, waiting.now.due, waiting.late) == ("yours", None, False)
    assert waiting.next.letter == "clarification"
    asking.note("clarification_given", "06-30", force)
    due = {"Kent": date(2026, 7, 29), "Scotland": date(2026, 7, 28)}[force]
    assert asking.row("07-01", force).now.due == due


def test_an_answer_is_put_off_to_the_day_that_they_name(asking):
    asking.note("extended", "06-26", until=date(2026, 7, 10))
    assert asking.row("07-10").due_words == "due today"
    assert asking.row("07-11").late


def test_an_extension_without_a_day_ends_after_forty_working_days(asking):
    asking.note("received", "06-01")
    asking.note("extended", "06-26")
    # 20 working days end on 30 June; 13 July is a bank holiday in Northern Ireland: 29 July.
    assert asking.row("06-27").now.due == date(2026, 7, 29)


def test_scotland_knows_no_extension(asking):
    with pytest.raises(NoExtension, match=r"\(Scotland\) Act 2002"):
        asking.note("extended", "06-26", "Scotland", until=date(2026, 7, 10))


@pytest.mark.parametrize(
    ("day", "late", "words"), [("06-29", 0, "in time"), ("07-02", 3, "3 working days late")]
)
def test_an_answer_says_whether_it_came_in_time(asking, day, late, words):
    asking.note("answered", day, outcome="full")
    row = asking.row()
    assert (row.now.answered_late, row.due_words, row.cell) == (late, f"came {words}", "full")
    assert (row.group, row.late) == ("answered", False)


def test_a_late_answer_after_a_review_is_late_by_the_first_due_day(asking):
    asking.note("review_asked", "07-01", "Scotland")
    asking.note("answered", "07-02", "Scotland", outcome="full")
    assert asking.row(force="Scotland").now.first_due == date(2026, 6, 29)
    assert asking.row(force="Scotland").now.answered_late == 3


def test_what_comes_during_a_review_of_an_answer_ends_no_review(asking):
    asking.note("answered", "06-15", outcome="partial")
    asking.note("review_asked", "07-01")
    asking.note("answered", "07-10", outcome="full")
    row = asking.row("07-13")
    assert (row.now.state, row.now.due, row.now.outcome) == ("review", date(2026, 8, 28), "full")


def test_an_answer_after_a_complaint_is_late_by_the_first_due_day(asking):
    asking.note("complained", "06-30")
    assert asking.row("07-01").cell == "late"
    asking.note("answered", "07-02", outcome="not_held")
    assert (asking.row().now.answered_late, asking.row().cell) == (3, "not_held")


@pytest.mark.parametrize(("force", "due"), [("Kent", date(2026, 8, 28)), ("Scotland", date(2026, 7, 29))])
def test_a_review_has_forty_working_days_and_in_scotland_twenty(asking, force, due):
    asking.note("answered", "06-15", force, outcome="refused", sections=("s.12",))
    asking.note("review_asked", "07-01", force)
    row = asking.row("07-02", force)
    assert (row.group, row.now.due, row.now.presumed) == ("challenged", due, False)


def test_the_commissioner_of_scotland_hears_of_it_after_a_review(asking):
    with pytest.raises(ReviewFirst, match="Scottish Information Commissioner"):
        asking.note("complained", "07-01", "Scotland")
    asking.note("review_asked", "07-01", "Scotland")
    with pytest.raises(NotLateYet, match="29 July 2026"):
        asking.note("complained", "07-29", "Scotland")
    asking.note("complained", "07-30", "Scotland")
    asking.note("decided", "10-01", "Scotland", outcome="partial")
    assert asking.row(force="Scotland").state_words == "Commissioner decided: a part of it"


def test_the_information_commissioner_hears_of_a_late_answer_at_once(asking):
    with pytest.raises(NotLateYet, match="due on 29 June 2026"):
        asking.note("complained", "06-29")
    asking.note("complained", "06-30")
    assert asking.row().group == "challenged"


def test_a_refusal_goes_to_a_review_before_a_complaint(asking):
    asking.note("answered", "06-15", outcome="refused", sections=("s.40(2)",))
    with pytest.raises(NotNow, match="was “Answered” then"):
        asking.note("complained", "06-16")


@pytest.mark.parametrize(
    ("first", "step"),
    [
        ((), "clarification_given"),
        ((), "review_answered"),
        ((), "decided"),
        ((("withdrawn", "06-01"),), "acknowledged"),
        ((("clarification_asked", "06-01"),), "extended"),
    ],
)
def test_what_cannot_follow_is_refused_and_leaves_no_trace(asking, first, step):
    for done, day in first:
        asking.note(done, day)
    before = asking.read()
    with pytest.raises(NotNow):
        asking.note(step, "06-10")
    assert asking.read() == before


def test_nothing_happens_before_the_request_is_sent(tmp_path):
    asking = Asking(Book.at(tmp_path / "b.book"), sent=False)
    for step in ("received", "answered", "imported", "withdrawn"):
        with pytest.raises(NotNow, match="Not sent"):
            asking.note(step, "06-10", **({"outcome": "full"} if step == "answered" else {}))


def test_a_struck_entry_counts_no_longer_and_stays_readable(asking):
    wrong = asking.note("answered", "06-10", outcome="full")
    asking.strike(wrong)
    row = asking.row("06-11")
    assert (row.now.state, row.now.answered, row.group) == ("sent", None, "waiting")
    _, events = asking.read()
    assert [event.struck for event in events if event.id == wrong] == ["Wrong force (Bo)"]
    with pytest.raises(noting.NoSuchEntry):
        asking.strike(wrong)


def test_an_entry_that_later_ones_need_cannot_be_struck(asking):
    asked = asking.note("clarification_asked", "06-10")
    asking.note("clarification_given", "06-11")
    with pytest.raises(NotNow):
        asking.strike(asked)
    with pytest.raises(noting.SayWhy):
        asking.strike(asked, why=" ")


def test_the_board_of_an_earlier_day_is_as_it_was(asking):
    asking.note("answered", "06-15", outcome="full")
    assert [asking.row(day).now.state for day in ("05-28", "06-14", "06-15")] == [
        "drafted",
        "sent",
        "answered",
    ]


def test_all_forces_or_none(asking):
    asking.note("answered", "06-10", "Essex", outcome="full")
    before = asking.read()
    told = {"by": "Ada", "now": NOW, "today": TODAY, "round": asking.round.name, "day": date(2026, 6, 11)}
    with pytest.raises(NotNow):
        noting.note_step(asking.book, forces=["Kent", "Essex"], step="acknowledged", **told)
    assert asking.read() == before
    # The same force under two of its names is one force.
    assert (
        len(noting.note_step(asking.book, forces=["Kent", "Kent Police"], step="acknowledged", **told)) == 1
    )


def test_what_is_noted_late_stands_on_its_own_day(asking):
    asking.note("answered", "06-20", outcome="full")
    asking.note("acknowledged", "06-02")
    row = asking.row()
    assert (row.now.state, row.now.acknowledged) == ("answered", date(2026, 6, 2))


@pytest.mark.parametrize(
    ("force", "letter", "words", "until"),
    [
        ("Kent", "complaint", "Complain to the Information Commissioner (section 50(1)).", None),
        ("Scotland", "review", "Require a review (section 20(1)), by 25 August 2026.", date(2026, 8, 25)),
    ],
)
def test_after_a_reminder_comes_what_the_act_gives(asking, force, letter, words, until):
    assert asking.row("06-30", force).next.letter == "reminder"
    asking.note("reminded", "06-30", force)
    step = asking.row("07-01", force).next
    assert (step.letter, step.words, step.until) == (letter, words, until)


def test_a_review_that_was_answered_leaves_time_for_the_commissioner(asking):
    for force in ("Kent", "Scotland"):
        asking.note("answered", "06-15", force, outcome="refused", sections=("s.12",))
        asking.note("review_asked", "06-16", force)
        asking.note("review_answered", "06-30", force)
    until = {force: asking.row("07-01", force).next.until for force in ("Kent", "Scotland")}
    assert until == {"Kent": date(2026, 8, 11), "Scotland": date(2026, 12, 30)}


def test_a_refusal_leaves_forty_working_days_to_ask_for_a_review(asking):
    asking.note("answered", "06-15", outcome="refused", sections=("s.12",))
    # 20 working days end on 14 July (13 July is none), 40 on 12 August (3 August is none).
    assert asking.row("06-16").next.until == date(2026, 8, 12)
