"""Words for numbers, "almost a quarter" and "nearly doubled", with the range that each one covers."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.figures.amounts import Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """`words` are true of what lies from `low` to `high`; None: no bound.

    `of`: "point" (a part of one: 1/4 is 25 per cent) or "multiple" (times as many). `said_to` is how far our
    own sentences use it: what is 90 per cent isn't wrongly, but poorly called "more than a quarter".
    """

    words: str
    qualifier: str
    of: str
    point: Fraction
    low: Fraction | None
    high: Fraction | None
    low_in: bool
    high_in: bool
    said_to: Fraction | None
    spoken: bool = False  # the first writing of its point and its qualifier: the one that we use

    def holds(self, value: Fraction) -> bool:
        """Whether the words are true of this number."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    def holds_all(self, amount: Amount) -> bool:
        """Whether they are true of every number that it can be."""
        if amount.high is None:
            return self.high is None and self.holds(amount.low)
        return self.holds(amount.low) and self.holds(amount.high)

    def holds_none(self, amount: Amount) -> bool:
        """Whether they are false of every number that it can be."""
        if self.holds(amount.low) or (amount.high is not None and self.holds(amount.high)):
            return False
        # Neither end is in it: it could still lie whole between them.
        inside = [bound for bound in (self.low, self.high) if bound is not None]
        return not any(
            amount.low < bound and (amount.high is None or bound < amount.high) for bound in inside
        )


@cache
def bands() -> tuple[Band, ...]:
    """Every one: each qualifier before each writing of each point."""
    text = files("belisha.figures").joinpath("data/bands.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return tuple(
        band
        for qualifier in table["qualifier"]
        for point in table[qualifier["of"]]
        for band in _bands(qualifier, point)
    )


@cache
def by_words() -> dict[str, Band]:
    """The same by their words, in lower case."""
    return {band.words: band for band in bands()}


def _bands(qualifier: dict[str, Any], point: dict[str, Any]) -> Iterator[Band]:
    value = Fraction(point["value"])
    for before in qualifier["words"]:
        for words in point["words"]:
            yield Band(
                words=f"{before} {words}".strip(),
                qualifier=before,
                of=qualifier["of"],
                point=value,
                low=_times(value, qualifier["low"]),
                high=_times(value, qualifier["high"]),
                low_in=qualifier["low_in"],
                high_in=qualifier["high_in"],
                said_to=_times(value, qualifier.get("said_to", qualifier["high"])),
                spoken=before == qualifier["words"][0] and words == point["words"][0],
            )


def _times(value: Fraction, factor: str) -> Fraction | None:
    return value * Fraction(factor) if factor else None


def in_words(amount: Amount, *, of: str = "point") -> str:
    """The best words for a part or a multiple, or "" where no band is near: "almost a quarter"."""
    if amount.high is None:
        return ""
    near = [
        band
        for band in bands()
        if band.spoken
        and band.of == of
        and band.qualifier in ("", "almost", "more than")
        and band.holds_all(amount)
        and (band.said_to is None or amount.high <= band.said_to)
    ]
    # The nearest point; "a quarter" is said of what is within a hundredth of it, else which side it lies on.
    ranked = sorted(near, key=lambda band: (abs(amount.low - band.point), _order(band, amount)))
    return ranked[0].words if ranked else ""


def _order(band: Band, amount: Amount) -> int:
    close = abs(amount.low - band.point) * 100 <= band.point
    return 0 if (band.qualifier == "") == close else 1
