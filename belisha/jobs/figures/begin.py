"""`belisha figures begin`: a new book, empty or with the figures that come with Belisha."""

from typing import Annotated

import typer

from belisha.jobs.console import answer, say
from belisha.jobs.figures.book_options import By, Json, moment, refusals_said, whoever
from belisha.jobs.figures.here import BookOption, DataOption, book_to_write


@refusals_said
def begin(
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Take in the figures that come with Belisha first.")
    ] = False,
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Make a book of figures: empty, as an import does by itself, or --shipped, with the real figures.

    Example: belisha figures begin --shipped --book figures.book
    """
    from belisha.figures.beginning import take_in_shipped

    made = book_to_write(book, data)
    taken = take_in_shipped(made, by=whoever(by), now=moment()) if shipped else 0
    waiting = sum(kept.open for kept in made.findings())
    if as_json:
        answer({"book": str(made.path), "sources": taken, "findings_open": waiting})
        return
    typer.echo(str(made.path))
    say(f"{taken} sources were taken in." if taken else "The book is there.")
    if waiting:
        say(f"Findings that wait for you: {waiting}. See: belisha figures confirm")
