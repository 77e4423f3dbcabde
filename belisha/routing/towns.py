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
SO_MUCH_LARGER = 2
"""Chester, a city, with so many times the people isn't taken to be short for Chester-le-Street."""
LONDON = MappingProxyType({"E23000001": "London"})
"""Where people say the place and not the name of the force."""


class Town(NamedTuple):
    """A place of a name.

    `forces`: best first, several where a border is too near to tell; `abroad`: the country of a much larger
    city of the same name, or empty; `short_for`: its full name where this is a short one; `sure`: whether no
    other place is likely to be meant.
    """

    name: str
    forces: tuple[str, ...]
    people: int
    abroad: str
    short_for: str
    sure: bool


@lru_cache(maxsize=3)
def towns(day: str) -> Mapping[str, Sequence[Town]]:
    """Return the towns of each name on a day, the largest first."""
    found: defaultdict[str, list[Town]] = defaultdict(list)
    codes: dict[str, tuple[str, ...]] = {}
    for name, _, force, people, abroad, short_for, sure, begins, ends, _ in plain_rows(TABLE):
        if holds(begins, ends, day):
            some = codes.setdefault(force, tuple(force.split()))
            found[key_of(name)].append(Town(name, some, int(people or 0), abroad, short_for, bool(sure)))
    for same in found.values():
        same.sort(key=_by_size)
    return MappingProxyType(found)


def _by_size(town: Town) -> int:
    return -town.people


def of_towns(some: Sequence[Town]) -> Named:
    """Return what a name of one or more towns stands for; exact where one force has every place of it."""
    if len(some) == 1 and len(some[0].forces) == 1:
        return _of_one(some[0])
    largest = max((town.people for town in some if not town.short_for), default=-1)
    meant = [town for town in some if not town.short_for or town.people * SO_MUCH_LARGER > largest]
    found = tuple(dict.fromkeys(code for town in meant for code in town.forces))
    first = meant[0]
    exact = len(found) == 1 and first.sure and not first.abroad and largest >= 0
    rest = [town for town in some if town.short_for or town.forces[0] != first.forces[0]] if exact else some
    others = tuple(dict.fromkeys(map(with_force, rest)))
    reason = _reason(meant, found)
    return Named(first.name, found, "district", reason, country_of(found[0]), exact, others)


def _of_one(town: Town) -> Named:
    # The usual case, in a third of the time.
    exact = town.sure and not town.abroad and not town.short_for
    others = () if exact else (with_force(town),)
    country = country_of(town.forces[0])
    return Named(town.name, town.forces, "district", _reason((town,), town.forces), country, exact, others)


def with_force(town: Town) -> str:
    """Return the name with its force, "Newport, Gwent", which is a place to look up as well."""
    force = town.forces[0]
    return town.short_for or f"{town.name}, {LONDON.get(force, forces()[force].short_name)}"


def _reason(some: Sequence[Town], found: Sequence[str]) -> str:
    first = some[0]
    force = forces()[found[0]].in_a_sentence
    if first.short_for and all(town.short_for for town in some):
        return f"{first.name} may be short for {first.short_for}."
    if len(found) == 1 and first.abroad:
        larger = countries()[first.abroad].in_a_sentence
        return f"A place called {first.name} lies in the area of {force}; a larger one is in {larger}."
    if len(found) == 1 and not first.sure:
        return f"A place called {first.name} lies in the area of {force}; there may be others of that name."
    if len(found) == 1:
        return f"{first.name} lies in the area of {force}."
    if len(some) == 1:
        return f"{first.name} lies near the border of police forces: a full postcode names one."
    return f"Several places are called {first.name}: a full postcode, or the county after a comma, names one."
