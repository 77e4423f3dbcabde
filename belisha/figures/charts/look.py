"""Colours, letters and lines of every chart, in one place: tests hold their contrast."""

from typing import Any, Final

# Comes with the renderer, so that a picture is the same everywhere; the others are as wide.
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
GROUND: Final = "#ffffff"
EDGE: Final = "#c3ccd5"
INK: Final = "#11161d"
QUIET: Final = "#46525f"
GRID: Final = "#e1e6eb"
RULE: Final = "#6b7785"  # of axes and outlines: 3 to 1 against the ground
WARNING: Final = "#8a1612"

# Lines, told apart by colour, dash and shape, and named at their ends. Each 4.5 to 1 against the ground.
LINES: Final = ("#123f70", "#b8400a", "#0b7150", "#7a3a9a", "#7a5600", "#3f4f60")
DASHES: Final = ((), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2), (12, 4))
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
# From few to many: each darker than the one before, so that grey tells them, too.
STEPS: Final = ("#dbe9f6", "#a6cbe6", "#5f9fd0", "#2468a8", "#0b2f5c")
# Falls, patterned, and rises.
FALLS: Final = ("#b8400a", "#f3b48c")
RISES: Final = ("#dbe9f6", "#8fbfe0", "#3f86bf", "#0f4a86")
BAR: Final = "#2468a8"
UNCERTAIN: Final = "#a6cbe6"

CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "aria": False,  # the whole picture is one image with its words
    "background": "transparent",
    "padding": 0,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "labelColor": QUIET,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleColor": QUIET,
        "gridColor": GRID,
        "domainColor": RULE,
        "tickColor": RULE,
        "labelLimit": 400,
    },
    "text": {"fontSize": 12, "color": INK, "font": FONT},
    "header": {"labelFontSize": 13, "labelFontWeight": "bold", "labelColor": INK, "labelAnchor": "start"},
}
