"""Where each force stands in one picture of all: its number, or why it has none."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.charts.points import told
from belisha.figures.charts.states import STATES
from belisha.figures.charts.wording import recorded, unit
from belisha.figures.figures import Figures, Place, When
from belisha.figures.results import Ranking
from belisha.figures.words import decimal, half_up, whole

SIGNED: Final = ("per_cent", "difference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A ranking of those that can be placed, and what is said with it."""

    ranking: Ranking
    by: str
    offence: str
    platform: str

    @property
    def years(self) -> str:
        first, last = self.ranking.first, self.ranking.last
        return f"from {first} to {last}" if last else first

    @property
    def title(self) -> str:
        counted = unit(self.ranking.series)
        return {
            "total": f"{recorded(self.ranking.series)}, {self.years}",
            "rate": f"{recorded(self.ranking.series)} for each 100,000 people, {self.years}",
            "per_cent": f"Change in recorded {counted}, {self.years}",
            "difference": f"Difference in recorded {counted}, {self.years}",
            "times": f"Times as many recorded {counted}, {self.years}",
        }[self.by]

    @property
    def size(self) -> str:
        """How many of how many."""
        return f"{len(self.ranking.places)} of {self.ranking.of} forces"

    def why(self) -> dict[str, str]:
        """Of each force that has no number, the name of its state."""
        return {one.area: one.why if one.why in STATES else "absent" for one in self.ranking.missing}


def standing(
    figures: Figures,
    area: Place,
    *,
    first: When,
    last: When | None,
    by: str,
    series: str | None,
    offence: str,
    platform: str,
) -> Standing:
    """The forces of an area that have the figure; raises CannotSay where none has."""
    by = by or ("total" if last is None else "per_cent")
    ranking = figures.rank(
        area, first, last, by=by, among_answered=True, series=series, offence=offence, platform=platform
    )
    return Standing(ranking=ranking, by=by, offence=offence, platform=platform)


def worded(amount: Amount, by: str, *, short: bool = False) -> str:
    """A number as it stands beside a bar or in a tile: "727", "+343 %", "12.4"."""
    if by == "per_cent":
        return _range(amount, signed_per_cent, short=short)
    if by == "difference":
        return _range(amount, _difference, short=short)
    if by in ("rate", "times"):
        ends = [decimal(end, 1) for end in (amount.low, amount.high) if end is not None]
        return _joined(list(dict.fromkeys(ends)), amount, short=short)
    return told(amount) if not short else _joined([whole(e) for e in _ends(amount)], amount, short=True)


def _range(amount: Amount, write: Callable[[Fraction], str], *, short: bool) -> str:
    return _joined(list(dict.fromkeys(write(end) for end in _ends(amount))), amount, short=short)


def _joined(ends: list[str], amount: Amount, *, short: bool) -> str:
    if amount.high is None:
        return f"{'≥ ' if short else 'at least '}{ends[0]}"
    return ("–" if short else " to ").join(ends)


def signed_per_cent(value: Fraction) -> str:
    """Whole, rounded half up; what is less than one has a place more, so that a fall is never 0 %."""
    number = decimal(abs(value), 0 if half_up(value) or not value else 1)
    return f"{_sign(value)}{'<0.1' if value and number == '0.0' else number}\u00a0%"


def _difference(value: Fraction) -> str:
    return f"{_sign(value)}{whole(abs(value))}"


def _sign(value: Fraction) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _ends(amount: Amount) -> list[Fraction]:
    return [end for end in dict.fromkeys((amount.low, amount.high)) if end is not None]
