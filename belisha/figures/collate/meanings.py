"""What the labels of a table mean, text by text: by a person's word, by what is known, or in doubt."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from belisha.figures.cells import ALL
from belisha.figures.collate.mapping import LEAVE, TOTAL
from belisha.figures.collate.mapping import Mapping as Told
from belisha.figures.collate.words import counted, is_total, names_an_offence, platform
from belisha.figures.parse.places import near_areas, read_area
from belisha.figures.parse.years import look_at_year
from belisha.figures.places import Area

MOST_NEAR: Final = 500  # names that nobody knows of which is said what they look like
COUNT = "count"  # of a measure: what the series counts


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means: an id, LEAVE or TOTAL; `doubt` where a person has to say so, or to confirm it.

    `firm`: it counts before anybody has confirmed it. `offered`: what may be meant instead.
    """

    value: str
    doubt: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meanings:
    """What a mapping, and the areas and offences that are known, make of labels."""

    told: Told
    areas: Mapping[str, Area]
    unit: str = "offences"
    codes: Mapping[str, str] = field(default_factory=dict)  # text -> code of an offence
    forces_listed: bool = False  # the table is of forces, so "West Midlands" is one
    strangers: Iterator[int] = field(default_factory=count)  # labels that name no area, as they come

    def of(self, dimension: str, text: str) -> Meaning:
        """What a text means there."""
        if (said := self.told.word(dimension, text)) is not None:
            return Meaning(said)
        read: Callable[[str], Meaning] = getattr(self, f"_{dimension}")
        return read(text.strip())

    def in_words(self, dimension: str, value: str) -> str:
        """What a label is taken for, as a person reads it."""
        if value == LEAVE:
            return "left out"
        area = self.areas.get(value) if dimension == "area" else None
        return f"{area.name} ({area.kind})" if area else value

    def _area(self, text: str) -> Meaning:
        if not text:
            return Meaning(LEAVE, "No force stands beside these figures.")
        if is_total(text):
            return Meaning(TOTAL)
        found = read_area(text, known=self.areas)
        if len(found) == 1:
            return Meaning(found[0].id)
        forces = [area for area in found if area.kind == "force"]
        names = tuple(f"{area.name} ({area.kind})" for area in found)
        if len(forces) == 1:
            return Meaning(
                forces[0].id, f"“{text}” is a force and something else: {', '.join(names)}.", names
            )
        near = self._near(text)
        if found:
            return Meaning(LEAVE, f"“{text}” may be {' or '.join(names)}.", names)
        if near:
            return Meaning(LEAVE, f"“{text}” names no force. Is it {' or '.join(near)}?", near)
        return Meaning(LEAVE, f"“{text}” names no force or area that is known.")

    def _near(self, text: str) -> tuple[str, ...]:
        # A file of forty thousand invented names is no list of forces with slips in it.
        if next(self.strangers) >= MOST_NEAR:
            return ()
        return tuple(area.name for area in near_areas(text, known=self.areas))

    def _year(self, text: str) -> Meaning:
        if not text:
            return Meaning(LEAVE, "No year stands with these figures.")
        if is_total(text):
            return Meaning(TOTAL)
        looked = look_at_year(text)
        if looked.year:
            return Meaning(looked.year.label)
        if looked.guess:
            return Meaning(looked.guess.label, looked.doubt or f"“{text}” may be {looked.guess.label}.")
        return Meaning(LEAVE, looked.doubt or f"“{text}” names no year.")

    def _platform(self, text: str) -> Meaning:
        if not text:
            return Meaning(LEAVE, "No platform stands with these figures.")
        if is_total(text):
            return Meaning(TOTAL)
        plain = " ".join(text.split())
        if not (known := platform(text)) and _OUTCOMES.search(plain):
            return Meaning(LEAVE, f"“{plain}” is no platform. {_OTHERWISE}")
        return Meaning(known or plain)

    def _offence(self, text: str) -> Meaning:
        if not text:
            return Meaning(LEAVE, "No offence stands with these figures.")
        if is_total(text):
            return Meaning(TOTAL)
        plain = " ".join(text.split())
        if code := self.codes.get(plain.casefold()):
            return Meaning(code)
        unit = counted(text)
        if unit and unit != self.unit and not names_an_offence(text):
            return Meaning(LEAVE, f"“{text}” counts {unit}, not {self.unit}.")
        return Meaning(ALL if unit == self.unit and plain.casefold() in _ALL_OFFENCES else plain)

    def _measure(self, text: str) -> Meaning:
        unit = counted(text)
        if not text or unit == self.unit:
            return Meaning(COUNT)
        if unit == "per cent":
            return Meaning(LEAVE)
        if unit:
            return Meaning(LEAVE, f"“{text}” counts {unit}, not {self.unit}.")
        return Meaning(LEAVE, f"“{text}” doesn't say what is counted.")


_OUTCOMES: Final = re.compile(
    r"\b(?:recorded|reported|charge[ds]?|summons(?:ed)?|caution(?:ed|s)?|convict(?:ed|ions?)|arrest(?:ed|s)?"
    r"|detected|undetected|resolved|outcomes?|filed|no further action|nfa"
    r"|male|female|adults?|children|under|over|aged?)\b",
    re.IGNORECASE,
)
"""Words of columns beside each other that count other things than offences by platform."""
_OTHERWISE: Final = "Where columns count different things, say which: platforms==all and measures=ROW."
_ALL_OFFENCES: Collection[str] = frozenset(
    {"offences", "number of offences", "recorded offences", "offences recorded", "crimes", "number of crimes"}
    | {
        "recorded crimes",
        "crimes recorded",
        "number",
        "count",
        "no. of offences",
        "number of recorded offences",
    }
)
