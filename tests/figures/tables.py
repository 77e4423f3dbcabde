"""Figures made by hand, small enough to be counted: every one of them invented."""

from typing import Any

import polars as pl

from belisha.figures import Figures
from belisha.figures.cells import SCHEMA
from belisha.figures.dataset import POPULATIONS, SHARES, Dataset
from belisha.figures.naming import area_named
from belisha.figures.places import areas
from belisha.figures.sources import Source

EAST = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk")
REGION = "ons/east-of-england"
OLD, NEW = "2017/18", "2022/23"


def cell(area: str, year: str, told: Any, **more: Any) -> dict[str, Any]:
    """A row: `told` is a number, "<5" (1 to 4), "1000+" (of a part), or a state with no number."""
    state, low, high = _told(told)
    row = {"series": "foi", "area": area_named(area, areas()).id, "year": year, "offence": "all"}
    row |= {"platform": "all", "state": state, "low": low, "high": high, "note": "", "source": 1}
    return row | {"sheet": "", "cell": ""} | more


def _told(told: Any) -> tuple[str, int | None, int | None]:
    if isinstance(told, int):
        return ("full" if told else "zero"), told, told
    if told == "<5":
        return "suppressed", 1, 4
    if told.endswith("+"):
        return "partial", int(told[:-1]), None
    return told, None, None


def figures(*rows: dict[str, Any], shares: Any = (), populations: Any = ()) -> Figures:
    """The figures of some rows."""
    numbers = sorted({row["source"] for row in rows})
    return Figures.load(
        Dataset(
            cells=pl.DataFrame(list(rows), schema=SCHEMA),
            sources=tuple(Source(number=number, title=f"Answer {number}") for number in numbers),
            shares=pl.DataFrame(list(shares), schema=SHARES),
            populations=pl.DataFrame(list(populations), schema=POPULATIONS, orient="row"),
        )
    )


def two_years(old: dict[str, Any], new: dict[str, Any], **more: Any) -> Figures:
    """Forces in an earlier and a later year."""
    rows = [cell(area, OLD, told) for area, told in old.items()]
    return figures(*rows, *(cell(area, NEW, told) for area, told in new.items()), **more)
