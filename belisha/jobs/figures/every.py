"""`belisha figures every`: on average one every so many minutes."""

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
def every(
    year: OneYear,
    force: Force = "",
    area: AreaName = "",
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Say how often one was recorded: on average one every so many minutes, hours or days.

    Example: belisha figures every --area UK --year 2017/18
    """
    from belisha.figures.say_level import of_every

    figures = figures_here(book, data, as_of=as_of)
    found = figures.every(area_asked(figures, force, area), year, **topic(series, offence, platform))
    told(found, list(of_every(found)), as_json=as_json)
