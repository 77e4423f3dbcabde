"""`belisha figures round note` and `strike`: what happened with a request."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from belisha.figures.ask.steps import OUTCOMES, STEPS, Event
from belisha.jobs.console import WRONG_USE, answer, say, stop
from belisha.jobs.figures.here import BookOption, DataOption
from belisha.jobs.figures.round_book import book_with_rounds
from belisha.jobs.figures.round_options import (
    By,
    Day,
    Json,
    Name,
    day_of,
    event_dict,
    moment,
    refusals_said,
    today,
    whoever,
)

_STEPS = ", ".join(name.replace("_", "-") for name in STEPS)
_OUTCOMES = ", ".join(name.replace("_", "-") for name in OUTCOMES)


@refusals_said
def note(
    round: Name,
    step: Annotated[str, typer.Argument(help=f"What happened: {_STEPS}.", metavar="STEP")],
    forces: Annotated[list[str] | None, typer.Argument(help="With which forces.", metavar="FORCE...")] = None,
    to_all: Annotated[
        bool, typer.Option("--all", help="With “sent”: every force it hasn’t gone to.")
    ] = False,
    day: Day = "",
    until: Annotated[str, typer.Option(help="With “extended”: the day that they name.")] = "",
    outcome: Annotated[str, typer.Option(help=f"With an answer: {_OUTCOMES}.")] = "",
    section: Annotated[str, typer.Option(help="With an answer: its sections, such as “s.12, s.40(2)”.")] = "",
    source: Annotated[int | None, typer.Option(help="With an answer: its number in the book.")] = None,
    words: Annotated[str, typer.Option(help="A remark.")] = "",
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Note what happened: with all the forces that you name, or with none where it can't be with one.

    Example: belisha figures round note images-2025-26 answered Kent --outcome refused --section s.12
    """
    from belisha.figures.ask.noting import note_sent_to_all, note_step
    from belisha.figures.ask.sections import read_sections

    kept = book_with_rounds(book, data)
    common: dict[str, Any] = {
        "round": round,
        "day": day_of(day),
        "words": words,
        "by": whoever(by),
        "now": moment(),
        "today": today(),
    }
    if to_all:
        _refuse_unless_sent(step, forces)
        noted = note_sent_to_all(kept, **common)
    else:
        noted = note_step(
            kept,
            **common,
            forces=_named(forces),
            step=step.replace("-", "_"),
            until=_until(until),
            outcome=outcome.replace("-", "_"),
            sections=read_sections(section),
            source=source,
        )
    _tell(noted, round, as_json)


def _tell(noted: Sequence[Event], round: str, as_json: bool) -> None:
    if as_json:
        for event in noted:
            answer(event_dict(event))
    times = "once" if len(noted) == 1 else f"{len(noted)} times"
    say(f"Noted {times}. See: belisha figures round board {round}")


@refusals_said
def strike(
    round: Name,
    entry: Annotated[int, typer.Argument(help="The entry’s number, as “round show” tells it.")],
    why: Annotated[str, typer.Option(help="Why it is wrong.")],
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Strike a wrong entry out. It stays readable, and counts no longer.

    Example: belisha figures round strike images-2025-26 17 --why "That was Essex"
    """
    from belisha.figures.ask.noting import strike as strike_out

    kept = book_with_rounds(book, data)
    struck = strike_out(kept, round=round, event=entry, why=why, by=whoever(by), now=moment())
    if as_json:
        answer(event_dict(struck))
    say(f"Entry {struck.id} is struck out: {STEPS[struck.step].words}, {struck.day}.")


def _until(text: str) -> date | None:
    return day_of(text) if text else None


def _named(forces: list[str] | None) -> list[str]:
    return forces or stop("Name a force, or several.", WRONG_USE)


def _refuse_unless_sent(step: str, forces: list[str] | None) -> None:
    if step != "sent" or forces:
        stop("--all goes with “sent”, without names of forces.", WRONG_USE)
