"""The real figures that come with Belisha: read off news pages and releases, each with its address."""

import tomllib
from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl

from belisha.figures.cells import SCHEMA
from belisha.figures.dataset import SHARES, Dataset
from belisha.figures.places import areas
from belisha.figures.shipped_rows import Row, cells_of, is_share, rows, share_of, text_of
from belisha.figures.sources import Source
from belisha.figures.years import year_of

TABLES: Final = ("offences_by_force.csv", "offences_aggregates.csv", "platform_shares.csv")


@cache
def shipped() -> Dataset:
    """The figures in data/: sparse, and every one of them true of its source."""
    reading = how_to_read()
    found = [row for table in TABLES for row in rows(table)]
    sources = _sources(found, reading["gathered"])
    numbers = {source.address or source.title: source.number for source in sources}
    of = {row.place: numbers[_page(row)] for row in found}
    cells = [{**cell, "source": of[row.place]} for row in found for cell in cells_of(row, reading)]
    shares = [{**share_of(row, reading), "source": of[row.place]} for row in found if is_share(row)]
    return Dataset(
        cells=pl.DataFrame(cells, schema=SCHEMA),
        sources=sources,
        shares=pl.DataFrame(shares, schema=SHARES),
        areas=areas(),
    )


@cache
def how_to_read() -> dict[str, Any]:
    """data/shipped.toml: which names are which areas, and which rows are no plain numbers."""
    return tomllib.loads(text_of("shipped.toml"))


def _sources(found: list[Row], gathered: date) -> tuple[Source, ...]:
    """One for each page, in the order in which they can have been published: a later one corrects others."""
    told = {row["address"]: row for row in (line.values for line in rows("pages.csv"))}
    newest: dict[str, date] = {}
    titles: dict[str, str] = {}
    for row in found:
        address = row.values["source_address"]
        newest[address] = max(newest.get(address, date.min), year_of(row.year).ends)
        titles.setdefault(address, row.values.get("source_title", ""))
    published = {address: _day(told[address]["published"]) for address in newest}
    # A page is no older than the end of the newest year that it tells of.
    ordered = sorted(newest, key=lambda address: published[address] or newest[address])
    return tuple(
        Source(
            number=number,
            title=titles[address],
            publisher=told[address]["publisher"],
            address=_web(address),
            received=published[address],
            note=told[address]["note"],
            taken=gathered,
        )
        for number, address in enumerate(ordered, 1)
    )


def _page(row: Row) -> str:
    return _web(row.values["source_address"]) or row.values["source_title"]


def _web(address: str) -> str:
    return address if address.startswith("https://") else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
