"""The board of a round: where each force stands today, what is late, and what comes next. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from belisha.figures.ask.days import working_days_between
from belisha.figures.ask.next_step import Next, next_step
from belisha.figures.ask.round import Asked, Round
from belisha.figures.ask.standing import Standing, standing
from belisha.figures.ask.steps import DRAFTED, OUTCOMES, STATES, WAITING, Event
from belisha.figures.ask.words import due_words

GROUPS: Final[Mapping[str, str]] = {
    "late": "Late",
    "yours": "With you",
    "waiting": "Waiting",
    "challenged": "Challenged",
    "not_sent": "Not sent",
    "answered": "Answered",
    "ended": "Ended",
}
"""The groups of a board, the most pressing first. Each force stands in one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One force on the board."""

    asked: Asked
    now: Standing
    late_by: int
    """Working days since an answer was due; 0 too on a weekend right after that day."""
    late: bool
    due_words: str
    group: str
    next: Next

    @property
    def cell(self) -> str:
        """What its answer is to whoever counts: a state of cells.STATES."""
        if self.now.answered or self.now.outcome:
            return self.now.outcome or "none"
        return "late" if self.late or self.now.first_due else "none"

    @property
    def state_words(self) -> str:
        """Its state, and what the answer was."""
        state = STATES[self.now.state]
        told = (
            OUTCOMES.get(self.now.outcome, "")
            if self.now.state in {"answered", "reviewed", "decided"}
            else ""
        )
        return f"{state}: {told}" if told else f"{state}, late" if self.late else state

    def to_dict(self) -> dict[str, Any]:
        """As JSON and tables tell it."""
        now = self.now
        return {
            "force": self.asked.id,
            "name": self.asked.name,
            "law": self.asked.law.id,
            "state": now.state,
            "state_words": self.state_words,
            "since": now.since,
            "sent": now.sent,
            "received": now.received,
            "acknowledged": now.acknowledged,
            "due": now.due,
            "due_words": self.due_words,
            "due_presumed": now.presumed and now.due is not None,
            "late": self.late,
            "working_days_late": self.late_by,
            "answered": now.answered,
            "answered_late_by": now.answered_late,
            "outcome": now.outcome,
            "sections": list(now.sections),
            "cell": self.cell,
            "source": now.source,
            "next": self.next.words,
            "letter": self.next.letter,
            "until": self.next.until,
        }


@dataclass(frozen=True, kw_only=True)
class Board:
    """All forces of a round, the most pressing first."""

    round: Round
    today: date
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many forces are in each group, in the order of GROUPS; empty groups too."""
        found = Counter(row.group for row in self.rows)
        return {group: found[group] for group in GROUPS}

    @property
    def answered(self) -> int:
        """How many forces have answered, in whatever way."""
        return sum(row.now.answered is not None for row in self.rows)

    @property
    def imported(self) -> int:
        """How many answers are in the book."""
        return sum(row.now.source is not None for row in self.rows)

    def only(self, *groups: str) -> tuple[Row, ...]:
        """The rows of some groups; all of them where none is named."""
        return tuple(row for row in self.rows if not groups or row.group in groups)

    def row(self, force: str) -> Row:
        """The row of one force, by its id or name; raises NoSuchForce."""
        asked = self.round.asked(force)
        return next(row for row in self.rows if row.asked.id == asked.id)


def board(round: Round, events: Iterable[Event], *, today: date) -> Board:
    """Where a round stands on a day: as it was then, where that day is past."""
    noted = tuple(event for event in events if event.day <= today)
    rows = [
        _row(asked, [event for event in noted if event.force == asked.id], today) for asked in round.forces
    ]
    return Board(round=round, today=today, rows=tuple(sorted(rows, key=_pressing)))


def _row(asked: Asked, events: list[Event], today: date) -> Row:
    now = standing(events, asked.law)
    late = now.late_on(today)
    return Row(
        asked=asked,
        now=now,
        late=late,
        late_by=working_days_between(now.due, today, asked.law) if now.due and late else 0,
        due_words=due_words(now, asked.law, today),
        group=_group(now, late=late),
        next=next_step(now, asked.law, today),
    )


def _group(now: Standing, *, late: bool) -> str:
    if late:
        return "late"
    if now.state in {"review", "complaint"}:
        return "challenged"
    known = {DRAFTED: "not_sent", "clarifying": "yours", "withdrawn": "ended"}
    return known.get(now.state, "waiting" if now.state in WAITING | {"extended"} else "answered")


def _pressing(row: Row) -> tuple[int, date, str]:
    return list(GROUPS).index(row.group), row.now.due or date.max, row.asked.name
