"""`belisha route`: who is to be told in a situation."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from belisha.jobs.console import WRONG_USE, Json, answer, stop, use_data_dir, with_a_desk
from belisha.jobs.route_words import in_words
from belisha.routing import SHIPPED, Directory, WrongFacts
from belisha.routing import route as find_route


def route(
    facts: Annotated[
        str, typer.Argument(help="A JSON file of facts; - reads it from stdin.", metavar="FACTS.json")
    ],
    as_json: Json = False,
    why: Annotated[bool, typer.Option("--why", help="Name the rules behind the answer, too.")] = False,
    desk: Annotated[
        bool, typer.Option("--desk", help="By this desk's own directory, with what it has confirmed.")
    ] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases, for --desk.")] = None,
) -> None:
    """Say who is to be told, in order, and why. Needs no server and no desk. Not legal advice.

    Example: echo '{"danger_now": "unknown", "child": {"place": "CB2 1TN"}}' | belisha route - --json
    """
    if data is not None and not desk:
        stop("--data names the desk of --desk: give both, or neither.", WRONG_USE)
    use_data_dir(data)
    known = _read(facts)
    try:
        found = find_route(known, _of_the_desk() if desk else SHIPPED)
    except WrongFacts as wrong:
        stop("\n".join(f"{path} {problem}." for path, problem in wrong.problems.items()), WRONG_USE)
    if as_json:
        answer(found.as_json())
    else:
        typer.echo(in_words(found, datetime.now(UTC).date(), why=why))


def _of_the_desk() -> Directory:
    found: list[Directory] = []

    @with_a_desk
    def ask() -> None:
        from belisha.organisation.directory import directory

        found.append(directory())

    ask()
    return found[0]


def _read(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except OSError as problem:
        stop(f"{name} can't be read: {problem.strerror}.")
    except UnicodeDecodeError:
        stop(f"{name} isn't text in UTF-8.", WRONG_USE)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        stop(f"{name} isn't JSON.", WRONG_USE)
