"""What happened with a request is noted, struck out, and joined to the answer. Nothing is overwritten."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from belisha.figures.ask import store
from belisha.figures.ask.days import FIRST, in_words
from belisha.figures.ask.round import Asked
from belisha.figures.ask.rounds import words_of
from belisha.figures.ask.standing import Standing, standing
from belisha.figures.ask.steps import DRAFTED, OUTCOMES, STEPS, Event
from belisha.figures.book import Book
from belisha.refusal import Refusal

_LONGEST: Final = 1_000  # letters of a remark
_FAR: Final = timedelta(days=731)  # no answer is put off for longer


class NoSuchStep(Refusal):
    """There is no step “{step}”. There are: {known}."""

    code = "no_such_step"


class NotTold(Refusal):
    """“{step}” takes no {field}."""

    code = "not_told"


class InTheFuture(Refusal):
    """{day} is in the future: note what has happened."""

    code = "in_the_future"


class TooEarly(Refusal):
    """{day} is before {first}, when the Acts came into force."""

    code = "too_early"


class WrongUntil(Refusal):
    """An answer is put off to a day after {day}, and by two years at most."""

    code = "wrong_until"


class SayTheOutcome(Refusal):
    """Say what the answer was: {known}."""

    code = "say_the_outcome"


class SayTheSection(Refusal):
    """Name the section on which it was refused, such as s.12 or s.40(2)."""

    code = "say_the_section"


class LongRemark(Refusal):
    """The remark is too long: at most {most:,} letters."""

    code = "long_remark"


class NoSuchSource(Refusal):
    """The book has no source {number}."""

    code = "no_such_source"


class NoSuchEntry(Refusal):
    """There is no entry {event} in this round that counts."""

    code = "no_such_entry"


class SayWhy(Refusal):
    """Say why the entry is struck out."""

    code = "say_why"


def note_step(
    book: Book,
    *,
    round: str,
    forces: Collection[str],
    step: str,
    day: date,
    by: str,
    now: datetime,
    today: date,
    until: date | None = None,
    outcome: str = "",
    sections: tuple[str, ...] = (),
    source: int | None = None,
    words: str = "",
) -> list[Event]:
    """Note what happened with some forces of a round: with all of them, or with none where one can't be."""
    event = Event(
        id=0,
        force="",
        step=step,
        day=day,
        until=until,
        outcome=outcome,
        sections=sections,
        source=source,
        words=words_of(words),
        by=by,
        noted=now,
    )
    _refuse_wrong(event, today)
    with book.transaction() as connection:
        store.make_tables(connection)
        asked_in = store.round_of(connection, round)
        if source is not None and source not in {one.number for one in book.sources()}:
            raise NoSuchSource(number=source)
        asked = list(dict.fromkeys(asked_in.asked(force) for force in forces))
        return [_added(book, round, replace(event, force=one.id), one) for one in asked]


def note_sent_to_all(
    book: Book, *, round: str, day: date, by: str, now: datetime, today: date, words: str = ""
) -> list[Event]:
    """Note that the request went to every force that it hadn't gone to."""
    with book.transaction() as connection:
        store.make_tables(connection)
        asked, noted = store.round_of(connection, round).forces, store.events(connection, round)
        new = [one.id for one in asked if _of(noted, one).state == DRAFTED]
        return note_step(
            book, round=round, forces=new, step="sent", day=day, by=by, now=now, today=today, words=words
        )


def strike(book: Book, *, round: str, event: int, why: str, by: str, now: datetime) -> Event:
    """Let an entry count no longer; raises a refusal where what came after it couldn't stand without it."""
    if not why.strip():
        raise SayWhy
    with book.transaction() as connection:
        store.make_tables(connection)
        asked_in = store.round_of(connection, round)
        noted = store.events(connection, round)
        found = next((one for one in noted if one.id == event and not one.struck), None)
        if found is None:
            raise NoSuchEntry(event=event)
        _of([one for one in noted if one.id != event], asked_in.asked(found.force))
        store.strike(connection, event, why=words_of(why)[:_LONGEST], by=by, now=now)
    return found


def join_answer(
    book: Book, *, round: str, force: str, source: int, by: str, now: datetime, today: date
) -> Event:
    """Join an imported answer to the request, whose outcome somebody has noted, or notes next.

    Part of the import's transaction, where there is one.
    """
    noted = note_step(
        book,
        round=round,
        forces=[force],
        step="imported",
        day=today,
        by=by,
        now=now,
        today=today,
        source=source,
    )
    return noted[0]


def _added(book: Book, round: str, event: Event, asked: Asked) -> Event:
    with book.transaction() as connection:
        before = store.events(connection, round)
        newest = replace(event, id=max((one.id for one in before), default=0) + 1)
        _of([*before, newest], asked)
        return replace(event, id=store.add_event(connection, round, event))


def _of(events: Collection[Event], asked: Asked) -> Standing:
    return standing((event for event in events if event.force == asked.id), asked.law)


def _refuse_wrong(event: Event, today: date) -> None:
    if event.step not in STEPS:
        raise NoSuchStep(step=event.step[:40], known=", ".join(STEPS))
    if event.day > today:
        raise InTheFuture(day=in_words(event.day))
    if event.day < FIRST:
        raise TooEarly(day=in_words(event.day), first=in_words(FIRST))
    if event.until and not event.day < event.until <= event.day + _FAR:
        raise WrongUntil(day=in_words(event.day))
    if len(event.words) > _LONGEST:
        raise LongRemark(most=_LONGEST)
    _refuse_wrong_answer(event)


def _refuse_wrong_answer(event: Event) -> None:
    step = STEPS[event.step]
    for field in ("until", "outcome", "sections", "source"):
        if getattr(event, field) and field not in step.asks:
            raise NotTold(step=step.words, field=field.removesuffix("s"))
    if event.outcome not in {"", *OUTCOMES} or (event.step == "answered" and not event.outcome):
        raise SayTheOutcome(known=", ".join(OUTCOMES))
    if event.outcome == "refused" and not event.sections:
        raise SayTheSection
