"""Which areas and years a picture is of, as its command names them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, stop

if TYPE_CHECKING:
    from belisha.figures.figures import Figures
    from belisha.figures.places import Area

Forces = Annotated[
    list[str] | None, typer.Option("--force", help="A force, by name or code; several: repeat.")
]
Areas = Annotated[
    list[str] | None, typer.Option("--area", "--region", help="A region or country; several: repeat.")
]
AreaName = Annotated[str, typer.Option("--area", "--region", help="A region or country, by name or id.")]
First = Annotated[str, typer.Option("--from", help="The first year; of a change the earlier one.")]
Last = Annotated[str, typer.Option("--to", help="The last year; of a change the later one.")]
By = Annotated[str, typer.Option(help="total or rate of one year; per_cent, difference or times of two.")]
Populations = Annotated[Path | None, typer.Option(help="CSV of area, year, people, for --by rate.")]
_ONE_YEAR, _TWO_YEARS = ("total", "rate"), ("per_cent", "difference", "times")


def several(figures: "Figures", forces: list[str] | None, areas: list[str] | None) -> "list[Area]":
    """The areas that were named: forces first, each in the order of the command."""
    from belisha.figures.naming import area_named

    if not forces and not areas:
        stop("Name an area: --force Cambridgeshire, or --area Wales.", WRONG_USE)
    known = figures.dataset.areas
    named = [area_named(name, known, kinds=("force",)) for name in forces or []]
    return [*named, *(group(figures, name) for name in areas or [])]


def group(figures: "Figures", name: str) -> "Area":
    """A country or region by its name; a force where it is none of them."""
    from belisha.figures.naming import GROUPS_FIRST, area_named

    return area_named(name, figures.dataset.areas, kinds=GROUPS_FIRST)


def measured(year: str, first: str, last: str, by: str) -> tuple[str, str | None, str]:
    """The year or the years, and by what; a wrong pair ends the command."""
    by = by or ("per_cent" if first or last else "total")
    if by not in (*_ONE_YEAR, *_TWO_YEARS):
        stop(f"“{by}” is none of {', '.join(_ONE_YEAR)}, {', '.join(_TWO_YEARS)}.", WRONG_USE)
    if by in _TWO_YEARS and not (first and last and not year):
        stop("A change needs --from and --to.", WRONG_USE)
    if by in _ONE_YEAR and not (year and not first and not last):
        stop("A total or a rate needs --year.", WRONG_USE)
    return first or year, last or None, by
