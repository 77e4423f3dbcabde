"""Rounds as the book keeps them: tables of the same file, in which events are only ever added."""

import json
import sqlite3
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.figures.ask.round import Asked, Round
from belisha.figures.ask.steps import Event
from belisha.refusal import NotFound, Refusal

_ROUND = "name, title, question, years, request, asker, reply_to, begun, by"
_EVENT = "force, step, day, until, outcome, sections, source, words, by, noted"


class NoSuchRound(NotFound):
    """There is no round “{name}”."""


class NameTaken(Refusal):
    """There is a round “{name}” already. Give this one another name."""

    code = "name_taken"


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables in a book that has none yet. Part of the caller's transaction."""
    for statement in _schema():
        connection.execute(statement)


def add_round(connection: sqlite3.Connection, round: Round, *, now: datetime) -> None:
    """Keep a new round with its forces; raises NameTaken."""
    row = [round.name, round.title, round.question, round.years, round.request, round.asker, round.reply_to]
    try:
        connection.execute(
            f"INSERT INTO round ({_ROUND}, at) VALUES ({', '.join('?' * 10)})",  # noqa: S608 - names of columns of our own
            [*row, round.begun.isoformat(), round.by, now.isoformat()],
        )
    except sqlite3.IntegrityError:
        raise NameTaken(name=round.name) from None
    for asked in round.forces:
        add_force(connection, round.name, asked)


def change_round(connection: sqlite3.Connection, name: str, **changed: str) -> None:
    """Write other words of a round: columns by their names."""
    for column, words in changed.items():
        if column not in {"title", "question", "years", "request", "asker", "reply_to"}:
            raise ValueError(column)
        connection.execute(f"UPDATE round SET {column} = ? WHERE name = ?", [words, name])  # noqa: S608 - names of columns of our own


def add_force(connection: sqlite3.Connection, round: str, asked: Asked) -> None:
    """Ask one more force in a round."""
    connection.execute(
        "INSERT INTO round_force SELECT id, ?, ?, ? FROM round WHERE name = ?",
        [asked.id, asked.name, asked.law.id, round],
    )


def remove_force(connection: sqlite3.Connection, round: str, force: str) -> None:
    """Leave a force out again: nothing was noted of it."""
    connection.execute(
        "DELETE FROM round_force WHERE force = ? AND round = (SELECT id FROM round WHERE name = ?)",
        [force, round],
    )


def add_event(connection: sqlite3.Connection, round: str, event: Event) -> int:
    """Add what happened; its id is returned."""
    row = [
        event.force,
        event.step,
        event.day.isoformat(),
        event.until.isoformat() if event.until else None,
        event.outcome,
        json.dumps(event.sections),
        event.source,
        event.words,
        event.by,
        event.noted.isoformat(),
    ]
    added = connection.execute(
        f"INSERT INTO round_event (round, {_EVENT}) SELECT id, {', '.join('?' * 10)} FROM round"  # noqa: S608 - names of columns of our own
        " WHERE name = ?",
        [*row, round],
    )
    return int(added.lastrowid or 0)


def strike(connection: sqlite3.Connection, event: int, *, why: str, by: str, now: datetime) -> None:
    """Let an event count no longer; it stays readable."""
    connection.execute("INSERT INTO round_struck VALUES (?, ?, ?, ?)", [event, why, by, now.isoformat()])


def rounds(connection: sqlite3.Connection) -> tuple[Round, ...]:
    """Every round, the newest first; none in a book that has no such tables."""
    if not _there(connection):
        return ()
    found = connection.execute(f"SELECT id, {_ROUND} FROM round ORDER BY id DESC")  # noqa: S608 - names of columns of our own
    return tuple(_round(connection, row) for row in found.fetchall())


def round_of(connection: sqlite3.Connection, name: str) -> Round:
    """One round; raises NoSuchRound."""
    for round in rounds(connection):
        if round.name == name:
            return round
    raise NoSuchRound(name=name[:80])


def events(connection: sqlite3.Connection, round: str) -> tuple[Event, ...]:
    """All that was noted in a round, as it was noted; struck events say why and by whom."""
    if not _there(connection):
        return ()
    found = connection.execute(
        f"SELECT e.id, {', '.join(f'e.{name}' for name in _EVENT.split(', '))}, s.why, s.by"  # noqa: S608 - names of columns of our own
        " FROM round_event e JOIN round r ON r.id = e.round LEFT JOIN round_struck s ON s.event = e.id"
        " WHERE r.name = ? ORDER BY e.id",
        [round],
    )
    return tuple(_event(row) for row in found)


def _round(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Round:
    id, *told = row
    forces = connection.execute(
        "SELECT force, name, law FROM round_force WHERE round = ? ORDER BY name, force", [id]
    )
    names = dict(zip(_ROUND.split(", "), told, strict=True))
    begun = date.fromisoformat(names.pop("begun"))
    return Round(**names, begun=begun, forces=tuple(Asked.under(*force) for force in forces))


def _event(row: tuple[Any, ...]) -> Event:
    id, force, step, day, until, outcome, sections, source, words, by, noted, why, struck_by = row
    return Event(
        id=id,
        force=force,
        step=step,
        day=date.fromisoformat(day),
        until=date.fromisoformat(until) if until else None,
        outcome=outcome,
        sections=tuple(json.loads(sections)),
        source=source,
        words=words,
        by=by,
        noted=datetime.fromisoformat(noted),
        struck=f"{why} ({struck_by})" if why else "",
    )


def _there(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'round_struck'")
    return found.fetchone() is not None


@cache
def _schema() -> list[str]:
    text = files("belisha.figures").joinpath("ask/data/rounds.sql").read_text(encoding="utf-8")
    return [part.strip() for part in text.split(";\n") if part.strip()]
