"""Figures of years and areas that their series isn't of: calendar years, and what lies beyond a break."""

from itertools import groupby
from typing import Any

import polars as pl

from belisha.figures.definitions import Break, breaks, series
from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, single, slug
from belisha.figures.years import year_of

CALENDAR = ("The force counts so; it was asked for financial years.",)
BROKEN = ("The force answered the request for this year, too: then its figure stays in this series alone.",)


def findings(looking: Looking) -> list[Finding]:
    """Calendar years in a series of financial ones, and years after a break of the series."""
    rows = (
        looking.new.select(pl.col("series", "area", "year").cast(pl.String))
        .unique()
        .sort("series", "year", "area")
    )
    told = [row for row in rows.to_dicts() if row["series"] in series()]
    return [*_calendar(looking, told), *_broken(looking, told)]


def _calendar(looking: Looking, rows: list[dict[str, Any]]) -> list[Finding]:
    odd = [row for row in rows if single(row["year"]) and not year_of(row["year"]).financial]
    odd = [row for row in odd if series()[row["series"]].basis == "financial"]
    return [
        Finding(
            code=f"calendar:{slug(year)}",
            sentence=f"{_names(looking, same)} for the calendar year {year}, where others count from April to"
            " March. They are kept apart and compared with no financial year.",
            where=year,
            innocent=CALENDAR,
        )
        for year, same in _by_year(odd)
    ]


def _broken(looking: Looking, rows: list[dict[str, Any]]) -> list[Finding]:
    found = []
    for one in breaks():
        if one.possible or not one.next:
            continue
        after = [
            row for row in rows if row["series"] == one.series and _begins(row) >= year_of(one.year).begins
        ]
        inside = [row for row in after if row["area"] in looking.areas]
        there = [row for row in inside if _within(looking, row["area"], one.area)]
        if there:
            found.append(_after(looking, one, there))
    return found


def _after(looking: Looking, one: Break, rows: list[dict[str, Any]]) -> Finding:
    """One doubt for all years after the break: these may be the other publisher's figures."""
    years = sorted({row["year"] for row in rows})
    told = f"{_names(looking, rows)} for {', '.join(years)} in “{series()[one.series].title}”"
    sentence = f"{told}, where others go on with “{series()[one.next].title}” from {one.year}: {one.why}."
    return Finding(code=f"break:{slug(one.year)}", sentence=sentence, where=years[0], innocent=BROKEN)


def _within(looking: Looking, area: str, broken: str) -> bool:
    """Whether the whole area lies where the series breaks."""
    return not broken or set(looking.areas[area].members()) <= set(looking.areas[broken].members())


def _begins(row: dict[str, Any]) -> Any:
    return year_of(row["year"]).begins


def _by_year(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (year, list(same))
        for year, same in groupby(sorted(rows, key=lambda r: r["year"]), key=lambda r: r["year"])
    ]


def _names(looking: Looking, rows: list[dict[str, Any]]) -> str:
    names = sorted({looking.name(row["area"]) for row in rows})
    if len(names) > 5:
        return f"{len(names)} areas ({', '.join(names)}) tell a figure"
    return f"{', '.join(names)} {'tells' if len(names) == 1 else 'tell'} a figure"
