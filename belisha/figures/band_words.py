"""A part or a multiple in words, from the table by which claims are checked: "almost a quarter"."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.bands import Part, multiple, parts

_MULTIPLES: Final = {2: "doubled", 3: "tripled", 4: "quadrupled"}
_SPOKEN: Final = ("tenth", "fifth", "quarter", "third", "half", "two thirds", "three quarters")
_CLOSE: Final = Fraction(1, 100)  # "a quarter" is what is within a hundredth of it
_ABOVE: Final = Fraction(11, 10)  # what is further above isn't called "more than" it by us


def part_in_words(per_cent: Amount) -> str:
    """ "almost a quarter", "a third", "more than half"; "" where no such word is near."""
    near = [found for part in parts().values() if part.name in _SPOKEN for found in _of(part, per_cent)]
    return min(near)[1] if near else ""


def _of(part: Part, per_cent: Amount) -> Iterator[tuple[Fraction, str]]:
    """How far it is from the part, and the words, where they are true of all that it can be."""
    if per_cent.high is None or per_cent.low <= 0:
        return
    word = part.name if part.name == "half" or " " in part.name else f"a {part.name}"
    off = max(abs(per_cent.low - part.value), abs(per_cent.high - part.value))
    if off <= part.value * _CLOSE and part.plain.holds(per_cent):
        yield off, word
    elif per_cent.high < part.value and part.almost.holds(per_cent):
        yield off, f"almost {word}"
    elif part.value < per_cent.low and per_cent.high <= part.value * _ABOVE:
        yield off, f"more than {word}"


def multiple_in_words(times: Amount) -> str:
    """ "almost doubled", "tripled", "more than quadrupled"; "" where no such word is near."""
    if times.high is None:
        return ""
    for value, word in _MULTIPLES.items():
        if abs(times.low - value) <= value * _CLOSE and multiple(Fraction(value), "plain").holds(times):
            return word
        if times.high < value and multiple(Fraction(value), "almost").holds(times):
            return f"almost {word}"
        if value < times.low and times.high <= value * Fraction(9, 8):
            return f"more than {word}"
    return ""
