"""What an analysis answers: exact numbers, of whom, the figures beneath, and what must be said with them."""

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from belisha.figures.amounts import Amount
from belisha.figures.cannot import Missing
from belisha.figures.cell import Cell
from belisha.figures.places import Area


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What every answer has."""

    area: Area
    series: str
    cells: tuple[Cell, ...] = ()  # the figures that it was computed from
    caveats: tuple[str, ...] = ()  # sentences that belong to it

    def to_dict(self) -> dict[str, Any]:
        """For JSON: every field by its name."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Value(Result):
    """How many in one year. `how`: answered (a force), given (a publisher's total), sum (all members)."""

    year: str
    amount: Amount
    how: str = "answered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Total(Result):
    """A group in one year: the total that was given beside the sum of those who answered, never added."""

    year: str
    given: Amount | None
    summed: Amount | None  # of `answered` alone
    answered: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def complete(self) -> bool:
        """Whether every member answered with a number."""
        return not self.missing

    @property
    def agrees(self) -> bool | None:
        """Whether both can be right; None where one of them isn't there, or not of all members."""
        if self.given is None or self.summed is None or not self.complete:
            return None
        return self.given.overlaps(self.summed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """The forces that answered for both years, and those that didn't."""

    forces: tuple[str, ...]
    of: int
    missing: tuple[Missing, ...] = ()

    @property
    def size(self) -> int:
        return len(self.forces)

    @property
    def who(self) -> str:
        """Which forces they are: one whose answer isn't among the figures may well have answered."""
        absent = any(one.why == "absent" for one in self.missing)
        return "with figures for both years" if absent else "that answered for both years"

    def to_dict(self) -> dict[str, Any]:
        return {
            "forces": list(self.forces),
            "size": self.size,
            "of": self.of,
            "missing": [one.to_dict() for one in self.missing],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(Result):
    """From one year to another. `per_cent` and `times` are None where it began at zero.

    `how`: answered (one force), given (a publisher's totals), sum (all members), panel (those in `panel`).
    """

    first: str
    last: str
    before: Amount
    after: Amount
    difference: Amount
    per_cent: Amount | None
    times: Amount | None
    years: int  # intervals between the two: 2017/18 to 2022/23 is five
    how: str = "answered"
    panel: Panel | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a force stands: from `best` to `worst` place; `label` is "1", "2=" or "2 to 4"."""

    area: Area
    best: int
    worst: int
    tied: bool
    value: Amount

    @property
    def label(self) -> str:
        if self.best != self.worst:
            return f"{self.best} to {self.worst}"
        return f"{self.best}=" if self.tied else str(self.best)

    def to_dict(self) -> dict[str, Any]:
        return {
            "area": self.area.id,
            "name": self.area.name,
            "place": self.label,
            "best": self.best,
            "worst": self.worst,
            "value": self.value.to_dict(),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking(Result):
    """The members of an area in order. `of`: how many it has; `missing`: who could not be placed."""

    first: str
    last: str | None
    by: str  # total, per_cent, difference, times, rate
    lowest_first: bool
    places: tuple[Place, ...]
    of: int
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate(Result):
    """So many for each `per` people."""

    year: str
    amount: Amount
    per: int
    rate: Amount
    people: int
    people_year: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Every(Result):
    """On average one in so many minutes, and so many a day; `minutes_in_year` counts 29 February."""

    year: str
    amount: Amount
    minutes: Amount
    per_day: Amount
    minutes_in_year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Share(Result):
    """The part of the cases with a known platform, in per cent. `known` is None where nobody told it."""

    year: str
    platform: str
    per_cent: Amount
    count: Amount | None
    known: Amount | None
    of_all: Amount | None  # all offences, of which `known` had a platform recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """A share of those asked, with what chance alone leaves open (Wilson, 95 %)."""

    hits: int
    asked: int
    per_cent: Fraction
    low: Fraction
    high: Fraction

    def to_dict(self) -> dict[str, Any]:
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend(Result):
    """Per cent a year with its 95 % interval: a quasi-Poisson regression of the counts on the year."""

    first: str
    last: str
    per_cent: float
    low: float
    high: float
    points: int
    gaps: tuple[str, ...]  # years between first and last without a figure
    dispersion: float


def _plain(value: Any) -> Any:
    if isinstance(value, Area):
        return {"id": value.id, "name": value.name, "kind": value.kind}
    if isinstance(value, Fraction):
        return round(float(value), 6)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.to_dict() if hasattr(value, "to_dict") else value
