"""Letters to a force or to its Commissioner, drafted to be read, finished and sent by a person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Final

from belisha.figures.ask.days import in_words
from belisha.figures.ask.fill import REQUEST, fill, left_to_fill
from belisha.figures.ask.law import Law
from belisha.figures.ask.round import Asked, Round
from belisha.figures.ask.sections import in_words as sections_in_words
from belisha.figures.ask.standing import Standing, standing
from belisha.figures.ask.steps import STEPS, Event
from belisha.refusal import Refusal
from belisha.routing.forces import forces

LETTERS: Final = {
    "request": ("The request", "sent"),
    "reminder": ("A reminder that the answer is late", "reminded"),
    "clarification": ("The clarification that they asked for", "clarification_given"),
    "review": ("A request for an internal review", "review_asked"),
    "complaint": ("A complaint to the Commissioner", "complained"),
}
"""Each letter by its name: what it is, and the step that is noted once it has gone."""
_ACTS: Final = {
    "England": "section 1 of the Protection of Children Act 1978 and section 160 of the Criminal Justice"
    " Act 1988",
    "Scotland": "sections 52 and 52A of the Civic Government (Scotland) Act 1982",
    "Northern Ireland": "article 3 of the Protection of Children (Northern Ireland) Order 1978 and article 15"
    " of the Criminal Justice (Evidence, etc.) (Northern Ireland) Order 1988",
}
_ACTS["Wales"] = _ACTS["England"]
_ACTS["Great Britain"] = f"{_ACTS['England']}, and {_ACTS['Scotland']}"
_ELSEWHERE: Final = "the Acts that hold where you serve"


class NoSuchLetter(Refusal):
    """There is no letter “{name}”. There are: {known}."""

    code = "no_such_letter"


class NothingIsLate(Refusal):
    """Nothing is late: an answer is due on {due}."""

    code = "nothing_is_late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter as text. `to_fill` is what a person still has to write; nobody sends it but they."""

    name: str
    to: str
    subject: str
    text: str
    to_fill: tuple[str, ...]


def default_request() -> str:
    """The text that a round begins with where nobody wrote another."""
    return _text("request")


def letter(name: str, *, round: Round, asked: Asked, events: tuple[Event, ...], today: date) -> Letter:
    """Draft a letter; raises the refusal that says why it would be out of place today."""
    if name not in LETTERS:
        raise NoSuchLetter(name=name[:40], known=", ".join(LETTERS))
    law = asked.law
    now = standing(events, law)
    _refuse_out_of_place(name, now, asked, events, today)
    own = round.request if name == "request" else ""
    template = own or _text(name if name in _SHARED else f"{name}.{law.id}")
    values = _values(round, asked, events, now, today)
    subject, _, text = fill(template, values).partition("\n")
    to = law.commissioner if name == "complaint" else asked.full_name
    return Letter(
        name=name, to=to, subject=subject.strip(), text=text.strip() + "\n", to_fill=left_to_fill(text)
    )


_SHARED: Final = {"request", "reminder", "clarification"}


def _refuse_out_of_place(
    name: str, now: Standing, asked: Asked, events: tuple[Event, ...], today: date
) -> None:
    if name == "reminder" and now.due and not now.late_on(today):
        raise NothingIsLate(due=in_words(now.due))
    step = STEPS[LETTERS[name][1]]
    if name == "request" or (step.to and now.state == step.to):
        return  # It may be read again after it went.
    last = max((event.id for event in events), default=0)
    moment = datetime.combine(today, time.min, tzinfo=UTC)
    tried = Event(id=last + 1, force=asked.id, step=step.name, day=today, by="", noted=moment)
    standing((*events, tried), asked.law)


def _values(
    round: Round, asked: Asked, events: tuple[Event, ...], now: Standing, today: date
) -> dict[str, str]:
    law, force = asked.law, forces().get(asked.id)
    return {
        "force": force.in_a_sentence if force else asked.name,
        "act": law.title,
        "years": round.years or "[the years]",
        "question": round.question or "[your question]",
        "offences": _ACTS.get(force.part, _ELSEWHERE) if force else _ELSEWHERE,
        "time": law.time,
        "advice": law.advice,
        "clarify": law.clarify,
        "asker": round.asker or f"[your name: {law.who_asks} asks for it]",
        "reply_to": round.reply_to or "[your address for the answer]",
        "day": in_words(today),
        "sent": _day(now.sent, "sent it"),
        "owed": _owed(now, law),
        "clarification_asked": _last(events, "clarification_asked"),
        "review_asked": _last(events, "review_asked"),
        "remedy": _remedy(law),
        "matter": _matter(now, law, today),
    }


def _owed(now: Standing, law: Law) -> str:
    """When an answer was due, and why."""
    due = _day(now.due, "were to answer")
    if now.state == "extended":
        return f"You put your answer off until {due} ({law.extension})."
    what = "request" if now.presumed or now.clock_from == now.received else "clarification"
    presumed = ", the day on which I sent it" if now.presumed else ""
    return (
        f"You received my {what} on {_day(now.clock_from, 'received it')}{presumed}. The {law.title} asks for"
        f" an answer promptly, and by the twentieth working day after that ({law.time}): {due}."
    )


def _matter(now: Standing, law: Law, today: date) -> str:
    """What there is to complain of, as far as the events say it."""
    told = []
    if now.answered is None and now.first_due is None and now.late_on(today) and now.due:
        told.append(f"I have had no answer. It was due on {in_words(now.due)} ({law.time}).")
    elif now.answered is None and now.first_due:
        told.append(f"I have had no answer. It was due on {in_words(now.first_due)} ({law.time}).")
    elif now.answered_late and now.first_due:
        told.append(f"The answer was due on {in_words(now.first_due)} and came on {_day(now.answered, '')}.")
    if now.state == "review" and now.late_on(today) and now.due:
        told.append(f"My request for a review had no answer by {in_words(now.due)} ({law.review_source}).")
    told.append(_of_outcome(now, law))
    return " ".join(filter(None, told)) or "[What you are not content with]"


def _of_outcome(now: Standing, law: Law) -> str:
    named = "The sections named are" if len(now.sections) > 1 else "The section named is"
    on = f" {named} {sections_in_words(now.sections, law)}." if now.sections else ""
    words = {
        "refused": "My request was refused.",
        "partial": "A part of what I asked for was not given.",
        "not_held": "I was told that the information is not held.",
    }
    return f"{words[now.outcome]}{on}" if now.outcome in words else ""


def _remedy(law: Law) -> str:
    if law.review_first:
        return f"If there is no answer, I can require a review under {law.review}."
    return f"If there is no answer, I can complain to the {law.commissioner} under {law.complaint}."


def _day(day: date | None, what: str) -> str:
    return in_words(day) if day else f"[the day on which you {what}]"


def _last(events: tuple[Event, ...], step: str) -> str:
    days = [event.day for event in events if event.step == step and not event.struck]
    return in_words(max(days)) if days else "[the day]"


@cache
def _text(name: str) -> str:
    return files("belisha.figures").joinpath(f"ask/data/letters/{name}.txt").read_text(encoding="utf-8")


__all__ = ["LETTERS", "REQUEST", "Letter", "default_request", "letter"]
