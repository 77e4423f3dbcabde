"""Names near to what was typed: read as where one slip lies between them, suggested where they sound alike.

An index of every name with each letter left out in turn makes a miss as quick as a hit.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from belisha.routing.named import Named
from belisha.routing.names import named, names
from belisha.routing.spelling import SHORTEST, barer, one_slip_apart, shortened, sound_of
from belisha.routing.table import plain_rows
from belisha.routing.towns import towns

A_CITY = 1_000_000
"""How well known the name of a district, county or force is."""
_CODE = re.compile(r"[ensw][0-9]{8}|x [a-z]+")
WELL_KNOWN = 5000
"""People from which a town is suggested by its sound."""
LONGEST = 60
"""Longest key, in letters, that is compared: no name is longer."""
UNKNOWN = "No table knows this name; others are spelt or sound like it."
MOST = 5
"""Most names that are offered for one that was typed."""


class Near(NamedTuple):
    """Keys of names one slip away, and keys that are only worth suggesting; the best known first."""

    read_as: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()


class Index(NamedTuple):
    """`weights`: how well known a key is; `shortened`: keys that meet without a letter, with "|" between
    them, for a tuple each would cost time and memory; `sounds`: keys by sound."""

    weights: Mapping[str, int]
    shortened: Mapping[str, str]
    sounds: Mapping[str, tuple[str, ...]]


def near(key: str, day: str) -> Near:
    """Return the names near to what was typed; words and foreign cities are never read as a British place."""
    if not SHORTEST <= len(key) <= LONGEST:
        return Near()
    index = _index(day)
    close = _best({one for one in _candidates(key, index) if one_slip_apart(key, one)}, index)
    # A word of five letters is one slip from too many others to be read as one of them.
    if close and len(key) > SHORTEST and key not in _not_places():
        return Near(close)
    if close:
        return Near((), close)
    alike = [one for one in index.sounds.get(sound_of(key), ()) if one[:2] == key[:2]]
    return Near((), _best(alike, index))


def by_sight(key: str, day: str) -> Named | None:
    """Return what a name with a typing error stands for: never exact, with its readings in `others`."""
    # "Birmingam City Council" is near to "Birmingham" only without its last words.
    found = near(key, day)
    if not any(found):
        found = next((one for spelling in barer(key) if any(one := near(spelling, day))), found)
    some = [name for one in (found.read_as or found.suggested) if (name := named(one, day))]
    if not some:
        return None
    titles = tuple(dict.fromkeys(name.title for name in some))
    if not found.read_as:
        return Named(titles[0], (), "district", UNKNOWN, None, exact=False, others=titles)
    first = some[0]
    forces = tuple(dict.fromkeys(code for name in some for code in name.forces))
    rest = "" if len(titles) == 1 else f" It may be {' or '.join(titles[1:])} as well."
    reason = f"Read as “{first.title}”.{rest} {first.reason}"
    return Named(first.title, forces, first.basis, reason, first.country, exact=False, others=titles)


def _candidates(key: str, index: Index) -> list[str]:
    known, meet = index.weights, index.shortened
    some: list[str] = []
    for typed in (key, *shortened(key)):
        if typed in known:
            some.append(typed)
        met = meet.get(typed)
        if met is not None:
            some += met.split("|")
    return some


def _best(keys: "set[str] | list[str]", index: Index) -> tuple[str, ...]:
    if len(keys) < 2:
        return tuple(keys)
    return tuple(sorted(keys, key=lambda key: (-index.weights[key], key))[:MOST])


@lru_cache(maxsize=2)
def _index(day: str) -> Index:
    weights = _weights(day)
    index: dict[str, str] = {}
    sounds: dict[str, tuple[str, ...]] = {}
    for key, weight in weights.items():
        for shorter in shortened(key):
            index[shorter] = f"{index[shorter]}|{key}" if shorter in index else key
        sound = sound_of(key) if weight >= WELL_KNOWN else ""
        if len(sound) > 3:
            sounds[sound] = (*sounds.get(sound, ()), key)
    return Index(MappingProxyType(weights), MappingProxyType(index), MappingProxyType(sounds))


def _weights(day: str) -> dict[str, int]:
    """Return how well known each name is, by its people; without codes and countries abroad."""
    known = {key: some[0].people for key, some in towns(day).items() if len(key) >= SHORTEST}
    for key, name in names(day).items():
        known.pop(key, None)
        abroad = not name.forces and name.country != "GB"
        if len(key) >= SHORTEST and not abroad and not _CODE.fullmatch(key):
            known[key] = A_CITY
    return known


@lru_cache(maxsize=1)
def _not_places() -> frozenset[str]:
    return frozenset(word for (word,) in plain_rows("not_places.csv"))
