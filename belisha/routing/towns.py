"""Towns, villages and parts of towns by name, with the forces whose area they lie in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from belisha.routing.countries import countries
from belisha.routing.forces import country_of, forces
from belisha.routing.named import Named
from belisha.routing.spelling import key_of
from belisha.routing.table import holds, plain_rows

TABLE = "towns.csv"


class Town(NamedTuple):
    """A place of a name.

    `forces`: best first, several where a border is too near to tell; `abroad`: the country of a much larger city
    of the same name, or empty; `short_for`: its full name where this is a short one.
    """

    name: str
    forces: tuple[str, ...]
    people: int
    abroad: str
    short_for: str


@lru_cache(maxsize=3)
def towns(day: str) -> Mapping[str, Sequence[Town]]:
    """Return the towns of each name on a day, the largest first."""
    found: defaultdict[str, list[Town]] = defaultdict(list)
    codes: dict[str, tuple[str, ...]] = {}
    for name, _, force, people, abroad, short_for, begins, ends, _ in plain_rows(TABLE):
        if holds(begins, ends, day):
            some = codes.setdefault(force, tuple(force.split()))
            found[key_of(name)].append(Town(name, some, int(people or 0), abroad, short_for))
    return MappingProxyType({key: tuple(sorted(some, key=_by_size)) for key, some in found.items()})


def _by_size(town: Town) -> tuple[bool, int]:
    return (bool(town.short_for), -town.people)


def of_towns(some: Sequence[Town]) -> Named:
    """Return what a name of one or more towns stands for; exact where one force has every place of it."""
    found = tuple(dict.fromkeys(code for town in some for code in town.forces))
    first = some[0]
    exact = len(found) == 1 and not first.short_for and not first.abroad
    others = (
        () if exact else tuple(dict.fromkeys(title for title in map(with_force, some) if title != first.name))
    )
    return Named(first.name, found, "district", _reason(some, found), country_of(found[0]), exact, others)


def with_force(town: Town) -> str:
    """Return the name with its force, "Newport, Gwent", which is a place to look up as well."""
    return town.short_for or f"{town.name}, {forces()[town.forces[0]].short_name}"


def _reason(some: Sequence[Town], found: Sequence[str]) -> str:
    first = some[0]
    force = forces()[found[0]].in_a_sentence
    if first.short_for:
        return f"{first.name} may be short for {first.short_for}."
    if len(found) == 1 and first.abroad:
        larger = countries()[first.abroad].in_a_sentence
        return f"A place called {first.name} lies in the area of {force}; a larger one is in {larger}."
    if len(found) == 1:
        return f"{first.name} lies in the area of {force}."
    if len(some) == 1:
        return f"{first.name} lies near the border of police forces: a full postcode names one."
    return f"Several places are called {first.name}: a full postcode, or the county after a comma, names one."
