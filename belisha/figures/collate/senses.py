"""What single texts of a sheet seem to be about. Shapes are found by them; figures are read elsewhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from belisha.figures.collate.words import counted, is_total, names_an_offence, platform
from belisha.figures.parse.numbers import read_cell
from belisha.figures.parse.places import read_area
from belisha.figures.parse.years import look_at_year
from belisha.figures.places import Area

_BARE: Final = re.compile(r"(?:19|20)\d\d")
_SIGNS: Final = frozenset("-–—*") | {"**", "--", ".."}
_NUMBER: Final = re.compile(r"[<>≤≥~£(]?\s*\d[\d,.\s']*.{0,4}")
_NO_YEARS: Final = ("per cent", "an average")
_WORD: Final = re.compile(r"[A-Za-z&'’-]+")
_LONGEST_NAME: Final = 6


@dataclass(frozen=True, slots=True)
class Sense:
    """What a text may be: several at once, or nothing that is known."""

    blank: bool = False
    year: bool = False
    bare: bool = False  # four digits: a calendar year, or a count
    area: bool = False
    total: bool = False
    platform: bool = False
    offence: bool = False
    figure: bool = False
    digits: bool = False  # a figure that is told by a number
    counted: str = ""


@lru_cache(maxsize=50_000)
def sense(text: str) -> Sense:
    """Look at one text by itself."""
    text = text.strip()
    if not text:
        return Sense(blank=True)
    bare = _BARE.fullmatch(text) is not None
    area, year = _is_area(text), bare or _is_year(text)
    figure = (bare or not year) and not area and _is_figure(text)
    return Sense(
        year=year,
        bare=bare,
        area=area,
        total=is_total(text),
        platform=platform(text) is not None,
        offence=not area and names_an_offence(text),
        figure=figure,
        digits=figure and any(letter.isdigit() for letter in text) and "s" not in text.casefold(),
        counted=counted(text),
    )


def areas_in(text: str) -> list[Area]:
    """The areas that a title or the name of a file names, each once, by the longest names in it."""
    words, found, at = _WORD.findall(text.replace("_", " ")), dict[str, Area](), 0
    while at < len(words):
        size, area = next(_names_at(words, at), (1, None))
        if area:
            found[area.id] = area
        at += size
    return list(found.values())


def _names_at(words: list[str], at: int) -> Iterator[tuple[int, Area]]:
    for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        areas = read_area(" ".join(words[at : at + size]))
        if len(areas) == 1:
            yield size, areas[0]


def share(texts: Iterable[str], kind: str) -> float:
    """How many of the texts that aren't blank, or a total, are of a kind."""
    senses = [sense(text) for text in texts]
    told = [one for one in senses if not one.blank and not one.total]
    return sum(bool(getattr(one, kind)) for one in told) / len(told) if told else 0.0


def _is_area(text: str) -> bool:
    return len(text) < 80 and not text[0].isdigit() and bool(read_area(text))


def _is_year(text: str) -> bool:
    if len(text) > 60 or not any(letter.isdigit() for letter in text) or counted(text) in _NO_YEARS:
        return False
    looked = look_at_year(text)
    return looked.year is not None or looked.guess is not None


def _is_figure(text: str) -> bool:
    if text in _SIGNS or (len(text) < 20 and _NUMBER.fullmatch(text)):
        return True
    read = read_cell(text)
    return not read.doubt or read.guess is not None
