"""The renderer's SVG made ready for its frame: the same each time, small, with nothing that isn't seen."""

import re
from typing import Final

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.figures.charts.patterns import SVG

_DROPPED: Final = ("class", "role", "pointer-events", "aria-hidden", "aria-label", "aria-roledescription")
_LONG: Final = re.compile(r"-?\d+\.\d{2,}")
_MEASURES: Final = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height")
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def cleaned(drawn: str) -> tuple[etree._Element, float, float]:
    """The picture as one group, its width and its height."""
    root = etree.fromstring(drawn.encode(), _PARSER)
    _number_clips(root)
    for element in root.iter():
        _tidy(element)
    group = etree.Element(f"{{{SVG}}}g", {"fill": "none"})
    group.extend(child for child in root if child.get("fill") != "transparent")
    return group, float(root.get("width", "0")), float(root.get("height", "0"))


def _number_clips(root: etree._Element) -> None:
    # The renderer counts its clips from the start of the process, so the second picture would differ.
    names = {old: f"clip{place}" for place, old in enumerate(root.xpath("//*[local-name()='clipPath']/@id"))}
    for element in root.iter():
        if element.get("id") in names:
            element.set("id", names[element.get("id", "")])
        clip = element.get("clip-path", "")[5:-1]
        if clip in names:
            element.set("clip-path", f"url(#{names[clip]})")


def _tidy(element: etree._Element) -> None:
    for name in _DROPPED:
        element.attrib.pop(name, None)
    for name in _MEASURES:
        if _LONG.search(value := element.get(name, "")):
            element.set(name, _LONG.sub(_shorter, value))


def _shorter(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
