"""What commands share: Django where needed, errors as one sentence, data on stdout, words on stderr."""

import functools
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

NO, WRONG_USE, COULD_NOT = 1, 2, 3
P = ParamSpec("P")
Data = Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def say(sentence: str) -> None:
    """A message for the person, on stderr."""
    typer.echo(sentence, err=True)


def answer(value: Any) -> None:
    """One JSON object a line, on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def progress_bar(*columns: "ProgressColumn", shown: bool = True) -> "Progress":
    """A bar on stderr where somebody watches; in a log or a pipe, nothing."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not (shown and console.is_terminal))


def stop(sentence: str, code: int = COULD_NOT) -> NoReturn:
    """End the command with a sentence on stderr."""
    say(sentence)
    raise typer.Exit(code)


def with_django(command: Callable[P, None]) -> Callable[P, None]:
    """Set Django up before the command starts; an expected "no" becomes its sentence and exit code 3."""
    return _run_after(set_up, command)


def with_a_desk(command: Callable[P, None]) -> Callable[P, None]:
    """As `with_django`, on a desk that is there: a mistyped folder is refused, not filled."""
    return _run_after(functools.partial(set_up, new=False), command)


def without_a_desk(command: Callable[P, None]) -> Callable[P, None]:
    """As `with_django`, where nothing is read from a desk or kept: no folder is made or asked for."""
    return _run_after(functools.partial(set_up, new=None), command)


def _run_after(preparation: Callable[[], None], command: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        preparation()
        from django.db import DatabaseError, DataError, IntegrityError

        from belisha.refusal import Refusal

        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            stop(refusal.sentence)
        except (DataError, IntegrityError):
            raise
        except DatabaseError as problem:
            # Its text is left out: it may hold the database's address and password.
            stop(f"The database can't be used ({type(problem).__name__}). See: belisha doctor")

    return run


def set_up(*, new: bool | None = True) -> None:
    """Read the settings, refuse wrong ones with a sentence, load Django.

    `new`: a desk may be made here; None: none is needed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.settings")
    from pydantic import ValidationError

    try:
        from belisha import settings
        from belisha.options import unknown_settings
    except ValidationError as problem:
        stop(_sentences(problem), WRONG_USE)
    except Exception as problem:
        if type(problem).__name__ != "WrongSetting":
            raise
        stop(str(problem), WRONG_USE)
    if unknown := unknown_settings():
        stop(f"There is no setting {', '.join(unknown)}. See docs/SETTINGS.md for the names.", WRONG_USE)
    # Databases, their logs and the key are for this account alone.
    os.umask(0o077)
    if new:
        _make_folder(settings.BELISHA.data_dir)
    elif new is False:
        _refuse_no_desk(settings.BELISHA.data_dir, settings.DATABASES["default"])
    import django

    django.setup()


def use_data_dir(data: Path | None) -> None:
    """Take the folder named on the command line; the processes that this one starts take it too."""
    if data is not None:
        os.environ["BELISHA_DATA_DIR"] = str(data.absolute())


def interactive() -> bool:
    """Is there a person at the console?"""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        stop(f"{folder} is a file, not a folder for the databases.", WRONG_USE)
    except OSError as problem:
        stop(f"Can't make the folder {folder}: {problem.strerror}.", WRONG_USE)


def _refuse_no_desk(folder: Path, database: dict[str, Any]) -> None:
    if database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).is_file():
        stop(f"There is no desk in {folder}. Name its folder with --data, or run: belisha setup", WRONG_USE)


def _sentences(problem: Any) -> str:
    # The value is left out: it may be a secret.
    lines = [
        f"BELISHA_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}."
        for e in problem.errors(include_input=False)
    ]
    return "A setting can't be used. " + " ".join(lines)
