"""`belisha figures trace`: from a figure to the cell of the answer in which it stands."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import NO, answer, say
from belisha.jobs.figures.book_options import Json, plain, refusals_said
from belisha.jobs.figures.here import BookOption, DataOption, book_if_any

if TYPE_CHECKING:
    from belisha.figures.tracing import Excerpt, Traced


@refusals_said
def trace(
    area: Annotated[str, typer.Option("--force", "--area", help="A force, region or country.")],
    year: Annotated[str, typer.Option("--year", help="A year, such as 2022/23.")],
    series: Annotated[str, typer.Option(help="A series; else each that has the figure.")] = "",
    offence: Annotated[str, typer.Option(help="An offence code; else all together.")] = "all",
    platform: Annotated[str, typer.Option(help="A platform; else all together.")] = "all",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Show where a figure stands: each source that told it, the newest first, with the rows of the sheet.

    Example: belisha figures trace --force Cambridgeshire --year 2017/18
    """
    import polars as pl

    from belisha.figures.definitions import series as known
    from belisha.figures.naming import area_named
    from belisha.figures.shipped import shipped
    from belisha.figures.tracing import trace as traced
    from belisha.refusal import NotFound

    kept = book_if_any(book, data)
    dataset = kept.dataset() if kept else shipped()
    of = area_named(area, dataset.areas)
    found = 0
    for name in [series] if series else sorted({*known(), *dataset.cells["series"].cast(pl.String).unique()}):
        try:
            vintages = traced(
                dataset, series=name, area=of.id, year=year, offence=offence, platform=platform, book=kept
            )
        except NotFound:
            continue
        found += len(vintages)
        for one in vintages:
            answer(_dict(name, of.id, year, one)) if as_json else _print(name, of.name, year, one)
    if not found:
        say(f"No source tells a figure of {of.name} for {year}.")
        raise typer.Exit(NO)


def _dict(series: str, area: str, year: str, one: "Traced") -> dict[str, Any]:
    return {"series": series, "area": area, "year": year, **asdict(one)}


def _print(series: str, area: str, year: str, one: "Traced") -> None:
    told = one.told
    superseded = "" if one.newest else " (superseded)"
    typer.echo(f"{area}, {year}, {series}: {one.words}{superseded}")
    typer.echo(f"    source {told.source.number}: {plain(told.source.title)}")
    for line in (told.source.address, told.source.file, told.note):
        if line:
            typer.echo(f"    {plain(line)}")
    typer.echo(f"    {plain(told.sheet)} {told.cell}".rstrip())
    if one.excerpt:
        _print_excerpt(one.excerpt)


def _print_excerpt(excerpt: "Excerpt") -> None:
    for row in excerpt.lines:
        texts = [plain(text)[:40] for text in row.cells]
        if row.here:
            texts[excerpt.column] = f"[{plain(row.cells[excerpt.column])}]"
        typer.echo(f"    {'>' if row.here else ' '} {row.number:>4} | {' | '.join(texts)}".rstrip())
