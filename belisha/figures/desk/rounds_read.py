"""What the desk shows of rounds: the list, the board, one force with its history, and letters."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from belisha.figures.ask import board as boards
from belisha.figures.ask import letters, rounds
from belisha.figures.ask.board import Board, Row
from belisha.figures.ask.days import uk_day
from belisha.figures.ask.letters import Letter
from belisha.figures.ask.round import NoSuchForce, Round
from belisha.figures.ask.steps import STEPS, Event, Step
from belisha.figures.ask.store import NoSuchRound
from belisha.figures.desk.book import desk_book_if_any
from belisha.figures.sources import Source
from belisha.refusal import NotFound, Refusal


@dataclass(frozen=True, kw_only=True)
class ForcePage:
    """One force in a round: where it stands, what happened, what can be noted, what can be written."""

    board: Board
    row: Row
    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    letters: tuple[str, ...]
    sources: tuple[Source, ...]


def today() -> date:
    """The day that it is where the Acts hold."""
    return uk_day(timezone.now())


def all_boards() -> list[Board]:
    """The board of every round, the newest round first."""
    book = desk_book_if_any()
    if book is None:
        return []
    found = [rounds.round_with_events(book, round.name) for round in rounds.rounds(book)]
    return [boards.board(*one, today=today()) for one in found]


def board(name: str) -> Board:
    """The board of one round; raises NoSuchRound."""
    return boards.board(*_round(name), today=today())


def force_page(name: str, force: str) -> ForcePage:
    """One force of a round; raises NotFound."""
    round, events = _round(name)
    found = boards.board(round, events, today=today())
    row = _row(found, force)
    of_it = tuple(event for event in events if event.force == row.asked.id)
    book = desk_book_if_any()
    sources = tuple(reversed(book.sources())) if book else ()
    return ForcePage(
        board=found,
        row=row,
        events=tuple(sorted(of_it, key=lambda event: event.order)),
        steps=_steps(of_it, row, imported=bool(sources)),
        letters=tuple(name for name in letters.LETTERS if _fits(name, found, row, of_it)),
        sources=sources,
    )


def letter(name: str, force: str, kind: str) -> tuple[Board, Row, Letter]:
    """A letter to a force, as of today; raises what says that it is out of place."""
    if kind not in letters.LETTERS:
        raise NotFound(what="letter")
    page = force_page(name, force)
    return page.board, page.row, _letter(kind, page.board, page.row, page.events)


def _round(name: str) -> tuple[Round, tuple[Event, ...]]:
    book = desk_book_if_any()
    if book is None:
        raise NoSuchRound(name=name[:80])
    return rounds.round_with_events(book, name)


def _row(found: Board, force: str) -> Row:
    try:
        return found.row(force)
    except NoSuchForce:
        raise NotFound(what="force in this round") from None


def _letter(kind: str, found: Board, row: Row, events: tuple[Event, ...]) -> Letter:
    return letters.letter(kind, round=found.round, asked=row.asked, events=events, today=found.today)


def _fits(kind: str, found: Board, row: Row, events: tuple[Event, ...]) -> bool:
    try:
        _letter(kind, found, row, events)
    except Refusal:
        return False
    return True


def _steps(events: tuple[Event, ...], row: Row, *, imported: bool) -> tuple[Step, ...]:
    """What can be noted: what may follow now, and what may have come between earlier steps."""
    passed = {STEPS[event.step].to for event in events if not event.struck} | {row.now.state}
    done = {event.step for event in events if not event.struck} & {"sent", "received"}
    left_out = (
        done | (set() if imported else {"imported"}) | (set() if row.asked.law.extension else {"extended"})
    )
    return tuple(step for step in STEPS.values() if step.after & passed and step.name not in left_out)
