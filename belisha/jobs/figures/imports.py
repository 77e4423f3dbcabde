"""`belisha figures import`: take answers into the book, each as a whole or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import COULD_NOT, NO, WRONG_USE, answer, say, stop
from belisha.jobs.figures.here import BookOption, DataOption, book_to_write
from belisha.jobs.figures.import_options import MappingFile, Series, Sets, answer_of, book_there
from belisha.jobs.figures.round_options import By, Json, day_of, moment, today, whoever
from belisha.refusal import Refusal

if TYPE_CHECKING:
    from belisha.jobs.figures.import_one import Outcome

_WRONG_USE = ("wrong_correction", "wrong_mapping")
Files = Annotated[list[Path], typer.Argument(help="Answers: CSV, XLSX, XLS, ODS or text; - is stdin.")]


def import_answers(
    files: Files,
    force: Annotated[str, typer.Option(help="The force that answered, where the file doesn't say.")] = "",
    received: Annotated[str, typer.Option(help="The day on which it came, such as 2026-06-01.")] = "",
    series: Series = "",
    title: Annotated[str, typer.Option(help="What the answer is called; else the file's name.")] = "",
    address: Annotated[str, typer.Option(help="Where the public finds it.")] = "",
    publisher: Annotated[str, typer.Option(help="Who answered, or published it.")] = "",
    round: Annotated[str, typer.Option(help="The round that it answers.")] = "",
    sets: Sets = None,
    mapping: MappingFile = None,
    yes: Annotated[list[str] | None, typer.Option(help="Confirm, by its code, what you looked at.")] = None,
    reason: Annotated[str, typer.Option(help="Why what is confirmed is right.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at everything, write nothing.")] = False,
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Take answers into the book. How each is read is shown first, and confirmed with --yes mapping.

    Exit code 1: something waits to be looked at, and the book is as it was.

    Example: belisha figures import kent.xlsx --received 2026-06-01 --yes mapping
    """
    orders = Orders(
        reading={"force": force, "series": series, "title": title, "sets": sets or (), "mapping": mapping},
        source={"title": title, "address": address, "publisher": publisher, "received": _day(received)},
        writing={"reason": reason, "round": round, "by": whoever(by)},
        confirmed=frozenset(code.strip() for one in yes or () for code in one.split(",") if code.strip()),
        dry_run=dry_run,
        as_json=as_json,
        places=(book, data),
    )
    if worst := max(_one(path, orders) for path in files):
        raise typer.Exit(worst)


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What was said of all the files: how to read them, what they are, and what was looked at."""

    reading: dict[str, Any]
    source: dict[str, Any]
    writing: dict[str, Any]
    confirmed: frozenset[str]
    dry_run: bool
    as_json: bool
    places: tuple[Path | None, Path | None]


def _one(path: Path, orders: Orders) -> int:
    """One file, from reading to writing; the exit code that it calls for."""
    from belisha.jobs.figures.import_one import failed

    try:
        outcome = _outcome(path, orders)
    except Refusal as refusal:
        if orders.as_json:
            answer(failed(path.name, refusal))
        else:
            say(refusal.sentence)
        return WRONG_USE if refusal.code in _WRONG_USE else COULD_NOT
    _say(outcome, orders)
    return 0 if outcome.imported or (orders.dry_run and not outcome.waiting and not outcome.missing) else NO


def _outcome(path: Path, orders: Orders) -> "Outcome":
    from belisha.figures.sources import Source
    from belisha.jobs.figures.import_one import agreed, looked_at, taken_in

    there = book_there(*orders.places)
    told = answer_of(path, book=there, bar=not orders.as_json, **orders.reading)
    if orders.dry_run or not agreed(told, orders.confirmed):
        received = orders.source["received"]
        return looked_at(told, book=there, confirmed=orders.confirmed, received=received)
    title = orders.source["title"] or told.name
    return taken_in(
        told,
        book=there or book_to_write(*orders.places),
        source=Source(number=0, file=told.name, sha256=told.sha256, **orders.source | {"title": title}),
        confirmed=orders.confirmed,
        now=moment(),
        **orders.writing,
    )


def _say(outcome: "Outcome", orders: Orders) -> None:
    from belisha.jobs.figures.import_report import result, show

    if orders.as_json:
        answer(outcome.to_dict())
        return
    show(outcome, dry_run=orders.dry_run)
    if outcome.imported:
        typer.echo(result(outcome))


def _day(text: str) -> date | None:
    day = day_of(text) if text else None
    if day and day > today():
        stop(f"{text} is in the future: say when the answer came.", WRONG_USE)
    return day
