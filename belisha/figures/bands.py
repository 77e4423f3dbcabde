"""What words can mean: "almost a quarter" is 22 to 25 per cent. The table is data/bands.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.figures.amounts import Amount


@dataclass(frozen=True, slots=True)
class Band:
    """The values that a wording can stand for. None is no bound; an open end doesn't belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, amount: Amount) -> bool | None:
        """Whether the amount is inside; None where only a part of what it can be is."""
        if self._is_below(amount) or self._is_above(amount):
            return False
        return True if self._begins_before(amount) and self._ends_after(amount) else None

    def _is_below(self, amount: Amount) -> bool:
        if self.high is None:
            return False
        return amount.low > self.high or (self.high_open and amount.low == self.high)

    def _is_above(self, amount: Amount) -> bool:
        if self.low is None or amount.high is None:
            return False
        return amount.high < self.low or (self.low_open and amount.high == self.low)

    def _begins_before(self, amount: Amount) -> bool:
        if self.low is None:
            return True
        return amount.low > self.low or (not self.low_open and amount.low == self.low)

    def _ends_after(self, amount: Amount) -> bool:
        if self.high is None:
            return True
        if amount.high is None:
            return False
        # What was published rounded reaches up to the half above, and doesn't include it.
        rounded = not amount.exact and amount.high == self.high
        return amount.high < self.high or rounded or (not self.high_open and amount.high == self.high)


@dataclass(frozen=True, slots=True)
class Part:
    """A word for a part: its value in per cent, and what it stands for plainly and after "almost"."""

    name: str
    value: Fraction
    plain: Band
    almost: Band


@cache
def parts() -> Mapping[str, Part]:
    """The words for parts of a whole: "quarter", "two thirds"."""
    return MappingProxyType(
        {
            name: Part(name, Fraction(row["value"]), _band(row["plain"]), _band(row["almost"]))
            for name, row in _table()["parts"].items()
        }
    )


def multiple(times: Fraction, wording: str) -> Band:
    """What "doubled" (`plain`) or "nearly doubled" (`almost`) stands for, of so many times."""
    low, high = (Fraction(bound) * times for bound in _table()["multiples"][wording])
    return Band(low, high, high_open=True)


def tolerance(wording: str) -> Fraction:
    """How far from a number "about", "almost" or "just" over it may be, as a part of it."""
    return Fraction(_table()["numbers"][wording])


def _band(bounds: list[str]) -> Band:
    return Band(Fraction(bounds[0]), Fraction(bounds[1]), high_open=True)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("belisha.figures").joinpath("data/bands.toml").read_text(encoding="utf-8"))
