"""Names of areas inside a sentence. A name that belongs to something else is no name of an area."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

from belisha.figures.claims.known import vocabulary
from belisha.figures.parse.places import read_area
from belisha.figures.places import Area
from belisha.routing.forces import forces

# Letters that are more often something else: the Director of Public Prosecutions, a charity, a ship.
_NOT_IN_TEXTS: Final = vocabulary("not_in_texts")
_OF_POLICE: Final = r"(?:(?:'s|s')? (?i:police force area|police service|police force|police|constabulary))?"
_AFTER: Final = re.compile(r"(?:'s|s')? (?=[A-Z])([A-Za-z'-]+)")
_BEFORE: Final = re.compile(r"([A-Za-z'-]+)[ -]$")
_OTHER_PLACE: Final = vocabulary("other_place")
_MAY_FOLLOW: Final = vocabulary("may_follow")
_PARTS_OF: Final = re.compile(
    r"\b(?:parts?|half|areas?|rest|all but|outside|excluding|except|without|university|bishop|mayor|town|city"
    r"|village|hospitals?|schools?|resident|people|mp|pcc|commissioner|bank) (?:of|for|in)? ?(?:the )?$|"
    r"\b(?:outside|excluding|except|without|apart from|aside from|other than) (?:the )?$",
    re.I,
)
_COUNTED: Final = re.compile(r" (?:child |image |abuse |sexual |recorded )*(?:cases|offences|crimes)\b")


class Names:
    """The areas of a dataset, found by any of their names."""

    def __init__(self, areas: Mapping[str, Area]) -> None:
        self.areas = areas
        self._pattern = _pattern(frozenset((area.id, area.name) for area in areas.values()))

    def at(self, sentence: str, position: int) -> tuple[int, list[Area]] | None:
        """The end of the name that begins there, and what it may name; no area where it is another's name."""
        found = self._pattern.match(sentence, position)
        if found is None:
            return None
        return found.end(), [] if _is_another(sentence, found) else self._areas(found[0])

    def _areas(self, name: str) -> list[Area]:
        plain = re.sub(r"(?:'s|s')(?= |$)", "", name)
        whole = [
            area for area in self.areas.values() if "(" in name and area.name.casefold() == name.casefold()
        ]
        if whole:
            return whole
        own = [area for area in self.areas.values() if _plain_name(area) == plain.casefold()]
        known = [area for area in read_area(plain, known=self.areas) if area.id in self.areas]
        return list({area.id: area for area in [*known, *own]}.values())


def _is_another(sentence: str, found: re.Match[str]) -> bool:
    """Kent Online, North Kent, the University of Kent, most of Kent."""
    after = _AFTER.match(sentence, found.end())
    if after and after[1].lower().removesuffix("'s") not in _MAY_FOLLOW:
        return True
    before = _BEFORE.search(sentence[max(0, found.start() - 30) : found.start()])
    if before and before[1].lower() in _OTHER_PLACE:
        return True
    parts = _PARTS_OF.search(sentence[max(0, found.start() - 40) : found.start()])
    whole = (
        parts is not None and parts[0].lower().startswith("half") and _COUNTED.match(sentence, found.end())
    )
    return parts is not None and not whole


def _plain_name(area: Area) -> str:
    return re.sub(r" \(.*\)$", "", area.name).casefold()


@lru_cache(maxsize=8)
def _pattern(named: frozenset[tuple[str, str]]) -> re.Pattern[str]:
    ids = {id for id, _ in named}
    full = {re.sub(r" \(.*\)$", "", name) for _, name in named}
    full |= {name for _, name in named}
    full |= {forces()[id].name for id in ids & set(forces())}
    short: set[str] = set()
    for id, names in _aliases().items():
        if id in ids:
            for name in names:
                (full if len(name) > 12 and " " in name else short).add(name)
    short -= _NOT_IN_TEXTS
    every = [(name, f"(?i:{_spelled(name)})") for name in full]
    every += [(name, _spelled(name)) for name in short - full]
    choice = "|".join(pattern for _, pattern in sorted(every, key=lambda one: (-len(one[0]), one[0])))
    return re.compile(rf"(?<![\w.@/#-])(?:{choice}){_OF_POLICE}(?:'s|s')?(?![\w@-])")


def _spelled(name: str) -> str:
    words = re.split(r"[ -]", name)
    return "[ -]".join("(?:&|and)" if word in ("&", "and") else re.escape(word) for word in words)


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    text = files("belisha.figures").joinpath("data/aliases.txt").read_text(encoding="utf-8")
    rows = [line.split(":", 1) for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, tuple[str, ...]] = {}
    for id, names in rows:
        found[id.strip()] = (*found.get(id.strip(), ()), *(name.strip() for name in names.split("|")))
    return found
