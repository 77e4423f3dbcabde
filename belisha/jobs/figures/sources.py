"""`belisha figures sources`: every answer that the figures stand on."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, stop
from belisha.jobs.figures.book_options import Json, plain, refusals_said
from belisha.jobs.figures.here import BookOption, DataOption, book_if_any

if TYPE_CHECKING:
    from belisha.figures.book import Book
    from belisha.figures.sources import Source


@refusals_said
def sources(
    number: Annotated[int | None, typer.Argument(help="The number of one of them.")] = None,
    sheet: Annotated[str, typer.Option(help="Print the text of this sheet of it.")] = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """List the answers and pages that the figures stand on; of one, the text of its sheets.

    Example: belisha figures sources 15
    """
    from belisha.figures.shipped import shipped
    from belisha.refusal import NotFound

    if sheet and number is None:
        stop("Say of which source: belisha figures sources 15 --sheet NAME", WRONG_USE)
    kept = book_if_any(book, data)
    known = kept.sources() if kept else shipped().sources
    chosen = [one for one in known if number in (None, one.number)]
    if number is not None and not chosen:
        raise NotFound(what=f"source {number}")
    if sheet:
        _print_sheet(kept, chosen[0], sheet, as_json=as_json)
        return
    for one in chosen:
        sheets = list(kept.sheets(one.number)) if kept and number is not None else []
        if as_json:
            answer({**asdict(one), **({"sheets": sheets} if number is not None else {})})
        else:
            typer.echo("\n".join([_line(one), *(f"    sheet {name}" for name in sheets)]))


def _line(one: "Source") -> str:
    came = f"{one.received:%Y-%m-%d}" if one.received else "no date"
    where = one.address or one.file or one.note
    return f"{one.number:>4}  {came:<10}  {plain(one.title)}\n      {plain(where)}".rstrip()


def _print_sheet(kept: "Book | None", source: "Source", name: str, *, as_json: bool) -> None:
    from belisha.figures.shipped_rows import table

    rows = kept.sheet(source.number, name).rows if kept else table(_shipped(name))
    if as_json:
        answer({"source": source.number, "sheet": name, "rows": rows})
        return
    for row in rows:
        typer.echo("\t".join(map(plain, row)))


def _shipped(name: str) -> str:
    from belisha.figures.shipped import TABLES
    from belisha.refusal import NotFound

    if name not in TABLES:
        raise NotFound(what=f"sheet {name!r}")
    return name
