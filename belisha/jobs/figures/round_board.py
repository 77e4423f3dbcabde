"""`belisha figures round board` and `export`: every force, what is due and what comes next."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.figures.ask.board import GROUPS, Board
from belisha.jobs.console import NO, WRONG_USE, answer, say, stop
from belisha.jobs.figures.here import BookOption, DataOption
from belisha.jobs.figures.round_book import book_with_rounds
from belisha.jobs.figures.round_options import Day, Json, Name, day_of, refusals_said

_GROUPS = ", ".join(name.replace("_", "-") for name in GROUPS)


@refusals_said
def board(
    round: Name,
    only: Annotated[list[str] | None, typer.Option(help=f"These alone: {_GROUPS}.")] = None,
    day: Day = "",
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where something is late.")] = False,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Show where each force stands: what is late, what is due, what comes next.

    Example: belisha figures round board images-2025-26 --only late
    """
    from belisha.figures.ask.export import as_dict
    from belisha.jobs.figures.round_words import board_lines

    groups = tuple(name.replace("-", "_") for name in only or [])
    if wrong := set(groups) - set(GROUPS):
        stop(f"There is no group {', '.join(sorted(wrong))}. There are: {_GROUPS}.", WRONG_USE)
    found = _board(book, data, round, day)
    if as_json:
        answer(as_dict(found) | {"forces": [row.to_dict() for row in found.only(*groups)]})
    else:
        typer.echo("\n".join(board_lines(found, groups)))
    if check and found.counts["late"]:
        raise typer.Exit(NO)


@refusals_said
def export(
    round: Name,
    out: Annotated[Path, typer.Option(help="FILE.csv or FILE.json; - writes CSV to stdout.")] = Path("-"),
    day: Day = "",
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Write the board as CSV or JSON. No cell can be a formula.

    Example: belisha figures round export images-2025-26 --out board.csv
    """
    from belisha.figures.ask.export import as_csv, as_json

    if str(out) != "-" and out.suffix not in {".csv", ".json"}:
        stop("The file’s name ends with .csv or .json.", WRONG_USE)
    found = _board(book, data, round, day)
    text = as_json(found) if out.suffix == ".json" else as_csv(found)
    if str(out) == "-":
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        stop(f"{out} can't be written: {problem.strerror}.")
    say(f"{len(found.rows)} forces in {out}.")


def _board(book: Path | None, data: Path | None, round: str, day: str) -> Board:
    from belisha.figures.ask.board import board
    from belisha.figures.ask.rounds import round_with_events

    return board(*round_with_events(book_with_rounds(book, data), round), today=day_of(day))
