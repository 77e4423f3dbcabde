"""What is counted, by whom and when: series, offences, and the breaks of a series, as data."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.figures.places import Area, areas
from belisha.figures.years import year_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Figures of one kind, which can be compared with each other. `countries` are ids of places.py."""

    id: str
    title: str
    unit: str
    basis: str
    recorded_by: str
    told_by: str
    counts: str
    offences: tuple[str, ...]
    first_year: str
    countries: tuple[str, ...]
    source: str
    last_year: str = ""

    def covers(self, year: str) -> bool:
        """Whether figures of this year are known to be of this series; a year that isn't is a doubt."""
        begins = year_of(year).begins
        after = not self.first_year or year_of(self.first_year).begins <= begins
        before = not self.last_year or begins <= year_of(self.last_year).begins
        return after and before


@dataclass(frozen=True, kw_only=True, slots=True)
class Offence:
    """A part into which answers break offences down. `texts`: how answers write it, in small letters."""

    code: str
    title: str
    texts: tuple[str, ...]
    law: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """From `year` on a series counts something else, or may: what lies on both sides is not compared.

    `area`: for whose forces; empty for all. `next`: the series that goes on. `possible`: a change of
    recording that looks like one and that nobody has confirmed.
    """

    series: str
    year: str
    why: str
    source: str
    area: str = ""
    next: str = ""
    possible: bool = False

    def touches(self, forces: Iterable[str]) -> bool:
        """Whether any of these forces (or of a group's members) is among those for whom it holds."""
        return not self.area or not _known(self.area).isdisjoint(forces)

    def between(self, first: str, last: str) -> bool:
        """Whether it lies after `first` and not after `last`."""
        return year_of(first).begins < year_of(self.year).begins <= year_of(last).begins

    def first_of(self, years: Iterable[str]) -> str:
        """The first of these years in which it holds: of calendar years, the first that begins after it."""
        begins = year_of(self.year).begins
        return next((year for year in years if year_of(year).begins >= begins), self.year)


def _known(area: str) -> frozenset[str]:
    return frozenset(areas()[area].members())


@cache
def series() -> Mapping[str, Series]:
    """Every series by its id."""
    return MappingProxyType({id: Series(id=id, **_listed(told)) for id, told in _data()["series"].items()})


@cache
def offences() -> Mapping[str, Offence]:
    """Every part of the offences by its code."""
    return MappingProxyType(
        {code: Offence(code=code, **_listed(told)) for code, told in _data()["offences"].items()}
    )


@cache
def breaks() -> tuple[Break, ...]:
    """Every break that is known or suspected."""
    return tuple(Break(**told) for told in _data()["breaks"])


def breaks_between(
    series: str, of: Iterable[Area], first: str, last: str, *, beside: Iterable[str] = ()
) -> tuple[Break, ...]:
    """The breaks of a series for these areas, after `first` and not after `last`.

    Where another publisher's series goes on, nothing breaks inside this one: whoever has asked all along has
    one series. It counts where that other series stands `beside` this one.
    """
    there = set(beside)
    forces = {force for area in of for force in area.members()}
    return tuple(
        one
        for one in breaks()
        if one.series == series
        and (not one.next or one.next in there)
        and one.between(first, last)
        and one.touches(forces)
    )


@cache
def offence_codes() -> Mapping[str, str]:
    """The code of each way in which answers write an offence, without regard to case."""
    return MappingProxyType(
        {
            text.casefold(): one.code
            for one in offences().values()
            for text in (one.code, one.title, *one.texts)
        }
    )


@cache
def _data() -> dict[str, Any]:
    text = files("belisha.figures").joinpath("data/definitions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _listed(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
