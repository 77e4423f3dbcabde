"""The real figures that come with Belisha: read off news pages and releases, each with its address."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl

from belisha.figures.cells import ALL, KNOWN, SCHEMA
from belisha.figures.dataset import SHARES, Dataset
from belisha.figures.places import UK, areas
from belisha.figures.sources import Source

_SERIES: Final = {
    "NSPCC FOI to forces (offences recorded, Apr-Mar)": "foi",
    "Home Office police recorded crime (obscene publications), via NSPCC": "home-office",
    "PSNI official statistics": "psni",
}
_AREAS: Final = {
    "UK (all forces)": (UK, "foi"),
    "UK": (UK, "foi"),
    "England and Wales": ("K04000001", "home-office"),
    "Wales (4 forces)": ("W92000004", "foi"),
    "South West England (3 forces: A&S, Glos, Wilts)": ("bbc/west", "foi"),
    "South West": ("ons/south-west", "foi"),
    "North West": ("ons/north-west", "foi"),
    "West Midlands region (4 forces)": ("ons/west-midlands", "home-office"),
    "Yorkshire and the Humber (4 forces)": ("ons/yorkshire-and-the-humber", "home-office"),
    "South East": ("ons/south-east", "home-office"),
    "East of England (6 forces)": ("ons/east-of-england", "foi"),
    "Scotland": ("S92000003", "foi"),
}


@cache
def shipped() -> Dataset:
    """The figures in data/: sparse, and every one of them true of its source."""
    names = {area.name: area.id for area in areas().values() if area.kind == "force"}
    found = [(row, names[row["force"]], _SERIES[row["basis"]]) for row in _rows("offences_by_force.csv")]
    found += [
        (row, *_AREAS[row["area"]]) for row in _rows("offences_aggregates.csv") if row["area"] in _AREAS
    ]
    sources = _sources([row for row, _, _ in found])
    numbers = {source.address: source.number for source in sources}
    cells = [
        _cell(row, area=area, series=series, number=numbers[row["source_address"]])
        for row, area, series in found
    ]
    return Dataset(
        cells=pl.DataFrame(cells, schema=SCHEMA),
        sources=sources,
        shares=pl.DataFrame(schema=SHARES),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("belisha.figures").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _sources(rows: list[dict[str, str]]) -> tuple[Source, ...]:
    """One for each page, the page with the newest figures last: it corrects the others."""
    pages: dict[str, tuple[str, str]] = {}
    for row in rows:
        newest, _ = pages.get(row["source_address"], ("", ""))
        pages[row["source_address"]] = (max(newest, row["year"][-7:]), row["source_title"])
    ordered = sorted(pages.items(), key=lambda page: page[1][0])
    return tuple(
        Source(number=number, title=title, address=address)
        for number, (address, (_, title)) in enumerate(ordered, 1)
    )


def _cell(row: dict[str, str], *, area: str, series: str, number: int) -> dict[str, Any]:
    count = int(re.sub(r"\D", "", row["offences"]))
    year = row["year"].replace("2016/17+2017/18", "2016/17-2017/18")
    return {
        "series": series,
        "area": area,
        "year": year,
        "offence": ALL,
        "platform": ALL,
        "state": "full",
        "low": count,
        "high": count,
        "note": row["note"],
        "source": number,
        "sheet": "",
        "cell": "",
    }


__all__ = ["KNOWN", "shipped"]
