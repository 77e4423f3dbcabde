"""`belisha figures trend`: per cent a year, with its uncertainty."""

from belisha.jobs.figures.asking import (
    AreaName,
    AsOf,
    BookOption,
    DataOption,
    First,
    Force,
    Json,
    Last,
    Offence,
    Platform,
    Series,
    area_asked,
    figures_here,
    refusals_told,
    told,
    topic,
)


@refusals_told
def trend(
    force: Force = "",
    area: AreaName = "",
    first: First = "",
    last: Last = "",
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Say how fast the numbers grow: per cent a year with a 95 per cent interval.

    It needs four years of one series; years without a figure are gaps. Exit code 1: no trend, and why.

    Example: belisha figures trend --force Cheshire
    """
    from belisha.figures.say_group import of_trend

    figures = figures_here(book, data, as_of=as_of)
    asked = area_asked(figures, force, area)
    found = figures.trend(asked, first or None, last or None, **topic(series, offence, platform))
    told(found, list(of_trend(found)), as_json=as_json)
