"""What the commands that keep the book share: who acts, and refusals as sentences."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, ParamSpec

import typer

from belisha.jobs.console import COULD_NOT, WRONG_USE, stop

P = ParamSpec("P")
_WRONG = ("unknown_area", "unknown_year", "ambiguous")
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
By = Annotated[str, typer.Option(help="Who does it; else the name of your account.")]


def refusals_said(command: Callable[P, None]) -> Callable[P, None]:
    """An expected "no" becomes its sentence and exit code 3; a name that nobody knows is wrong use, 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from belisha.refusal import Refusal

        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            stop(refusal.sentence, WRONG_USE if getattr(refusal, "reason", "") in _WRONG else COULD_NOT)

    return run


def moment() -> datetime:
    """Now."""
    return datetime.now(UTC)


def whoever(by: str) -> str:
    """The name that was given, else that of the account."""
    try:
        return by.strip() or getpass.getuser()
    except (KeyError, OSError):
        stop("Say who you are with --by: this account has no name.", WRONG_USE)


def plain(text: str) -> str:
    """Text of an answer as a terminal may be shown it: what steers a terminal is left out."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
