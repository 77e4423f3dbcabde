"""Numbers in few classes, from light to dark; falls apart from rises, and dotted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from belisha.figures.amounts import Amount
from belisha.figures.charts.key import Key
from belisha.figures.charts.look import FALLS, GROUND, INK, RISES, STEPS
from belisha.figures.charts.patterns import dotted


@dataclass(frozen=True, kw_only=True, slots=True)
class Class:
    """From `low` up to, but not with, `high`; None: no bound."""

    low: Fraction | None
    high: Fraction | None
    colour: str
    ink: str
    pattern: str = ""

    def holds(self, value: Fraction) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shade:
    """How a number is filled in; `sure`: every number that it can be is of the class."""

    colour: str
    ink: str
    pattern: str
    sure: bool


def classes_of(values: Sequence[Amount], *, signed: bool) -> tuple[Class, ...]:
    """Classes with about as many numbers in each; of changes, nought is a bound."""
    numbers = sorted(_middle(value) for value in values)
    if not numbers:
        return ()
    if not signed:
        return _made(_edges(numbers, len(STEPS)), STEPS)
    rises = [number for number in numbers if number >= 0]
    falls = [number for number in numbers if number < 0]
    below = [-edge for edge in reversed(_edges([-number for number in reversed(falls)], len(FALLS)))]
    low = _made([*below, Fraction(0)], FALLS[-len(below) - 1 :], last=False) if falls else ()
    up = _made([Fraction(0), *_edges(rises, len(RISES))], RISES, first=False) if rises else ()
    return (*(_dotted(one) for one in low), *up)


def shade(value: Amount, classes: Sequence[Class]) -> Shade:
    """The class of a number; of bounds that lie in several, the lowest, with dots."""
    low = next(one for one in classes if one.holds(value.low))
    sure = low.high is None or (value.high is not None and value.high < low.high)
    pattern = low.pattern if sure else dotted(low.colour, INK if low.ink == INK else GROUND)
    return Shade(colour=low.colour, ink=low.ink, pattern=pattern, sure=sure)


def class_keys(classes: Sequence[Class], *, by: str, unsure: bool, dots: bool = True) -> tuple[Key, ...]:
    """The entries above the picture."""
    keys = [
        Key(label=_label(one, by=by), colour=one.colour, pattern=one.pattern if dots else "", ink=one.ink)
        for one in classes
    ]
    if unsure:
        between = dotted(STEPS[0], INK)
        keys.append(Key(label="may be of a higher class", colour="", pattern=between))
    return tuple(keys)


def _middle(value: Amount) -> Fraction:
    return value.low if value.high is None else (value.low + value.high) / 2


def _edges(numbers: Sequence[Fraction], classes: int) -> list[Fraction]:
    """Round numbers between which about as many lie; each within, and none twice."""
    if not numbers:
        return []
    cut = [numbers[len(numbers) * place // classes] for place in range(1, classes)]
    rounded = dict.fromkeys(_round(number) for number in cut)
    return [edge for edge in rounded if numbers[0] < edge <= numbers[-1]]


def _round(number: Fraction) -> Fraction:
    """Down to two digits, the second of them 0 or 5."""
    if number <= 0:
        return Fraction(0)
    power = Fraction(10) ** (math.floor(math.log10(number)) - 1)
    step = 5 * power if number >= 10 else power * 10
    return max(number // step * step, power)


def _made(
    edges: Sequence[Fraction], colours: Sequence[str], *, first: bool = True, last: bool = True
) -> tuple[Class, ...]:
    bounds: list[Fraction | None] = [*([None] if first else []), *edges, *([None] if last else [])]
    pairs = list(pairwise(bounds))
    # Few classes still go from light to dark.
    chosen = [
        colours[round(place * (len(colours) - 1) / max(len(pairs) - 1, 1))] for place in range(len(pairs))
    ]
    return tuple(
        Class(low=low, high=high, colour=colour, ink=_ink(colour))
        for (low, high), colour in zip(pairs, chosen, strict=True)
    )


def _dotted(one: Class) -> Class:
    dots = GROUND if one.ink == GROUND else INK
    return Class(low=one.low, high=one.high, colour=one.colour, ink=one.ink, pattern=dotted(one.colour, dots))


def _ink(colour: str) -> str:
    return GROUND if luminance(colour) < 0.18 else INK


def luminance(colour: str) -> float:
    """As WCAG counts it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _label(one: Class, *, by: str) -> str:
    if by in ("per_cent", "difference"):
        return _change_label(one, " %" if by == "per_cent" else "")
    low, high = _plain(one.low), _plain(one.high)
    if one.low is None:
        return f"under {high}" if one.high is not None else "all"
    if one.high is None:
        return f"{low} or more"
    if by == "total":
        last = _plain(one.high - 1)
        return low if low == last else f"{low} to {last}"
    return f"{low} to under {high}"


def _change_label(one: Class, sign: str) -> str:
    low, high = _signed(one.low), _signed(one.high)
    if one.low is None:
        return f"under {high}{sign}"
    return f"{low} to under {high}{sign}" if one.high is not None else f"{low}{sign} or more"


def _signed(number: Fraction | None) -> str:
    return (
        f"{'+' if number > 0 else '−' if number < 0 else ''}{_plain(abs(number))}"
        if number is not None
        else ""
    )


def _plain(number: Fraction | None) -> str:
    if number is None:
        return ""
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):g}"
