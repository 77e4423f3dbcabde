"""Draws the entries above a picture, from left to right and line by line."""

import math
from typing import Final

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.figures.charts.key import Key
from belisha.figures.charts.look import GROUND, INK, RULE
from belisha.figures.charts.patterns import SVG, fill
from belisha.figures.charts.text import lines_of, width_of

_SIZE: Final = 12
_STEP: Final = 19
_WIDTHS: Final = {"square": 18, "line": 34, "point": 14}


def draw_keys(root: etree._Element, keys: tuple[Key, ...], y: int, *, left: int, room: int) -> int:
    """Draw them below `y`, and say where the picture begins."""
    x = 0.0
    for place, key in enumerate(keys):
        mark = _WIDTHS[key.mark] + 6
        lines = lines_of(key.label, _SIZE, room - mark)
        wide = mark + max((width_of(line, _SIZE) for line in lines), default=0)
        if place and x + wide > room:
            x, y = 0.0, y + _STEP
        _mark(root, key, left + x, y)
        for below, line in enumerate(lines):
            y += 15 if below else 0
            text = {"x": f"{left + x + mark:.1f}", "y": str(y + 12), "font-size": str(_SIZE), "fill": INK}
            etree.SubElement(root, f"{{{SVG}}}text", text).text = line
        x += wide + 18
    return y + _STEP if keys else y - 8


def _mark(root: etree._Element, key: Key, x: float, y: int) -> None:
    if key.mark == "square":
        _square(root, key, x, y)
    if key.mark == "line":
        look = {"stroke": key.colour, "stroke-width": "2"}
        dash = {"stroke-dasharray": ",".join(map(str, key.dash))} if key.dash else {}
        ends = {"x1": f"{x:.1f}", "x2": f"{x + 34:.1f}", "y1": f"{y + 8}", "y2": f"{y + 8}"}
        etree.SubElement(root, f"{{{SVG}}}line", {**ends, **look, **dash})
    if key.mark in ("line", "point"):
        middle = x + _WIDTHS[key.mark] / 2
        inside = {"fill": GROUND if key.hollow else key.colour, "stroke": key.colour, "stroke-width": "1.5"}
        etree.SubElement(root, f"{{{SVG}}}path", {"d": _shape(key.shape, middle, y + 8), **inside})


def _square(root: etree._Element, key: Key, x: float, y: int) -> None:
    place = {"x": f"{x + 0.5:.1f}", "y": str(y + 1.5), "width": "17", "height": "14"}
    inside = fill(key.pattern) if key.pattern else key.colour
    etree.SubElement(root, f"{{{SVG}}}rect", {**place, "fill": inside, "stroke": RULE})
    if key.letter:
        look = {"font-size": "11", "fill": key.ink, "text-anchor": "middle"}
        at = {"x": f"{x + 9:.1f}", "y": str(y + 12.5)}
        etree.SubElement(root, f"{{{SVG}}}text", {**at, **look}).text = key.letter


def _shape(shape: str, x: float, y: float) -> str:
    """The outline of a point as Vega draws it."""
    r = 4.0
    if shape == "circle":
        return f"M{x - r:.1f},{y:.1f} a{r},{r} 0 1,1 {2 * r},0 a{r},{r} 0 1,1 {-2 * r},0 z"
    if shape == "cross":
        t = r / 2.4
        steps = (
            (-r, -t),
            (-t, -t),
            (-t, -r),
            (t, -r),
            (t, -t),
            (r, -t),
            (r, t),
            (t, t),
            (t, r),
            (-t, r),
            (-t, t),
        )
        return _path([*steps, (-r, t)], x, y)
    corners = {"square": 4, "diamond": 4, "triangle-up": 3, "triangle-down": 3}[shape]
    turned = {"square": math.pi / 4, "diamond": 0, "triangle-up": -math.pi / 2, "triangle-down": math.pi / 2}[
        shape
    ]
    angles = [turned + 2 * math.pi * step / corners for step in range(corners)]
    return _path([(1.2 * r * math.cos(angle), 1.2 * r * math.sin(angle)) for angle in angles], x, y)


def _path(points: list[tuple[float, float]], x: float, y: float) -> str:
    return "M" + " L".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points) + " z"
