"""`belisha figures chart ranking`, `map` and `tiles`: the forces beside one another."""

from belisha.jobs.figures.asking import (
    AsOf,
    BookOption,
    DataOption,
    Json,
    Offence,
    OneYear,
    Platform,
    Series,
    figures_here,
    refusals_told,
    topic,
)
from belisha.jobs.figures.chart_areas import AreaName, By, First, Last, Populations, group, measured
from belisha.jobs.figures.drawing import Narrow, Out, Scale, check_out, give


@refusals_told
def ranking(
    out: Out = None,
    area: AreaName = "UK",
    year: OneYear = "",
    first: First = "",
    last: Last = "",
    by: By = "",
    populations: Populations = None,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    narrow: Narrow = False,
    scale: Scale = 2,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Draw the forces of an area in order, with those that share a place, and name those without one.

    Example: belisha figures chart ranking --area Wales --from 2016/17 --to 2017/18 --out ranking.png
    """
    check_out(out)
    begin, end, measure = measured(year, first, last, by)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of, populations=populations)
    chart = charts.ranking(
        figures,
        group(figures, area),
        first=begin,
        last=end,
        by=measure,
        **topic(series, offence, platform),
    )
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


@refusals_told
def map_of(
    out: Out = None,
    year: OneYear = "",
    first: First = "",
    last: Last = "",
    by: By = "",
    populations: Populations = None,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    narrow: Narrow = False,
    scale: Scale = 2,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Draw the map of the 45 forces, London beside it; a force without a figure is hatched, by the reason.

    Example: belisha figures chart map --from 2016/17 --to 2017/18 --out map.svg
    """
    check_out(out)
    begin, end, measure = measured(year, first, last, by)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of, populations=populations)
    chart = charts.map_of(figures, first=begin, last=end, by=measure, **topic(series, offence, platform))
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


@refusals_told
def tiles(
    out: Out = None,
    year: OneYear = "",
    first: First = "",
    last: Last = "",
    by: By = "",
    populations: Populations = None,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    narrow: Narrow = False,
    scale: Scale = 2,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Draw a square for each of the 45 forces, with its number in it.

    Example: belisha figures chart tiles --year 2017/18 --out tiles.svg
    """
    check_out(out)
    begin, end, measure = measured(year, first, last, by)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of, populations=populations)
    chart = charts.tiles(figures, first=begin, last=end, by=measure, **topic(series, offence, platform))
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)
