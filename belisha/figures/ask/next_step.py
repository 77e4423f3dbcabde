"""What whoever asks can do next with a force, with which letter, and until when. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from belisha.figures.ask.days import in_words, working_day_after
from belisha.figures.ask.law import Law
from belisha.figures.ask.standing import Standing
from belisha.figures.ask.steps import DRAFTED, WAITING


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """The next step in words. `letter`: the one to send, if any. `until`: the last day for it."""

    words: str
    letter: str = ""
    until: date | None = None


def next_step(now: Standing, law: Law, today: date) -> Next:
    """What comes next, as seen on a day."""
    if now.state == DRAFTED:
        return Next(words="Send the request, then note the day.", letter="request")
    if now.source and not now.outcome and now.state != "withdrawn":
        return Next(words="Note what their answer was: it is imported.")
    if now.state == "clarifying":
        return Next(words="Send the clarification: the clock waits for it.", letter="clarification")
    if now.state in WAITING | {"extended"}:
        return _late(now, law) if now.late_on(today) else _waiting(now)
    if now.state == "review":
        return _review(now, law, today)
    if now.state == "reviewed" and now.outcome != "full":
        return _complaint(now.since, law, "Import what they sent, or complain")
    if now.state == "complaint":
        return Next(words=f"Wait for the {law.commissioner}.")
    if now.state == "withdrawn":
        return Next(words="Nothing: the request was withdrawn.")
    return _answered(now, law)


def _waiting(now: Standing) -> Next:
    if now.presumed:
        return Next(words="Wait, and note the day on which they received it.")
    return Next(words="Wait.")


def _late(now: Standing, law: Law) -> Next:
    if now.reminded is None or (now.due and now.reminded <= now.due):
        return Next(words="Remind them.", letter="reminder")
    if not law.review_first:
        return Next(words=f"Complain to the {law.commissioner} ({law.complaint}).", letter="complaint")
    until = working_day_after(now.due, law.ask_review_within, law) if now.due else None
    return _by(f"Require a review ({law.review})", "review", until)


def _review(now: Standing, law: Law, today: date) -> Next:
    if not now.late_on(today):
        return Next(words="Wait for the review.")
    return _complaint(now.due, law, "The review is late: complain")


def _complaint(since: date | None, law: Law, words: str) -> Next:
    until = _within(since, law.complain_within) if since else None
    return _by(f"{words} to the {law.commissioner} ({law.complaint})", "complaint", until)


def _answered(now: Standing, law: Law) -> Next:
    if now.outcome in {"full", "partial"} and now.source is None:
        return Next(words="Import the answer.", letter="review" if now.outcome == "partial" else "")
    if now.outcome in {"partial", "refused", "not_held"} and now.state == "answered" and now.since:
        until = working_day_after(now.since, law.ask_review_within, law)
        return _by(f"Ask for a review, if you aren’t content ({law.review})", "review", until)
    return Next(words="Nothing.")


def _by(words: str, letter: str, until: date | None) -> Next:
    return Next(words=f"{words}, by {in_words(until)}." if until else f"{words}.", letter=letter, until=until)


def _within(day: date, span: str) -> date:
    """The last day of "6 weeks" or "6 months" after a day."""
    number, unit = span.split()
    if unit == "weeks":
        return day + timedelta(weeks=int(number))
    years, month = divmod(day.month - 1 + int(number), 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
