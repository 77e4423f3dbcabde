"""Draws lines over the years: joined parts, points, ranges, numbers, names and breaks."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from belisha.figures.charts.axis import count_axis, layered, rows, small, top_of, year_axis
from belisha.figures.charts.lines import Line, Plot, row_of, segments
from belisha.figures.charts.look import DASHES, GROUND, INK, LINES, RULE, SHAPES
from belisha.figures.charts.points import Point, told
from belisha.figures.charts.text import width_of

_NARROW: Final = 500
_LONG_NAME: Final = 180


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The plot with its axes, and how many pixels it has for a year."""

    plot: Plot
    x: alt.X
    y: alt.Y
    top: float
    step: float

    def chart(self, values: list[dict[str, Any]], y: str = "y") -> Any:
        """Marks at these points, on these axes."""
        return alt.Chart(rows(values)).encode(x=self.x, y=self.y if y == "y" else alt.Y(f"{y}:Q"))


def drawn(plot: Plot, width: int) -> dict[str, Any]:
    """The lines in a picture so wide, their names at their ends where there is room."""
    top = top_of(plot.highest * 1.06)
    axis, left = count_axis(top)
    count = len(plot.years)
    names = _named_at_ends(plot, width)
    # The last year has half a step of room of its own.
    room = width - left - 14 - max(0, names + 12 - (width - left) / count / 2 if names else 0)
    years = year_axis(plot.years, plot.below, room)
    sheet = Sheet(
        plot=plot,
        x=alt.X("x:Q", scale=alt.Scale(domain=[-0.5, count - 0.5]), axis=years),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis),
        top=top,
        step=room / count,
    )
    layers = [*_marks(sheet), *(layer for line in plot.lines for layer in _line(line, sheet))]
    layers += _numbers(plot.lines[0], sheet) if len(plot.lines) == 1 else []
    layers += [_names(sheet)] if names else []
    return layered(layers, width=room, height=plot.height)


def _named_at_ends(plot: Plot, width: int) -> float:
    """How wide the names at the ends are; 0 where there are none."""
    longest = max(width_of(line.name, 12, bold=True) for line in plot.lines)
    return longest if len(plot.lines) > 1 and width > _NARROW and longest < _LONG_NAME else 0


def _line(line: Line, sheet: Sheet) -> list[Any]:
    colour = LINES[line.look]
    years = sheet.plot.years
    points = [row_of(one, years) for one in line.drawn]
    exact = [row for row in points if row["high"] is not None]
    ranges = [row for row in exact if row["high"] != row["low"]]
    least = [row for row in points if row["high"] is None]
    look = {"filled": True, "stroke": colour, "strokeWidth": 1.8, "opacity": 1}
    point = {**look, "shape": SHAPES[line.look], "size": 46, "fill": GROUND if line.hollow else colour}
    layers = [_joined(line, sheet)]
    if ranges:
        bars = sheet.chart(ranges, "low").mark_rule(color=colour, strokeWidth=5, opacity=1)
        layers.append(bars.encode(y2=alt.Y2("high:Q")))
    if exact:
        layers.append(sheet.chart(exact).mark_point(**point))
    if least:
        layers.append(sheet.chart(least).mark_point(**look, fill=GROUND, shape="triangle-up", size=70))
    return layers


def _joined(line: Line, sheet: Sheet) -> Any:
    parts = [row for row in segments(line, sheet.plot.years) if row["joined"]]
    if not parts:
        return None
    dash = list(DASHES[line.look])
    mark = {"color": LINES[line.look], "strokeWidth": 2, **({"strokeDash": dash} if dash else {})}
    return sheet.chart(parts).mark_line(**mark).encode(detail=alt.Detail("part:N"))


def _numbers(line: Line, sheet: Sheet) -> list[Any]:
    values = [{**row_of(one, sheet.plot.years), "text": _short(one)} for one in line.drawn]
    if max(width_of(row["text"], 11) for row in values) > sheet.step - 4:
        return []
    chart = sheet.chart([{**row, "end": row["high"] or row["low"]} for row in values], "end")
    halo = {"stroke": GROUND, "strokeWidth": 3, "strokeJoin": "round"}
    return [
        chart.mark_text(dy=-12, **small(color=INK, **look)).encode(text=alt.Text("text:N"))
        for look in (halo, {})
    ]


def _short(point: Point) -> str:
    if point.amount is None:
        return ""
    return told(point.amount).replace("at least ", "≥ ").replace(" to ", "–")


def _names(sheet: Sheet) -> Any:
    """Names at the ends of lines, moved apart where they would lie on one another."""
    ends = []
    for line in sheet.plot.lines:
        if line.drawn:
            row = row_of(line.drawn[-1], sheet.plot.years)
            ends.append({"x": row["x"], "y": row["y"], "text": line.name, "colour": LINES[line.look]})
    gap = sheet.top * 15 / sheet.plot.height
    for place in sorted({row["x"] for row in ends}):
        beneath = -gap
        for row in sorted((row for row in ends if row["x"] == place), key=lambda row: float(row["y"])):
            row["y"] = beneath = max(float(row["y"]), beneath + gap)
    chart = sheet.chart(ends).mark_text(align="left", dx=9, fontSize=12, fontWeight="bold")
    return chart.encode(text=alt.Text("text:N"), color=alt.Color("colour:N", scale=None))


def _marks(sheet: Sheet) -> list[Any]:
    """A line at each break, and its letter."""
    if not sheet.plot.marks:
        return []
    values = [
        {"x": sheet.plot.years.index(year) - 0.5, "text": letter, "y": sheet.top}
        for year, letter in sheet.plot.marks
    ]
    rule = alt.Chart(rows(values)).mark_rule(color=RULE, strokeWidth=1.5, strokeDash=[3, 3])
    letters = sheet.chart(values).mark_text(align="left", dx=5, dy=7, fontWeight="bold", **small(color=INK))
    return [rule.encode(x=sheet.x), letters.encode(text=alt.Text("text:N"))]
