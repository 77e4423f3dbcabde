"""Areas as forces and journalists name them. A name with a slip in it is no name: it is asked about."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from belisha.figures.parse.reading import LONGEST, clean
from belisha.figures.places import Area, Member, areas
from belisha.routing.forces import forces

_MARK: Final = re.compile(r"\s*(?:[¹²³⁰⁴-⁹*†‡§#]+|\[(?:notes? ?)?[0-9a-z]{1,3}\]|\(\d{1,2}\))$", re.I)
_IN_BRACKETS: Final = re.compile(r"\s*\((?:all |\d+ |all \d+ )?(?:police )?(?:forces?|region)\)$")
_ENDS: Final = re.compile(
    r" (?:police service|police force|police constabulary|constabulary|police|force|region|service|pfa|"
    r"police force area)$"
)


def read_area(text: str, *, known: Mapping[str, Area] | None = None) -> list[Area]:
    """The areas that a text may name: one where it is sure, several where it isn't, none where nobody knows.

    “West Midlands” is a force and a region. `known`: other areas than those that come with Belisha.
    """
    if len(text) > LONGEST:
        return []
    names = _names_in(known)
    said = _bare(clean(text).lower())
    for key in (said, _tidy(said), _short(_tidy(said))):
        if key and key in names:
            return _of_kind(said, list(names[key]))
    return []


def _of_kind(said: str, found: list[Area]) -> list[Area]:
    """“West Midlands region” is no force, “Northern Ireland police” no country."""
    for word, kinds in (("region", ("region",)), ("police", ("force",)), ("constabulary", ("force",))):
        if said.endswith(word):
            return [area for area in found if area.kind in kinds] or found
    return found


def near_areas(text: str, *, known: Mapping[str, Area] | None = None) -> list[Area]:
    """Areas whose names look like a text that names none: to be asked about, never taken."""
    names = _names_in(known)
    said = _short(_tidy(_bare(clean(text).lower()[:100])))
    found = get_close_matches(said, [name for name in names if len(name) > 3], n=5, cutoff=0.8)
    return list({area.id: area for name in found for area in names[name]}.values())


@cache
def special_forces() -> Mapping[str, Area]:
    """Forces that have no area of the map and can be asked all the same: the British Transport Police."""
    return MappingProxyType(
        {
            force.code: Area(
                id=force.code,
                name=force.short_name,
                kind="force",
                belongs=(Member(force.code),),
                country=force.part,
            )
            for force in forces().values()
            if force.kind == "special"
        }
    )


def _bare(said: str) -> str:
    before = ""
    while said != before:
        before = said
        said = _IN_BRACKETS.sub("", _MARK.sub("", said)).strip(" :;.,")
    return said


def _tidy(said: str) -> str:
    """Without “the”, with “and” for &, without signs."""
    words = re.sub(r"[^\w\s]", " ", said.replace("&", " and ").replace("'", "")).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _short(name: str) -> str:
    """Without “Police” or “Constabulary” at the end."""
    before = ""
    while name != before:
        before, name = name, _ENDS.sub("", name)
    return name


@cache
def _names() -> Mapping[str, tuple[Area, ...]]:
    return MappingProxyType(_named({**areas(), **special_forces()}))


def _names_in(known: Mapping[str, Area] | None) -> Mapping[str, tuple[Area, ...]]:
    return _names() if known is None else _names_of_all(tuple(known.values()))


@lru_cache(maxsize=8)
def _names_of_all(known: tuple[Area, ...]) -> Mapping[str, tuple[Area, ...]]:
    # Thousands of labels of one answer are looked up among the same areas.
    return MappingProxyType(_named({area.id: area for area in known}))


def _named(known: Mapping[str, Area]) -> dict[str, tuple[Area, ...]]:
    """Every name and what it names. A name in full comes before one that has been shortened to the same."""
    full: dict[str, dict[str, Area]] = {}
    for area in known.values():
        for name in (area.id.lower(), *(_tidy(name.lower()) for name in _names_of(area))):
            full.setdefault(name, {})[area.id] = area
    short: dict[str, dict[str, Area]] = {}
    for name, named in full.items():
        short.setdefault(_short(name), {}).update(named)
    return {name: tuple(named.values()) for name, named in {**short, **full}.items()}


def _names_of(area: Area) -> list[str]:
    full = [forces()[area.id].name] if area.id in forces() else []
    return [area.name, *full, *_aliases().get(area.id, ())]


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    text = files("belisha.figures").joinpath("data/aliases.txt").read_text(encoding="utf-8")
    rows = [line.split(":", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return {id.strip(): tuple(name.strip() for name in names.split("|")) for id, names in rows}
