"""`belisha figures round letter`: letters drafted, to be read, finished and sent by a person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.figures.ask.letters import LETTERS, Letter
from belisha.figures.ask.round import name_from
from belisha.jobs.console import answer, progress_bar, say, stop
from belisha.jobs.figures.here import BookOption, DataOption
from belisha.jobs.figures.round_book import book_with_rounds
from belisha.jobs.figures.round_options import Json, Name, refusals_said, today

if TYPE_CHECKING:
    from belisha.figures.book import Book


@refusals_said
def letter(
    round: Name,
    letter: Annotated[str, typer.Argument(help=f"Which: {', '.join(LETTERS)}.", metavar="LETTER")],
    forces: Annotated[
        list[str] | None, typer.Argument(help="To which forces; else each that is at that step.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for a text file each; else stdout.")] = None,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Draft letters: the request, a reminder, a clarification, a review, a complaint. None is sent.

    Example: belisha figures round letter images-2025-26 request --out letters
    """
    drafted = _drafted(book_with_rounds(book, data), round, letter, forces)
    if out:
        _write(out, drafted)
    for asked, one in drafted if not out or as_json else []:
        _show(asked, one, as_json)
    for rest in sorted({part for _, one in drafted for part in one.to_fill}):
        say(f"To be written by you: {rest}")
    if not drafted:
        say("No force is at that step: belisha figures round board says what comes next.")


def _drafted(kept: "Book", round: str, name: str, forces: list[str] | None) -> list[tuple[str, Letter]]:
    """The letters, each with its force's name: to the forces named, or to those whose next step it is."""
    from belisha.figures.ask.board import board
    from belisha.figures.ask.letters import NoSuchLetter
    from belisha.figures.ask.letters import letter as draft
    from belisha.figures.ask.rounds import round_with_events

    if name not in LETTERS:
        raise NoSuchLetter(name=name[:40], known=", ".join(LETTERS))
    told, events = round_with_events(kept, round)
    now = board(told, events, today=today())
    rows = [now.row(force) for force in forces] if forces else [r for r in now.rows if r.next.letter == name]
    return [
        (
            row.asked.name,
            draft(
                name,
                round=told,
                asked=row.asked,
                events=tuple(event for event in events if event.force == row.asked.id),
                today=now.today,
            ),
        )
        for row in rows
    ]


def _write(folder: Path, drafted: list[tuple[str, Letter]]) -> None:
    files = {folder / f"{name_from(asked)}-{one.name}.txt": one for asked, one in drafted}
    there = {file for file in files if file.exists()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with progress_bar() as bar:
            for file in bar.track(files.keys() - there, description="Letters"):
                file.write_text(_as_text(files[file]), encoding="utf-8")
    except OSError as problem:
        stop(f"{folder} can't be written: {problem.strerror}.")
    say(f"{len(files) - len(there)} written in {folder}. Read each before you send it.")
    if there:
        # Somebody may have finished them by hand.
        say(f"{len(there)} stood there already, and stay as they were.")


def _as_text(one: Letter) -> str:
    return f"To: {one.to}\nSubject: {one.subject}\n\n{one.text}"


def _show(asked: str, one: Letter, as_json: bool) -> None:
    if as_json:
        told = {"force": asked, "letter": one.name, "to": one.to, "subject": one.subject, "text": one.text}
        answer(told | {"to_fill": list(one.to_fill)})
    else:
        typer.echo(_as_text(one))
