"""A text as it is read: bounded, plain signs, sentences with the line in which each begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from belisha.figures.parse.reading import clean
from belisha.refusal import Refusal

MOST: Final = 200_000  # characters of a text
LONGEST: Final = 1_500  # of a sentence; a longer one says more than one thing
DAYS: Final = (date(1900, 1, 1), date(2199, 12, 31))  # no text about these figures is of another day

_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_ALONE: Final = {"½": "half", "¼": "a quarter", "¾": "three quarters"}
_MARKS: Final = re.compile("[¹²³⁰⁴-⁹†‡*]+")
_SIGNS: Final = str.maketrans(
    {"–": "-", "—": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "％": "%", "…": "."}
)
_BULLET: Final = re.compile(r"^\s*(?:[-•·>]|\d{1,2}[.)])\s+")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|no|st|approx|vs|etc|e\.g|i\.e|ca|c|p\.c|fig|sgt|insp|supt|u\.k)|\b[A-Z])\.$", re.I
)
_GOES_ON: Final = re.compile(
    r"(?:,|\b(?:in|of|from|to|by|and|or|the|a|an|than|with|for|on|at|between|per|since|over|about|almost|nearly|"
    r"around|more|up|down|was|were|is|are|recorded|some|every|compared|police))$",
    re.I,
)
_YEARS: Final = re.compile(r"\b20\d\d(?:[/-]\d\d(?:\d\d)?)?\b")
_DIGIT: Final = re.compile(r"\d")
_END: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])")


class TooLong(Refusal):
    """This text has {length} characters; at most {most} can be checked at once."""

    code = "too_long"


class WrongDay(Refusal):
    """{day} can't be the day of a text. Give one from 1900-01-01 to 2199-12-31."""

    code = "wrong_day"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, and the line in which it begins. `follows`: the one before is of the same paragraph.

    `heading`: a line that says what those below speak of; they are `under` it.
    """

    text: str
    line: int
    follows: bool = False
    heading: bool = False
    under: bool = False


def sentences(text: str) -> Iterator[Passage]:
    """The sentences of a text; raises TooLong."""
    if len(text) > MOST:
        raise TooLong(length=f"{len(text):,}", most=f"{MOST:,}")
    before: list[tuple[int, str]] = []
    headed = False
    for block in _blocks(text):
        apart = bool(before) and block[0][0] - before[-1][0] > 1
        headed = headed and (not apart or before[-1][1].endswith(":"))
        heading = _is_heading(block)
        yield from (replace(one, heading=heading, under=headed) for one in _split(block))
        before, headed = block, headed or heading


def _is_heading(block: list[tuple[int, str]]) -> bool:
    """A line that ends with a colon; or one that neither ends as a sentence does nor has a number."""
    said = block[-1][1].rstrip("\"') ")
    return said.endswith(":") or not (said.endswith((".", "!", "?")) or _DIGIT.search(_YEARS.sub("", said)))


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together: a paragraph, a bullet, a headline."""
    block: list[tuple[int, str]] = []
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text), 1):
        line = plain(raw)
        if block and (not line or not _continues(block[-1][1], line, raw)):
            yield block
            block = []
        if line:
            block.append((number, _BULLET.sub("", line, count=1) if not block else line))
    if block:
        yield block


def _continues(before: str, line: str, raw: str) -> bool:
    if _BULLET.match(raw) or before[-1] in ";:":
        return False
    if before[-1] in ".!?":
        return len(before) > 40  # a paragraph that was wrapped
    if line[0].islower() or _GOES_ON.search(before):
        return True
    return line[0].isdigit() and len(before) > 60


def _split(block: list[tuple[int, str]]) -> Iterator[Passage]:
    whole, starts = "", []
    for number, line in block:
        starts.append((len(whole), number))
        whole += line + " "
    begin, first = 0, True
    for end in [*_ends(whole), len(whole)]:
        said = whole[begin:end].strip()
        if said:
            at = begin + len(whole[begin:end]) - len(whole[begin:end].lstrip())
            yield Passage(said, max(number for start, number in starts if start <= at), follows=not first)
            first = False
        begin = end


def _ends(whole: str) -> Iterator[int]:
    for found in _END.finditer(whole):
        if not (found[0] == "." and _ABBREVIATION.search(whole[max(0, found.start() - 8) : found.end()])):
            yield found.end()


def plain(line: str) -> str:
    """A line in signs that are read: one kind of space, dash and quotation mark, no footnote marks."""
    for sign, part in _FRACTIONS.items():
        if sign in line:
            line = re.sub(rf"(?<=\d){sign}", part, line).replace(sign, f" {_ALONE[sign]} ")
    line = _MARKS.sub(" ", line)
    return clean("".join(char if char.isprintable() else " " for char in line.translate(_SIGNS)))
