"""`belisha figures change`: from one year to another, exactly, or why not."""

from typing import Annotated

import typer

from belisha.jobs.console import say
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
def change(
    first: First,
    last: Last,
    force: Force = "",
    area: AreaName = "",
    panel: Annotated[
        bool, typer.Option("--panel", help="Compare the forces that answered for both years alone.")
    ] = False,
    across_breaks: Annotated[
        bool, typer.Option("--across-breaks", help="Compare across a break of the series, and say so.")
    ] = False,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Compare two years: per cent, times and difference, exact until they are printed.

    A region or country is compared where every force answered, or a total was given for both years; --panel
    takes those who answered for both, and says who is missing. Exit code 1: it can't be said, and why.

    Example: belisha figures change --area UK --from 2016/17 --to 2017/18 --panel
    """
    from belisha.figures.cannot import CannotSay
    from belisha.figures.say_change import of_change

    figures = figures_here(book, data, as_of=as_of)
    asked = area_asked(figures, force, area)
    what = topic(series, offence, platform)
    try:
        if panel:
            found = figures.panel(asked, first, last, **what)
        else:
            found = figures.change(asked, first, last, **what, across_breaks=across_breaks)
    except CannotSay as refusal:
        if not panel and asked.kind != "force" and refusal.reason == "missing":
            say("Those who answered for both years can be compared: --panel.")
        raise
    told(found, list(of_change(found)), as_json=as_json)
