"""`belisha figures share`: of the cases with a known platform; or of those asked in a survey."""

from typing import Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, stop
from belisha.jobs.figures.asking import (
    AreaName,
    AsOf,
    BookOption,
    DataOption,
    Force,
    Json,
    Offence,
    Series,
    area_asked,
    figures_here,
    refusals_told,
    told,
    topic,
)

Year = Annotated[str, typer.Option("--year", help="A year, such as 2022/23.")]
PlatformName = Annotated[str, typer.Option("--platform", help="A platform, as the figures name it.")]
Hits = Annotated[int | None, typer.Option(help="Of a survey: how many said yes.")]
Asked = Annotated[int | None, typer.Option(help="Of a survey: how many were asked.")]


@refusals_told
def share(
    platform: PlatformName = "",
    year: Year = "",
    force: Force = "",
    area: AreaName = "",
    hits: Hits = None,
    asked: Asked = None,
    series: Series = "",
    offence: Offence = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Say which part of the cases with a known platform was on one; or a share of a survey.

    Example: belisha figures share --area UK --year 2021/22 --platform Snapchat

    Example: belisha figures share --hits 800 --asked 40000
    """
    if hits is not None or asked is not None:
        _survey(hits, asked, as_json=as_json)
        return
    if not (platform and year):
        stop("Name --platform and --year, or of a survey --hits and --asked.", WRONG_USE)
    from belisha.figures.say_level import of_share

    figures = figures_here(book, data, as_of=as_of)
    found = figures.share(area_asked(figures, force, area), year, platform, **topic(series, offence))
    told(found, list(of_share(found)), as_json=as_json)


def _survey(hits: int | None, asked: int | None, *, as_json: bool) -> None:
    from belisha.figures.shares import survey
    from belisha.figures.words import decimal

    if hits is None or asked is None or not 0 <= hits <= asked or not asked:
        stop("A survey has --hits and --asked, and no more said yes than were asked.", WRONG_USE)
    found = survey(hits, asked)
    if as_json:
        answer(found.to_dict())
    else:
        typer.echo(
            f"{hits:,} of {asked:,}: {decimal(found.per_cent, 2)} per cent, 95 per cent interval "
            f"{decimal(found.low, 2)} to {decimal(found.high, 2)}."
        )
