"""The 45 forces on a map, and as a map of tiles, one square for each."""

from typing import Any, Final

import altair as alt

from belisha.figures.cells import ALL
from belisha.figures.charts.chart import Chart
from belisha.figures.charts.geography import CREDIT, LONDON, Box, feature, fitted, flat
from belisha.figures.charts.look import QUIET, RULE
from belisha.figures.charts.pixels import boxes, canvas, texts
from belisha.figures.charts.shading import Shaded, chart_of, shaded
from belisha.figures.charts.standing import worded
from belisha.figures.charts.text import width_of
from belisha.figures.charts.tile_grid import grid
from belisha.figures.figures import Figures, When

_NARROW: Final = 500
_LISTED: Final = 6  # so many at either end of the order


def map_of(
    figures: Figures,
    *,
    first: When,
    last: When | None = None,
    by: str = "",
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """Where: `by` total or rate of one year, per_cent or another change of two."""
    facts = shaded(figures, first=first, last=last, by=by, series=series, offence=offence, platform=platform)
    return chart_of(figures, facts, kind="map", words="A map", draw=lambda w: _map(facts, w), credit=CREDIT)


def tiles(
    figures: Figures,
    *,
    first: When,
    last: When | None = None,
    by: str = "",
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """The same with a square for each force, so that a small one is seen as well as a large one."""
    facts = shaded(figures, first=first, last=last, by=by, series=series, offence=offence, platform=platform)
    return chart_of(figures, facts, kind="tiles", words="A map of tiles", draw=lambda w: _tiles(facts, w))


def _map(facts: Shaded, width: int) -> dict[str, Any]:
    wide = width > _NARROW
    land = Box(0, 0, width * (0.62 if wide else 1), 640 if wide else 470)
    inset = Box(width * 0.66, 28, width * 0.3, 170) if wide else Box(width * 0.64, 20, width * 0.36, 100)
    shapes = [*fitted(flat(), land).items(), *fitted(LONDON, inset).items()]
    features = [feature(code, shape, fill=facts.fill(code)) for code, shape in shapes]
    areas = (
        alt.Chart(alt.NamedData("forces"))
        .mark_geoshape(stroke=RULE, strokeWidth=0.6)
        .encode(fill=alt.Fill("fill:N", scale=None))
        .project(type="identity", scale=1, translate=[0, 0])
    )
    title = "London, enlarged" if wide else "London"
    words = [{"x": inset.x, "y": inset.y - 12, "text": title, "colour": QUIET}]
    names, numbers = _ends(facts, inset.x, inset.y + inset.height + 34) if wide else ([], [])
    sheet = width, land.height
    return canvas(
        *sheet,
        areas,
        texts([*words, *names], *sheet, align="left", fontSize=12),
        texts(numbers, *sheet, align="right", fontSize=12),
        forces=features,
    )


def _ends(facts: Shaded, x: float, y: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The first and the last places beside the map: names, and their numbers."""
    places = facts.standing.ranking.places
    lowest = places[max(_LISTED, len(places) - _LISTED) :]
    parts = [("Highest", places[:_LISTED]), *([("Lowest", lowest)] if lowest else [])]
    names, numbers = [], []
    for heading, part in parts:
        names.append({"x": x, "y": y, "text": heading, "colour": QUIET})
        for place in part:
            y += 17
            names.append({"x": x, "y": y, "text": f"{place.label}\u2002{place.area.name}"})
            numbers.append({"x": x + 210, "y": y, "text": worded(place.value, facts.standing.by)})
        y += 34
    return names, numbers


def _tiles(facts: Shaded, width: int) -> dict[str, Any]:
    left, right = min(t.column for t in grid()), max(t.column for t in grid())
    side = min(64, width // (right - left + 1))
    height = side * (max(t.row for t in grid()) + 1)
    size = 14 if side > 50 else 10
    start = (width - side * (right - left + 1)) / 2
    squares, names, numbers = [], [], []
    for tile in grid():
        x, y = start + (tile.column - left) * side, tile.row * side
        box = {"x": x + 1, "x2": x + side - 1, "y": y + 1, "y2": y + side - 1}
        ink = facts.ink(tile.force)
        squares.append({**box, "fill": facts.tile_fill(tile.force)})
        names.append({"x": x + side / 2, "y": y + side * 0.32, "text": tile.short, "colour": ink})
        text = facts.short(tile.force, lambda said: width_of(said, size, bold=True) < side - 2)
        numbers.append({"x": x + side / 2, "y": y + side * 0.68, "text": text, "colour": ink})
    return canvas(
        width,
        height,
        boxes(squares, width, height, stroke=RULE, strokeWidth=1),
        texts(names, width, height, fontSize=min(size, 13)),
        texts(numbers, width, height, fontSize=size, fontWeight="bold"),
    )
