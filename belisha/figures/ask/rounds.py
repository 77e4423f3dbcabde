"""Rounds are begun, changed, and asked of more forces. Each is one transaction of the book."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from belisha.figures.ask import store
from belisha.figures.ask.fill import refuse_unknown
from belisha.figures.ask.letters import default_request
from belisha.figures.ask.round import Asked, Round, all_forces, name_from, refuse_bad_name, refuse_twice
from belisha.figures.ask.steps import Event
from belisha.figures.book import Book
from belisha.guard.cut import cut
from belisha.refusal import Refusal

LONGEST: Final = 20_000  # letters of a request's text
_FIELD: Final = {
    "title": 200,
    "question": 2_000,
    "years": 200,
    "request": LONGEST,
    "asker": 200,
    "reply_to": 500,
}
QUESTION: Final = (
    "How many offences of taking, making, distributing, possessing or publishing indecent images of children"
    " did your force record in each of these years?"
)


class NoTitle(Refusal):
    """Give the round a title, such as Indecent images of children, 2025/26."""

    code = "no_title"


class NoForces(Refusal):
    """A round needs a force to ask."""

    code = "no_forces"


class TooLong(Refusal):
    """The {field} is too long: at most {most:,} letters."""

    code = "too_long"


class AlreadySent(Refusal):
    """The request has gone to {forces}: only its title can be changed. To ask otherwise, begin a round."""

    code = "already_sent"


class SomethingNoted(Refusal):
    """Something is noted of {force}, so it stays in the round."""

    code = "something_noted"


def rounds(book: Book) -> tuple[Round, ...]:
    """Every round of the book, the newest first."""
    with book.reading() as connection:
        return store.rounds(connection)


def round_with_events(book: Book, name: str) -> tuple[Round, tuple[Event, ...]]:
    """A round and all that was noted, struck entries too; raises NoSuchRound."""
    with book.reading() as connection:
        return store.round_of(connection, name), store.events(connection, name)


def begin_round(
    book: Book,
    *,
    title: str,
    by: str,
    now: datetime,
    today: date,
    name: str = "",
    question: str = "",
    years: str = "",
    request: str = "",
    asker: str = "",
    reply_to: str = "",
    forces: Sequence[Asked] | None = None,
) -> Round:
    """Begin a round: without `forces` with the 45, without `question` and `request` with the usual ones."""
    asked = tuple(all_forces() if forces is None else forces)
    if not title.strip():
        raise NoTitle
    if not asked:
        raise NoForces
    round = Round(
        name=name or name_from(title),
        title=words_of(title),
        question=words_of(question) or QUESTION,
        years=words_of(years),
        request=words_of(request) or default_request(),
        asker=words_of(asker),
        reply_to=words_of(reply_to),
        begun=today,
        by=by,
        forces=asked,
    )
    _refuse_bad(round)
    with book.transaction() as connection:
        store.make_tables(connection)
        store.add_round(connection, round, now=now)
        book.note("round_begun", by=by, now=now, round=round.name, forces=len(asked))
    return round


def change_round(book: Book, *, name: str, by: str, now: datetime, **changed: str) -> Round:
    """Write other words of a round. After the first request has gone, its title alone can be changed."""
    with book.transaction() as connection:
        store.make_tables(connection)
        round = store.round_of(connection, name)
        sent = {event.force for event in store.events(connection, name) if not event.struck}
        if sent and set(changed) - {"title"}:
            raise AlreadySent(forces="1 force" if len(sent) == 1 else f"{len(sent)} forces")
        store.change_round(connection, name, **{field: words_of(words) for field, words in changed.items()})
        later = store.round_of(connection, name)
        if not later.title:
            raise NoTitle
        _refuse_bad(later)
        if later != round:
            book.note("round_changed", by=by, now=now, round=name, fields=sorted(changed))
    return later


def ask_also(book: Book, *, name: str, forces: Sequence[Asked], by: str, now: datetime) -> Round:
    """Ask more forces in a round."""
    with book.transaction() as connection:
        store.make_tables(connection)
        round = store.round_of(connection, name)
        refuse_twice([*round.forces, *forces])
        for asked in forces:
            store.add_force(connection, name, asked)
        book.note("round_forces_added", by=by, now=now, round=name, forces=[one.name for one in forces])
        return store.round_of(connection, name)


def leave_out(book: Book, *, name: str, force: str, by: str, now: datetime) -> Round:
    """Leave a force out of a round, as long as nothing was noted of it."""
    with book.transaction() as connection:
        store.make_tables(connection)
        asked = store.round_of(connection, name).asked(force)
        if any(event.force == asked.id for event in store.events(connection, name)):
            raise SomethingNoted(force=asked.name)
        store.remove_force(connection, name, asked.id)
        if not store.round_of(connection, name).forces:
            raise NoForces
        book.note("round_force_left_out", by=by, now=now, round=name, force=asked.name)
        return store.round_of(connection, name)


def words_of(text: str) -> str:
    """A text as it is kept: one line's end for all, and no picture in it."""
    return cut(text.replace("\r\n", "\n").strip()).text


def _refuse_bad(round: Round) -> None:
    refuse_bad_name(round.name)
    refuse_twice(round.forces)
    refuse_unknown(round.request)
    for field, most in _FIELD.items():
        if len(getattr(round, field)) > most:
            raise TooLong(field=field.replace("_", " "), most=most)
