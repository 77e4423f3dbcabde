"""`belisha figures value`: how many in a year; of a group what was given beside the sum of its members."""

from typing import TYPE_CHECKING

import typer

from belisha.jobs.console import answer
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

if TYPE_CHECKING:
    from belisha.figures.results import Total


@refusals_told
def value(
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
    """Say how many were recorded in a year; of a region or country also by whom, and who is missing.

    A total that was given stands beside the sum of the forces that answered; they are never added together.

    Example: belisha figures value --area Wales --year 2017/18
    """
    from belisha.figures.say_level import of_value

    figures = figures_here(book, data, as_of=as_of)
    asked = area_asked(figures, force, area)
    what = topic(series, offence, platform)
    if asked.kind == "force":
        found = figures.value(asked, year, **what)
        told(found, list(of_value(found)), as_json=as_json)
        return
    total = figures.total(asked, year, **what)
    if as_json:
        answer({**total.to_dict(), "complete": total.complete, "agrees": total.agrees})
    else:
        typer.echo("\n".join(_lines(total)))


def _lines(total: "Total") -> list[str]:
    from belisha.figures.words import amount_in_words, who_is_missing

    of = len(total.answered) + len(total.missing)
    given = amount_in_words(total.given) if total.given else "no total was given"
    summed = amount_in_words(total.summed) if total.summed else "none"
    lines = [
        f"{total.area.name}, {total.year}",
        f"  given:  {given}",
        f"  summed: {summed}, of {len(total.answered)} of {of} forces",
    ]
    if total.agrees is False:
        lines.append("  They don't agree.")
    if total.missing:
        lines.append(f"  missing: {who_is_missing(total.missing, most=60)}")
    return [*lines, *(f"- {said}" for said in total.caveats)]
