"""`belisha figures rate`: so many for each 100,000 people."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.figures.asking import (
    AreaName,
    AsOf,
    BookOption,
    DataOption,
    Force,
    Json,
    Offence,
    OneYear,
    Platform,
    Series,
    area_asked,
    figures_here,
    refusals_told,
    told,
    topic,
)


@refusals_told
def rate(
    year: OneYear,
    force: Force = "",
    area: AreaName = "",
    populations: Annotated[
        Path | None, typer.Option(help="CSV of area, year, people; else those of the book.")
    ] = None,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Say how many were recorded for each 100,000 people. No populations come with Belisha.

    The population is that of the year, else of the calendar year in which it begins, else of one of the three
    before; which one is said.

    Example: belisha figures rate --force Cambridgeshire --year 2022/23 --populations people.csv
    """
    from belisha.figures.say_level import of_rate

    figures = figures_here(book, data, as_of=as_of, populations=populations)
    found = figures.rate(area_asked(figures, force, area), year, **topic(series, offence, platform))
    told(found, list(of_rate(found)), as_json=as_json)
