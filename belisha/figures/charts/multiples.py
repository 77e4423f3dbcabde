"""The trends of many forces, a small picture for each, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL
from belisha.figures.charts.axis import rows, top_of
from belisha.figures.charts.chart import Chart, Table
from belisha.figures.charts.key import Key
from belisha.figures.charts.look import GROUND, LINES, QUIET, RULE
from belisha.figures.charts.pixels import across, boxes, canvas, down, texts
from belisha.figures.charts.points import Point, not_drawn, number, point, series_of, told, years_between
from belisha.figures.charts.states import ABSENT
from belisha.figures.charts.text import lines_of
from belisha.figures.charts.wording import credit_of, is_invented, recorded, span, standing_notes, title_of
from belisha.figures.definitions import breaks_between
from belisha.figures.figures import Figures, Place, When
from belisha.figures.lookup import Topic
from belisha.figures.naming import year_label
from belisha.figures.places import UK, Area
from belisha.figures.words import counted, listed

_FEWEST: Final = 2  # points that make a picture
_HEIGHT: Final = 74
_TITLE: Final = 34
_FOOT: Final = 26
_GAP: Final = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class Small:
    """One of the pictures. `cuts`: the years at which no line goes on."""

    area: Area
    points: tuple[Point, ...]
    cuts: frozenset[str]

    @property
    def drawn(self) -> tuple[Point, ...]:
        return tuple(one for one in self.points if one.amount is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """All of them."""

    pictures: tuple[Small, ...]
    years: tuple[str, ...]
    series: str
    left_out: tuple[str, ...]
    not_drawn: tuple[str, ...]

    @property
    def top(self) -> float:
        points = [one for small in self.pictures for one in small.drawn]
        return top_of(max(float(one.amount.high or one.amount.low) for one in points if one.amount))


def small_multiples(
    figures: Figures,
    areas: Place | Sequence[Place] = UK,
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """The areas, or the forces of one, that have a figure in at least two years."""
    topic = Topic(series=series, offence=offence, platform=platform)
    sheet = _sheet(figures, _chosen(figures, areas), topic, first, last)
    cells = [cell for one in sheet.pictures for p in one.points for cell in p.cells]
    return Chart(
        kind="multiples",
        title=f"{recorded(sheet.series)}, {span(sheet.years)}, {counted(len(sheet.pictures), 'area')}",
        subtitle=f"All on one scale, from 0 to {sheet.top:,.0f}. {title_of(sheet.series)}.",
        alt=_alt(sheet),
        table=_table(sheet),
        credit=credit_of(figures, cells),
        notes=(*_notes(sheet), *standing_notes([sheet.series])),
        keys=_keys(sheet),
        invented=is_invented(figures, cells),
        draw=lambda width: _drawn(sheet, width),
    )


def _chosen(figures: Figures, areas: Place | Sequence[Place]) -> list[Area]:
    if not isinstance(areas, str | Area):
        return [figures.area(one) for one in areas]
    area = figures.area(areas)
    return [area] if area.kind == "force" else [figures.lookup.areas[force] for force in area.members()]


def _sheet(figures: Figures, areas: list[Area], topic: Topic, first: When | None, last: When | None) -> Sheet:
    names = series_of(figures, areas, topic)
    bounds = [None if year is None else year_label(year) for year in (first, last)]
    for name in names:
        one = Topic(series=name, offence=topic.offence, platform=topic.platform)
        labels = [label for area in areas for label in figures.lookup.years(area, one)]
        years = years_between(labels, *bounds)
        all_of = [_small(figures, area, years, name, one) for area in areas] if years else []
        shown = tuple(small for small in all_of if len(small.drawn) >= _FEWEST)
        if shown:
            without = not_drawn(labels, years, bounds)
            left_out = tuple(small.area.name for small in all_of if small not in shown)
            return Sheet(pictures=shown, years=years, series=name, left_out=left_out, not_drawn=without)
    raise CannotSay("No area has a figure in two years, so there is nothing to draw.")


def _small(figures: Figures, area: Area, years: tuple[str, ...], name: str, topic: Topic) -> Small:
    cuts = frozenset(one.first_of(years) for one in breaks_between(name, [area], years[0], years[-1]))
    return Small(area=area, points=tuple(point(figures, area, y, name, topic) for y in years), cuts=cuts)


def _drawn(sheet: Sheet, width: int) -> dict[str, Any]:
    columns = min(4 if width > 500 else 2, len(sheet.pictures))
    wide = (width - _GAP * (columns - 1)) / columns
    high = _TITLE + _HEIGHT + _FOOT
    height = high * -(-len(sheet.pictures) // columns)
    size = width, height
    names, titles, ends, base, lines, points = [], [], [], [], [], []
    for place, one in enumerate(sheet.pictures):
        x, y = (place % columns) * (wide + _GAP), (place // columns) * high
        foot = y + _TITLE + _HEIGHT
        name = lines_of(one.area.name, 13, wide, bold=True)[0]
        names.append({"x": x, "y": y + 10, "text": name})
        base.append({"x": x, "x2": x + wide, "y": foot, "y2": foot + 1, "fill": RULE})
        base.append({"x": x, "x2": x + wide, "y": y + _TITLE, "y2": y + _TITLE + 0.5, "fill": "#c3ccd5"})
        for year, at in ((sheet.years[0], x), (sheet.years[-1], x + wide)):
            ends.append({"x": at, "y": foot + 10, "text": year, "colour": QUIET, "right": at > x})
        marks = _marks(one, sheet, x + 5, foot, wide - 10)
        points += marks
        lines += [{**row, "part": f"{place}-{row['part']}"} for row in marks]
        first, last = marks[0], marks[-1]
        titles.append({"x": x, "y": y + 25, "text": f"{first['text']} → {last['text']}", "colour": QUIET})
    left = [row for row in ends if not row["right"]]
    right = [row for row in ends if row["right"]]
    return canvas(
        *size,
        boxes(base, *size),
        _line(lines, *size),
        _points(points, *size),
        texts(names, *size, align="left", fontSize=13, fontWeight="bold"),
        texts(titles, *size, align="left", fontSize=12),
        texts(left, *size, align="left", fontSize=11),
        texts(right, *size, align="right", fontSize=11),
    )


def _marks(one: Small, sheet: Sheet, x: float, foot: float, wide: float) -> list[dict[str, Any]]:
    """Its points where they stand, in the parts that are joined."""
    step = wide / max(len(sheet.years) - 1, 1)
    found, part, before = [], 0, -2
    for place, p in enumerate(one.points):
        if p.amount is None:
            continue
        joined = place == before + 1 and p.year not in one.cuts and p.comparable
        part += not joined
        before = place if p.comparable else -2
        middle = number(p.amount.low if p.amount.high is None else (p.amount.low + p.amount.high) / 2) or 0.0
        y = foot - middle / sheet.top * _HEIGHT
        text = told(p.amount).replace("at least ", "≥ ").replace(" to ", "–")
        found.append({"x": x + step * place, "y": y, "part": part, "text": text, "open": not p.comparable})
    return found


def _line(values: list[dict[str, Any]], width: float, height: float) -> Any:
    return (
        alt.Chart(rows(values))
        .mark_line(color=LINES[0], strokeWidth=1.8)
        .encode(x=across("x", width), y=down("y", height), detail=alt.Detail("part:N"))
    )


def _points(values: list[dict[str, Any]], width: float, height: float) -> Any:
    shown = [{**row, "fill": GROUND if row["open"] else LINES[0]} for row in values]
    return (
        alt.Chart(rows(shown))
        .mark_point(filled=True, size=22, stroke=LINES[0], strokeWidth=1.4, opacity=1)
        .encode(x=across("x", width), y=down("y", height), fill=alt.Fill("fill:N", scale=None))
    )


def _keys(sheet: Sheet) -> tuple[Key, ...]:
    least = any(not p.comparable for one in sheet.pictures for p in one.drawn)
    return (Key(label="at least", colour=LINES[0], mark="point", hollow=True),) if least else ()


def _alt(sheet: Sheet) -> str:
    said = [_ends(one) for one in sheet.pictures]
    return f"{counted(len(said), 'small line chart')}. {'; '.join(said)}."


def _ends(one: Small) -> str:
    first, last = one.drawn[0], one.drawn[-1]
    return f"{one.area.name} {first.words} in {first.year}, {last.words} in {last.year}"


def _notes(sheet: Sheet) -> tuple[str, ...]:
    notes = ["Above each: the first and the last number that is there. Where none is, the line is open."]
    if sheet.left_out:
        notes.append(f"Without two figures, and so left out: {listed(sheet.left_out, most=8)}.")
    broken = sorted({(one.area.name, year) for one in sheet.pictures for year in one.cuts if _cut(one, year)})
    notes += [f"{name}: a break, or a possible one, in {year}." for name, year in broken]
    return (*notes, *sheet.not_drawn)


def _cut(one: Small, year: str) -> bool:
    return any(p.year == year and p.state != ABSENT for p in one.points)


def _table(sheet: Sheet) -> Table:
    return Table(
        caption=f"{recorded(sheet.series)} by area, {span(sheet.years)}",
        columns=("Area", *sheet.years),
        rows=tuple((one.area.name, *(p.words for p in one.points)) for one in sheet.pictures),
    )
