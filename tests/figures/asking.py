"""A round for the tests: begun, sent to all, and what each test adds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from belisha.figures.ask import noting, rounds
from belisha.figures.ask.board import Board, Row, board
from belisha.figures.ask.letters import Letter, letter
from belisha.figures.ask.round import Round, forces_named
from belisha.figures.book import Book

SENT = date(2026, 5, 29)  # a Friday: under both Acts an answer is due on 29 June 2026
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
FORCES = ("Kent", "Scotland", "Essex")


class Asking:
    """A round in a book of its own, and the verbs with what they always want."""

    def __init__(self, book: Book, *, sent: bool = True, **told: Any) -> None:
        self.book = book
        told.setdefault("forces", forces_named(FORCES))
        told = {"title": "Round 2026", "years": "2021/22 to 2025/26"} | told
        self.round = rounds.begin_round(book, **told, by="Ada", now=NOW, today=SENT)
        if sent:
            noting.note_sent_to_all(book, round=self.round.name, day=SENT, by="Ada", now=NOW, today=TODAY)

    def note(self, step: str, day: str = "", force: str = "Kent", **told: Any) -> int:
        """Note a step of a force; the entry's number."""
        on = date.fromisoformat(f"2026-{day}") if day else TODAY
        (event,) = noting.note_step(
            self.book,
            round=self.round.name,
            forces=[force],
            step=step,
            day=on,
            by="Ada",
            now=NOW,
            today=TODAY,
            **told,
        )
        return event.id

    def strike(self, event: int, why: str = "Wrong force") -> None:
        """Strike an entry out."""
        noting.strike(self.book, round=self.round.name, event=event, why=why, by="Bo", now=NOW)

    def read(self) -> tuple[Round, tuple[Any, ...]]:
        """The round and its entries, as kept."""
        return rounds.round_with_events(self.book, self.round.name)

    def board(self, day: str = "11-20") -> Board:
        """The board on a day of 2026."""
        return board(*self.read(), today=date.fromisoformat(f"2026-{day}"))

    def row(self, day: str = "11-20", force: str = "Kent") -> Row:
        """A force's row on a day of 2026."""
        return self.board(day).row(force)

    def letter(self, name: str, force: str = "Kent", day: str = "11-20") -> Letter:
        """A letter as of a day of 2026."""
        told, events = self.read()
        asked = told.asked(force)
        of_it = tuple(event for event in events if event.force == asked.id)
        on = date.fromisoformat(f"2026-{day}")
        return letter(name, round=told, asked=asked, events=of_it, today=on)
