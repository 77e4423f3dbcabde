"""Who answered: what came from each force for each year."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL
from belisha.figures.charts.chart import Chart, Table
from belisha.figures.charts.look import GRID, QUIET, RULE
from belisha.figures.charts.patterns import fill
from belisha.figures.charts.pixels import boxes, canvas, texts
from belisha.figures.charts.points import Point, not_drawn, point, series_of, years_between
from belisha.figures.charts.states import ABSENT, STATES, state_keys
from belisha.figures.charts.text import width_of
from belisha.figures.charts.wording import credit_of, is_invented, span, title_of
from belisha.figures.figures import Figures, Place, When
from belisha.figures.lookup import Topic
from belisha.figures.naming import year_label
from belisha.figures.places import UK, Area
from belisha.figures.words import listed

_ROW: Final = 17
_HEAD: Final = 40
_NUMBERS: Final = ("full", "zero", "suppressed", "partial")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The answers by force and year."""

    area: Area
    years: tuple[str, ...]
    rows: tuple[tuple[Area, tuple[Point, ...]], ...]
    series: tuple[str, ...]
    left_out: tuple[str, ...]

    def answered(self, place: int) -> int:
        """How many have a number in a year."""
        return sum(points[place].state in _NUMBERS for _, points in self.rows)


def coverage(
    figures: Figures,
    area: Place = UK,
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """The state of each force's answer by year; no answer and no question are told apart from zero."""
    topic = Topic(series=series, offence=offence, platform=platform)
    grid = _grid(figures, figures.area(area), topic, first, last)
    points = [one for _, row in grid.rows for one in row]
    cells = [cell for one in points for cell in one.cells]
    return Chart(
        kind="coverage",
        title=f"Who answered: {grid.area.name}, {span(grid.years)}",
        subtitle=f"{'; '.join(title_of(name) for name in grid.series)}.",
        alt=_alt(grid),
        table=_table(grid),
        credit=credit_of(figures, cells),
        notes=_notes(grid),
        keys=state_keys({one.state for one in points}),
        invented=is_invented(figures, cells),
        draw=lambda width: _drawn(grid, width),
    )


def _grid(figures: Figures, area: Area, topic: Topic, first: When | None, last: When | None) -> Grid:
    names = series_of(figures, [area], topic)
    bounds = [None if year is None else year_label(year) for year in (first, last)]
    labels = figures.lookup.years(area, topic)
    years = years_between(labels, *bounds)
    members = [figures.lookup.areas[force] for force in area.members()]
    if not names or not years or not members:
        raise CannotSay(f"There is no answer of {area.name} to draw.")
    rows = tuple(
        (force, tuple(_best(figures, force, year, names, topic) for year in years)) for force in members
    )
    left_out = not_drawn(labels, years, bounds)
    return Grid(area=area, years=years, rows=rows, series=names, left_out=left_out)


def _best(figures: Figures, force: Area, year: str, names: tuple[str, ...], topic: Topic) -> Point:
    """The first of the series that has a number, else a word on why none has."""
    points = [point(figures, force, year, name, topic) for name in names]
    return max(points, key=lambda one: (one.state in _NUMBERS, one.state != ABSENT))


def _drawn(grid: Grid, width: int) -> dict[str, Any]:
    left = max(width_of(area.name, 12) for area, _ in grid.rows) + 10
    step = (width - left) / len(grid.years)
    height = _HEAD + _ROW * len(grid.rows)
    squares, letters, names, lines = [], [], [], []
    for row, (area, points) in enumerate(grid.rows):
        y = _HEAD + _ROW * row
        names.append({"x": left - 8, "y": y + _ROW / 2, "text": area.name})
        if row and not row % 5:
            lines.append({"x": 0, "x2": left - 2, "y": y - 0.5, "y2": y + 0.5, "fill": GRID})
        for place, one in enumerate(points):
            look, x = STATES[one.state], left + step * place
            box = {"x": x + 0.5, "x2": x + step - 0.5, "y": y + 0.5, "y2": y + _ROW - 0.5}
            squares.append({**box, "fill": fill(look.pattern) if look.pattern else look.colour})
            if look.letter and not look.pattern:
                middle = {"x": x + step / 2, "y": y + _ROW / 2}
                letters.append({**middle, "text": look.letter, "colour": look.ink})
    sheet = width, height
    return canvas(
        *sheet,
        boxes(lines, *sheet),
        boxes(squares, *sheet, stroke=RULE, strokeWidth=0.5),
        texts(letters, *sheet, fontSize=10),
        texts(names, *sheet, align="right", fontSize=12),
        texts(_heads(grid, left, step), *sheet, fontSize=11),
    )


def _heads(grid: Grid, left: float, step: float) -> list[dict[str, Any]]:
    """The years, and under each how many have a number."""
    heads = []
    every = max(1, round(30 / step + 0.49))
    for place, year in enumerate(grid.years):
        if (len(grid.years) - 1 - place) % every:
            continue
        x = left + step * (place + 0.5)
        first, slash, second = year.partition("/")
        narrow = step * every < 48 and bool(slash)
        lines = [first, slash + second] if narrow else ["", year]
        heads += [{"x": x, "y": 6 + 12 * row, "text": text} for row, text in enumerate(lines) if text]
        heads.append({"x": x, "y": 31, "text": f"{grid.answered(place)}", "colour": QUIET})
    return heads


def _alt(grid: Grid) -> str:
    of = len(grid.rows)
    told = [f"{grid.answered(place)} for {year}" for place, year in enumerate(grid.years)]
    return f"A table of {of} forces by year. With a number: {listed(told, most=20)}.{_others(grid)}"


def _others(grid: Grid) -> str:
    found = Counter(one.state for _, row in grid.rows for one in row if one.state not in _NUMBERS)
    words = [f"{STATES[name].words} {count:,}" for name, count in found.items()]
    return f" Without, of all years: {listed(words, most=9)}." if words else ""


def _notes(grid: Grid) -> tuple[str, ...]:
    more = ("Figures of any of the series count as an answer here.",) if len(grid.series) > 1 else ()
    return (f"Under each year: how many of {len(grid.rows)} have a number.", *more, *grid.left_out)


def _table(grid: Grid) -> Table:
    rows = tuple((area.name, *(one.words for one in points)) for area, points in grid.rows)
    return Table(
        caption=f"Answers by force and year, {grid.area.name}, {span(grid.years)}",
        columns=("Force", *grid.years),
        rows=rows,
    )
