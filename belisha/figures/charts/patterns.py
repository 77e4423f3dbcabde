"""Hatching, which tells an area without its colour: a fill names it, and the frame adds the pattern."""

from typing import Final

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

SVG: Final = "http://www.w3.org/2000/svg"

# name: (ground, lines in a square of 6, their colour)
PATTERNS: Final = {
    "absent": ("#ffffff", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", "#c3ccd5"),
    "refused": ("#f3e3e2", "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2", "#8a1612"),
    "not_held": ("#eef1f4", "M0,3 h6", "#46525f"),
    "late": ("#fff0c2", "M3,0 v6", "#7a5600"),
    "none": ("#eef1f4", "M0,3 h6 M3,0 v6", "#7a8794"),
    "break": ("#fff0c2", "M3,0 v3", "#7a5600"),
    "from_zero": ("#eef1f4", "M2,3 h2", "#46525f"),
}
_DOTS: Final = "M1,1 h2 v2 h-2 z"


def fill(pattern: str) -> str:
    """The fill of a shape that has the pattern."""
    return f"url(#{pattern})"


def dotted(colour: str, dots: str) -> str:
    """The name of dots on a colour: the number is not known exactly, or it fell."""
    return f"dots-{colour.removeprefix('#')}-{dots.removeprefix('#')}"


def defined(name: str, id: str) -> etree._Element:
    """The pattern as an element for <defs>."""
    ground, path, colour = PATTERNS[name] if name in PATTERNS else _dots(name)
    lines = {"fill": colour} if name not in PATTERNS else {"stroke": colour, "fill": "none"}
    pattern = etree.Element(f"{{{SVG}}}pattern", id=id, width="6", height="6", patternUnits="userSpaceOnUse")
    etree.SubElement(pattern, f"{{{SVG}}}rect", width="6", height="6", fill=ground)
    etree.SubElement(pattern, f"{{{SVG}}}path", {"d": path, **lines})
    return pattern


def _dots(name: str) -> tuple[str, str, str]:
    _, ground, dots = name.split("-")
    return f"#{ground}", _DOTS, f"#{dots}"
