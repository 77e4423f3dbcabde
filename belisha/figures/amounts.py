"""A number as far as it is known: exact, between two bounds, or at least so many."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high`, both possible; `high` is None where there is no bound. Exact, never rounded."""

    low: Fraction
    high: Fraction | None

    @classmethod
    def of(cls, low: int | Fraction, high: int | Fraction | None = None) -> "Amount":
        """One number, or a range of them."""
        return cls(Fraction(low), Fraction(low if high is None else high))

    @classmethod
    def at_least(cls, low: int | Fraction) -> "Amount":
        return cls(Fraction(low), None)

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def whole(self) -> int:
        """The number itself; raises ValueError where it isn't one whole number."""
        if not self.exact or self.low.denominator != 1:
            raise ValueError(f"{self} is not one whole number.")
        return int(self.low)

    def __add__(self, other: "Amount") -> "Amount":
        bounded = self.high is not None and other.high is not None
        return Amount(self.low + other.low, self.high + other.high if bounded else None)  # type: ignore[operator]

    def scaled(self, by: Fraction | int) -> "Amount":
        """So many times as much; `by` is positive."""
        return Amount(self.low * by, None if self.high is None else self.high * by)

    def __contains__(self, value: int | Fraction) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def overlaps(self, other: "Amount") -> bool:
        """Whether both can be the same number."""
        return not (surely_above(self, other) or surely_above(other, self))

    def to_dict(self) -> dict[str, Any]:
        """For JSON: numbers to read, and `exact` for whoever computes on."""
        exact = str(self.low) if self.exact else [str(self.low), self.high and str(self.high)]
        return {"low": _plain(self.low), "high": _plain(self.high), "exact": exact}


def surely_above(one: Amount, other: Amount) -> bool:
    """Whether `one` is the greater, wherever in their ranges both are."""
    return other.high is not None and one.low > other.high


def ratio(one: Amount, other: Amount) -> Amount | None:
    """How many times the other; None where the other can be zero, so that there is no such number."""
    if other.low <= 0:
        return None
    low = Fraction(0) if other.high is None else one.low / other.high
    return Amount(low, None if one.high is None else one.high / other.low)


def minus(one: Amount, other: Amount) -> Amount:
    """The difference, of amounts with an upper bound to take away."""
    if other.high is None:
        raise ValueError("What has no bound can't be taken away.")
    return Amount(one.low - other.high, None if one.high is None else one.high - other.low)


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)
