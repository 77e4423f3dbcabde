"""Staff ask forces: each round begun and each step noted at the desk leaves its entry in the ledger."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from belisha.figures.ask import noting, rounds
from belisha.figures.ask.days import uk_day
from belisha.figures.ask.round import Asked, Round
from belisha.figures.ask.steps import STEPS, Event
from belisha.figures.desk.book import desk_book, recorded
from belisha.people.models import Staff


def begin_round(*, by: Staff, forces: Sequence[Asked], title: str, **words: str) -> Round:
    """Begin a round in the desk's book."""
    book, now = desk_book(), timezone.now()
    with recorded(book, "figures.round_begun", by=by, text=f"A round was begun: {title}.") as facts:
        round = rounds.begin_round(
            book, title=title, **words, forces=forces, by=by.name, now=now, today=uk_day(now)
        )
        facts.update(round=round.name, forces=len(round.forces))
    return round


def change_round(
    *, by: Staff, name: str, also: Sequence[Asked] = (), leave_out: Sequence[str] = (), **words: str
) -> Round:
    """Write other words of a round, or ask more or fewer forces in it."""
    book, now = desk_book(), timezone.now()
    with recorded(book, "figures.round_changed", by=by, text=f"The round {name} was changed.") as facts:
        round = rounds.change_round(book, name=name, by=by.name, now=now, **words)
        if also:
            round = rounds.ask_also(book, name=name, forces=also, by=by.name, now=now)
        for force in leave_out:
            round = rounds.leave_out(book, name=name, force=force, by=by.name, now=now)
        facts.update(round=name, fields=sorted(words), also=[one.name for one in also])
        facts.update(left_out=list(leave_out))
    return round


def note_step(
    *,
    by: Staff,
    round: str,
    force: str,
    step: str,
    day: date,
    until: date | None = None,
    outcome: str = "",
    sections: tuple[str, ...] = (),
    source: int | None = None,
    words: str = "",
) -> Event:
    """Note what happened with one force."""
    book, now = desk_book(), timezone.now()
    told = STEPS[step].words if step in STEPS else "?"
    with recorded(book, "figures.round_noted", by=by, text=f"{round}, {force}: {told}.") as facts:
        (event,) = noting.note_step(
            book,
            round=round,
            forces=[force],
            step=step,
            day=day,
            until=until,
            outcome=outcome,
            sections=sections,
            source=source,
            words=words,
            by=by.name,
            now=now,
            today=uk_day(now),
        )
        facts.update(_facts(round, event))
    return event


def note_sent_to_all(*, by: Staff, round: str, day: date) -> list[Event]:
    """Note that the request went to every force that it hadn't gone to."""
    book, now = desk_book(), timezone.now()
    with recorded(book, "figures.round_noted", by=by, text=f"{round}: the requests were sent.") as facts:
        noted = noting.note_sent_to_all(book, round=round, day=day, by=by.name, now=now, today=uk_day(now))
        facts.update(round=round, step="sent", day=day.isoformat(), forces=len(noted))
    return noted


def strike(*, by: Staff, round: str, event: int, why: str) -> Event:
    """Let an entry count no longer."""
    book, now = desk_book(), timezone.now()
    with recorded(book, "figures.round_struck", by=by, text=f"{round}: an entry was struck out.") as facts:
        struck = noting.strike(book, round=round, event=event, why=why, by=by.name, now=now)
        facts.update(_facts(round, struck), why=why)
    return struck


def _facts(round: str, event: Event) -> dict[str, object]:
    return {
        "round": round,
        "force": event.force,
        "step": event.step,
        "day": event.day.isoformat(),
        "entry": event.id,
    }
