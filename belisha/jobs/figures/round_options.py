"""What the commands of `belisha figures round` share: options, days, and refusals as sentences."""

import getpass
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from belisha.figures.ask.days import uk_day
from belisha.figures.ask.round import Round
from belisha.figures.ask.steps import Event
from belisha.jobs.console import WRONG_USE, stop
from belisha.refusal import Refusal

P = ParamSpec("P")
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
By = Annotated[str, typer.Option(help="Who notes it; else the name of your account.")]
Name = Annotated[str, typer.Argument(help="The round’s name.", metavar="ROUND")]
Day = Annotated[str, typer.Option(help="The day of it, such as 2026-06-01; else today.")]


def refusals_said(command: Callable[P, None]) -> Callable[P, None]:
    """An expected "no" becomes its sentence and exit code 3."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            stop(refusal.sentence)

    return run


def moment() -> datetime:
    """Now."""
    return datetime.now(UTC)


def today() -> date:
    """The day that it is in the United Kingdom."""
    return uk_day(moment())


def whoever(by: str) -> str:
    """The name that was given, else that of the account."""
    try:
        return by.strip() or getpass.getuser()
    except (KeyError, OSError):
        return stop("Say who you are with --by: this account has no name.", WRONG_USE)


def day_of(text: str) -> date:
    """A day as options write it; today where nothing is written."""
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"“{text}” is not a day such as 2026-06-01.", WRONG_USE)


def text_in(file: Path | None) -> str:
    """The text of a file that was named; nothing where none was."""
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as problem:
        stop(f"{file} can't be read: {problem.strerror}.")
    except UnicodeDecodeError:
        stop(f"{file} isn't text in UTF-8.", WRONG_USE)


def round_dict(round: Round) -> dict[str, Any]:
    """A round as JSON tells it."""
    forces = [{"force": one.id, "name": one.name, "law": one.law.id} for one in round.forces]
    names = ("name", "title", "question", "years", "request", "asker", "reply_to", "begun", "by")
    return {name: getattr(round, name) for name in names} | {"forces": forces}


def event_dict(event: Event) -> dict[str, Any]:
    """An entry as JSON tells it."""
    return asdict(event)
