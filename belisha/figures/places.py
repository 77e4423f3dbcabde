"""Areas that figures are told of: the forces, the countries, and regions as each publisher draws them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import Final

from belisha.figures.years import Year, year_of
from belisha.routing.forces import forces

UK: Final = "K02000001"
_COUNTRIES: Final = {
    "E92000001": ("England", ("England",)),
    "W92000004": ("Wales", ("Wales",)),
    "S92000003": ("Scotland", ("Scotland",)),
    "N92000002": ("Northern Ireland", ("Northern Ireland",)),
    "K04000001": ("England and Wales", ("England", "Wales")),
    "K03000001": ("Great Britain", ("England", "Wales", "Scotland")),
    UK: ("UK", ("England", "Wales", "Scotland", "Northern Ireland")),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A force that belongs to an area, and the years in which it does (None: no bound)."""

    force: str
    first: Year | None = None
    last: Year | None = None

    def in_year(self, year: Year | None) -> bool:
        return year is None or (
            (self.first is None or self.first.begins <= year.begins)
            and (self.last is None or year.ends <= self.last.ends)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A force, or a group of forces.

    `id`: a force's code (forces.csv), a country's (ONS), or "publisher/name" for a region: one "East of
    England" has six forces, another seven. `kind`: force, country, region. `country` is a force's.
    """

    id: str
    name: str
    kind: str
    belongs: tuple[Member, ...]
    country: str = ""
    publisher: str = ""
    source: str = ""

    def members(self, year: Year | None = None) -> tuple[str, ...]:
        """The codes of the forces in it, by name; in `year`, or whenever."""
        return tuple(member.force for member in self.belongs if member.in_year(year))


@cache
def areas() -> Mapping[str, Area]:
    """Every shipped area by its id: the 45 territorial forces, the countries, the regions of data/."""
    return MappingProxyType({area.id: area for area in (*_forces(), *_countries(), *_regions())})


def _forces() -> list[Area]:
    return [
        Area(
            id=force.code,
            name=force.short_name,
            kind="force",
            belongs=(Member(force.code),),
            country=force.part,
        )
        for force in sorted(forces().values(), key=lambda force: force.short_name)
        if force.kind == "territorial"
    ]


def _countries() -> list[Area]:
    return [
        Area(
            id=code,
            name=name,
            kind="country",
            belongs=tuple(Member(force.id) for force in _forces() if force.country in parts),
        )
        for code, (name, parts) in _COUNTRIES.items()
    ]


def _regions() -> list[Area]:
    text = files("belisha.figures").joinpath("data/regions.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["id"])
    return [_region(id, list(same)) for id, same in groupby(rows, key=lambda row: row["id"])]


def _region(id: str, rows: list[dict[str, str]]) -> Area:
    order = {force.id: place for place, force in enumerate(_forces())}
    return Area(
        id=id,
        name=rows[0]["name"],
        kind="region",
        publisher=rows[0]["publisher"],
        source=rows[0]["source"],
        belongs=tuple(
            Member(row["force"], _bound(row["first_year"]), _bound(row["last_year"]))
            for row in sorted(rows, key=lambda row: order[row["force"]])
        ),
    )


def _bound(label: str) -> Year | None:
    return year_of(label) if label else None
