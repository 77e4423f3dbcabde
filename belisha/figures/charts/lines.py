"""One or several lines over the years: joined where they may be, open where there is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from belisha.figures.charts.axis import count_axis, rows, small, top_of, year_axis
from belisha.figures.charts.look import DASHES, GROUND, INK, LINES, RULE, SHAPES
from belisha.figures.charts.points import Point, number, told
from belisha.figures.charts.text import width_of

_NARROW: Final = 500
_LONG_NAME: Final = 180


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
    numbers: bool = True  # write each number at its point

    @property
    def highest(self) -> float:
        ends = [float(p.amount.high or p.amount.low) for line in self.lines for p in line.drawn if p.amount]
        return max(ends, default=0)


def drawn(plot: Plot, width: int, *, top: float | None = None) -> Any:
    """The lines in a picture so wide, their names at their ends where there is room."""
    top = top or top_of(plot.highest * 1.06)
    axis, left = count_axis(top)
    right = max((width_of(line.name, 12, bold=True) for line in plot.lines), default=0)
    names = len(plot.lines) > 1 and width > _NARROW and right < _LONG_NAME
    right = right if names else 0
    # The last year has half a step of room of its own.
    room = width - left - 14 - max(0, right + 12 - (width - left) / max(len(plot.years), 1) / 2)
    count = len(plot.years)
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=[-0.5, count - 0.5]), axis=year_axis(plot.years, plot.below, room)
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    layers = [_marks(plot, top), *(layer for line in plot.lines for layer in _line(line, plot.years, x, y))]
    if plot.numbers and len(plot.lines) == 1:
        layers.append(_numbers(plot.lines[0], plot.years, room / count))
    if names:
        layers.append(_names(plot, top))
    return alt.layer(*(layer for layer in layers if layer)).properties(width=round(room), height=plot.height)


def _line(line: Line, years: tuple[str, ...], x: alt.X, y: alt.Y) -> list[Any]:
    colour, dash, shape = LINES[line.look], list(DASHES[line.look]), SHAPES[line.look]
    joined = [row for row in _segments(line, years) if row["joined"]]
    line_mark = {"color": colour, "strokeWidth": 2, **({"strokeDash": dash} if dash else {})}
    points = [_row(p, years) for p in line.drawn]
    ranges = [row for row in points if row["high"] is not None and row["high"] != row["low"]]
    exact = [row for row in points if row["high"] is not None]
    least = [row for row in points if row["high"] is None]
    look = {"stroke": colour, "strokeWidth": 1.8, "opacity": 1, "shape": shape, "size": 46}
    inside = GROUND if line.hollow else colour
    return [
        _chart(joined, x, y).mark_line(**line_mark).encode(detail="part:N"),
        _chart(ranges, x, y)
        .mark_rule(color=colour, strokeWidth=5, opacity=1)
        .encode(y=alt.Y("low:Q"), y2="high:Q")
        if ranges
        else None,
        _chart(exact, x, y).mark_point(filled=True, fill=inside, **look),
        _chart(least, x, y).mark_point(
            filled=True, fill=GROUND, **{**look, "shape": "triangle-up", "size": 70}
        )
        if least
        else None,
    ]


def _chart(values: list[dict[str, Any]], x: alt.X, y: alt.Y) -> Any:
    return alt.Chart(rows(values)).encode(x=x, y=y)


def _row(point: Point, years: Sequence[str]) -> dict[str, Any]:
    amount = point.amount
    low, high = (number(amount.low), number(amount.high)) if amount else (None, None)
    middle = low if low is None or high is None else (low + high) / 2
    return {"x": years.index(point.year), "y": middle, "low": low, "high": high}


def _segments(line: Line, years: tuple[str, ...]) -> list[dict[str, Any]]:
    """The points in parts: a part ends before a gap, a break, and a figure that is only a least."""
    found: list[dict[str, Any]] = []
    part, last = 0, -1
    for point in line.points:
        if not point.comparable:
            continue
        row = _row(point, years)
        if row["x"] != last + 1 or point.year in line.cuts:
            part += 1
        last = row["x"]
        found.append({**row, "part": part})
    sizes = [row["part"] for row in found]
    return [{**row, "joined": sizes.count(row["part"]) > 1} for row in found]


def _numbers(line: Line, years: tuple[str, ...], step: float) -> Any:
    values = [{**_row(p, years), "text": _short(p)} for p in line.drawn]
    if not values or max(width_of(row["text"], 11) for row in values) > step - 4:
        return None
    marks = alt.Chart(rows([{**row, "end": row["high"] or row["low"]} for row in values]))
    halo = {"stroke": GROUND, "strokeWidth": 3, "strokeJoin": "round"}
    return alt.layer(
        *(
            marks.mark_text(dy=-12, **small(color=INK, **look)).encode(x="x:Q", y="end:Q", text="text:N")
            for look in (halo, {})
        )
    )


def _short(point: Point) -> str:
    if point.amount is None:
        return ""
    return told(point.amount).replace("at least ", "≥ ").replace(" to ", "–")


def _names(plot: Plot, top: float) -> Any:
    """Names at the ends of lines, moved apart where they would lie on one another."""
    ends = []
    for line in plot.lines:
        if line.drawn:
            row = _row(line.drawn[-1], plot.years)
            ends.append({"x": row["x"], "y": row["y"], "text": line.name, "colour": LINES[line.look]})
    gap = top * 15 / plot.height
    for place in sorted({row["x"] for row in ends}):
        beneath = -gap
        for row in sorted((row for row in ends if row["x"] == place), key=lambda row: float(row["y"])):
            row["y"] = beneath = max(float(row["y"]), beneath + gap)
    marks = alt.Chart(rows(ends)).mark_text(align="left", dx=9, fontSize=12, fontWeight="bold")
    return marks.encode(x="x:Q", y="y:Q", text="text:N", color=alt.Color("colour:N", scale=None))


def _marks(plot: Plot, top: float) -> Any:
    if not plot.marks:
        return None
    values = [{"x": plot.years.index(year) - 0.5, "text": text, "y": top} for year, text in plot.marks]
    base = alt.Chart(rows(values))
    rule = base.mark_rule(color=RULE, strokeWidth=1.5, strokeDash=[3, 3]).encode(x="x:Q")
    text = base.mark_text(align="left", dx=5, dy=7, fontWeight="bold", **small(color=INK)).encode(
        x="x:Q", y="y:Q", text="text:N"
    )
    return alt.layer(rule, text)
