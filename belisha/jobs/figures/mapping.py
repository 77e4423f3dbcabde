"""`belisha figures mapping`: how an answer would be read, to be looked at and corrected."""

import json
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import NO, answer, say
from belisha.jobs.figures.here import BookOption, DataOption
from belisha.jobs.figures.import_options import Answer, MappingFile, Series, Sets, answer_of, book_there
from belisha.jobs.figures.round_options import refusals_said

AsJson = Annotated[bool, typer.Option("--json", help="The mapping as JSON, for import --mapping.")]


@refusals_said
def mapping(
    file: Annotated[Path, typer.Argument(help="An answer: CSV, XLSX, XLS, ODS or text; - is stdin.")],
    force: Annotated[str, typer.Option(help="The force that answered, where the file doesn't say.")] = "",
    series: Series = "",
    title: Annotated[str, typer.Option(help="What the answer is called.")] = "",
    sets: Sets = None,
    mapping: MappingFile = None,
    as_json: AsJson = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Show how an answer would be read, beside the answer. Exit code 1: something is still to be said.

    Example: belisha figures mapping kent.xlsx --set years=3 --json > kent.mapping.json
    """
    from belisha.figures.collate.proposal import missing

    told = answer_of(
        file,
        book=book_there(book, data),
        force=force,
        series=series,
        title=title,
        sets=sets or (),
        mapping=mapping,
        bar=not as_json,
    )
    if as_json:
        answer(json.loads(told.mapping.to_json()))
    else:
        _show(told)
    lacking = missing(told.mapping)
    for one in lacking:
        say(one)
    if lacking:
        raise typer.Exit(NO)


def _show(told: Answer) -> None:
    from rich.console import Console

    from belisha.jobs.figures.mapping_view import lines, shown

    console = Console(highlight=False)
    for table in shown(told.sheets, told.mapping):
        console.print(table)
    for line in lines(told.proposal, told.mapping):
        typer.echo(line)
