"""Clocks in words: “due in 3 working days”, “4 working days late”."""

from datetime import date

from belisha.figures.ask.days import in_words, working_days_between
from belisha.figures.ask.law import Law
from belisha.figures.ask.standing import Standing


def due_words(now: Standing, law: Law, today: date) -> str:
    """By when an answer is owed, as seen on a day; empty where none is."""
    if now.due is None:
        return _without_a_clock(now)
    if today > now.due:
        late = working_days_between(now.due, today, law)
        return f"{counted(late, 'working day')} late" if late else f"late since {in_words(now.due)}"
    if today == now.due:
        return "due today"
    left = working_days_between(today, now.due, law)
    return f"due in {counted(left, 'working day')}" if left else f"due on {in_words(now.due)}"


def counted(number: int, word: str) -> str:
    """ "1 working day", "3 working days"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _without_a_clock(now: Standing) -> str:
    if now.state == "clarifying":
        return "the clock waits for your clarification"
    if now.answered_late and now.answered:
        return f"came {counted(now.answered_late, 'working day')} late"
    return "came in time" if now.answered and now.first_due else ""
