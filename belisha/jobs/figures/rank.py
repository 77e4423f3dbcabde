"""`belisha figures rank`: the forces of a region or country in order."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, say, stop
from belisha.jobs.figures.asking import (
    AreaName,
    AsOf,
    BookOption,
    DataOption,
    Json,
    Offence,
    OneYear,
    Platform,
    Series,
    area_asked,
    figures_here,
    refusals_told,
    topic,
)

if TYPE_CHECKING:
    from belisha.figures.results import Ranking

First = Annotated[str, typer.Option("--from", help="The earlier year of a change.")]
Last = Annotated[str, typer.Option("--to", help="The later year of a change.")]
By = Annotated[str, typer.Option(help="total or rate of one year; per_cent, difference or times of two.")]
_CHANGES = ("per_cent", "difference", "times")


@refusals_told
def rank(
    area: AreaName,
    year: OneYear = "",
    first: First = "",
    last: Last = "",
    by: By = "",
    among_answered: Annotated[
        bool, typer.Option("--among-answered", help="Rank those who answered, and name the others.")
    ] = False,
    lowest_first: Annotated[bool, typer.Option("--lowest-first", help="The lowest first.")] = False,
    populations: Annotated[
        Path | None, typer.Option(help="CSV of area, year, people, for --by rate.")
    ] = None,
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Put the forces of a region or country in order, by one year or by the change between two.

    Equal ones share a place (2=); where a small number isn't told a force has a range of places. Where forces
    are missing nobody can be called the highest: exit code 1, and who they are.

    Example: belisha figures rank --area Wales --from 2016/17 --to 2017/18
    """
    by = by or ("per_cent" if first else "total")
    if by not in (*_CHANGES, "total", "rate"):
        stop(f"“{by}” is none of total, rate, per_cent, difference and times.", WRONG_USE)
    if (by in _CHANGES) != bool(first and last) or (by in _CHANGES) == bool(year):
        stop("A change needs --from and --to; a total or a rate needs --year.", WRONG_USE)
    figures = figures_here(book, data, as_of=as_of, populations=populations)
    found = figures.rank(
        area_asked(figures, "", area),
        first or year,
        last or None,
        by=by,
        among_answered=among_answered,
        lowest_first=lowest_first,
        **topic(series, offence, platform),
    )
    if as_json:
        answer(found.to_dict())
    else:
        typer.echo("\n".join(_lines(found)))
        for said in found.caveats:
            say(said)


def _lines(ranking: "Ranking") -> list[str]:
    from belisha.figures.words import who_is_missing

    width = max(len(place.area.name) for place in ranking.places)
    labels = max(len(place.label) for place in ranking.places)
    lines = [
        f"{place.label:>{labels}}  {place.area.name:<{width}}  {_value(place.value, ranking.by)}"
        for place in ranking.places
    ]
    if ranking.missing:
        lines.append(f"Not placed: {who_is_missing(ranking.missing, most=60)}.")
    return lines


def _value(amount: "object", by: str) -> str:
    from belisha.figures.amounts import Amount
    from belisha.figures.words import decimal

    assert isinstance(amount, Amount)  # noqa: S101 - for the type checker alone
    places = 0 if by in ("total", "difference") else 1
    sign = "+" if by in ("per_cent", "difference") and amount.low > 0 else ""
    low = f"{sign}{decimal(amount.low, places)}"
    if amount.exact:
        return f"{low}{' %' if by == 'per_cent' else ''}"
    high = "more" if amount.high is None else decimal(amount.high, places)
    return f"{low} to {high}{' %' if by == 'per_cent' else ''}"
