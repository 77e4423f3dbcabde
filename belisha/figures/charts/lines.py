"""One or several lines over the years: joined where they may be, open where there is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from belisha.figures.charts.points import Point, number


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One area in one series. `look`: which colour, dash and shape; `cuts`: years in which it breaks."""

    name: str
    points: tuple[Point, ...]
    look: int = 0
    hollow: bool = False
    cuts: frozenset[str] = frozenset()

    @property
    def drawn(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.amount is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """What a picture of lines needs. `below`: a word under each year; `marks`: a break's year and letter."""

    lines: tuple[Line, ...]
    years: tuple[str, ...]
    below: dict[str, str]
    marks: tuple[tuple[str, str], ...]
    height: int = 280

    @property
    def highest(self) -> float:
        ends = [float(p.amount.high or p.amount.low) for line in self.lines for p in line.drawn if p.amount]
        return max(ends, default=0)


def row_of(point: Point, years: Sequence[str]) -> dict[str, Any]:
    """Where a point stands: the place of its year, its number, or the middle of what it can be."""
    amount = point.amount
    low, high = (number(amount.low), number(amount.high)) if amount else (None, None)
    middle = low if low is None or high is None else (low + high) / 2
    return {"x": years.index(point.year), "y": middle, "low": low, "high": high}


def segments(line: Line, years: tuple[str, ...]) -> list[dict[str, Any]]:
    """The points in parts: a part ends before a gap, a break, and a figure that is only a least."""
    found: list[dict[str, Any]] = []
    part, last = 0, -1
    for point in line.points:
        if not point.comparable:
            continue
        row = row_of(point, years)
        if row["x"] != last + 1 or point.year in line.cuts:
            part += 1
        last = row["x"]
        found.append({**row, "part": part})
    sizes = [row["part"] for row in found]
    return [{**row, "joined": sizes.count(row["part"]) > 1} for row in found]
