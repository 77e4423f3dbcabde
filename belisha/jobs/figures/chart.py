"""`belisha figures chart`: pictures of the figures, each with its words and its table."""

from typing import Annotated

import typer

from belisha.jobs.console import stop
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
from belisha.jobs.figures.chart_areas import AreaName, Areas, First, Forces, Last, group, several
from belisha.jobs.figures.chart_places import map_of, ranking, tiles
from belisha.jobs.figures.drawing import Narrow, Out, Scale, check_out, give

app = typer.Typer(
    name="chart",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Draw the figures as SVG or PNG, the same to the byte for the same figures.\n\n"
    "Example: belisha figures chart trend --force Cambridgeshire --out trend.svg",
)


@app.command()
@refusals_told
def trend(
    out: Out = None,
    force: Forces = None,
    area: Areas = None,
    first: First = "",
    last: Last = "",
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
    """Draw the years of up to six areas: gaps stay gaps, no line crosses a break.

    Example: belisha figures chart trend --force Lancashire --force Cheshire --out trend.svg
    """
    check_out(out)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of)
    asked = several(figures, force, area)
    if len(asked) > charts.MOST:
        stop(
            f"A picture of lines has up to {charts.MOST} areas; belisha figures chart multiples takes more.",
            2,
        )
    chart = charts.trend(
        figures, asked, first=first or None, last=last or None, **topic(series, offence, platform)
    )
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


@app.command()
@refusals_told
def multiples(
    out: Out = None,
    force: Forces = None,
    area: Areas = None,
    first: First = "",
    last: Last = "",
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
    """Draw a small trend for each force of an area (the UK, where none is named), all on one scale.

    Example: belisha figures chart multiples --area Wales --out wales.svg
    """
    check_out(out)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of)
    asked = several(figures, force, area or (None if force else ["UK"]))
    chart = charts.small_multiples(
        figures,
        asked[0] if len(asked) == 1 else asked,
        first=first or None,
        last=last or None,
        **topic(series, offence, platform),
    )
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


@app.command()
@refusals_told
def platforms(
    year: OneYear,
    out: Out = None,
    area: AreaName = "UK",
    force: Annotated[str, typer.Option("--force", help="A force, by name or code.")] = "",
    series: Series = "",
    as_of: AsOf = "",
    narrow: Narrow = False,
    scale: Scale = 2,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Draw the share of each platform, with how many cases it is a share of.

    Example: belisha figures chart platforms --year 2021/22 --out platforms.svg
    """
    check_out(out)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of)
    asked = several(figures, [force] if force else None, None if force else [area])[0]
    chart = charts.platforms(figures, asked, year=year, series=series or None)
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


@app.command()
@refusals_told
def coverage(
    out: Out = None,
    area: AreaName = "UK",
    first: First = "",
    last: Last = "",
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
    """Draw who answered: answered, refused, not held, no answer, each with its pattern.

    Example: belisha figures chart coverage --out coverage.svg
    """
    check_out(out)
    from belisha.figures import charts

    figures = figures_here(book, data, as_of=as_of)
    chart = charts.coverage(
        figures,
        group(figures, area),
        first=first or None,
        last=last or None,
        **topic(series, offence, platform),
    )
    give(chart, out, narrow=narrow, scale=scale, as_json=as_json)


app.command()(ranking)
app.command(name="map")(map_of)
app.command()(tiles)
