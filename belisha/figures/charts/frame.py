"""What stands around every picture: its title, what its colours mean, its notes, and where it comes from."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.figures.charts import convert, patterns
from belisha.figures.charts.clean import cleaned
from belisha.figures.charts.key import Key
from belisha.figures.charts.keys import draw_keys
from belisha.figures.charts.look import EDGE, FONT, GROUND, INK, QUIET, WARNING
from belisha.figures.charts.patterns import SVG
from belisha.figures.charts.text import lines_of

MARGIN: Final = 16
INVENTED: Final = "Invented figures, to try the software with. No force gave them."
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The text of a picture."""

    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...]
    credit: str
    keys: tuple[Key, ...]
    invented: bool


def framed(words: Words, spec: dict[str, Any], *, width: int) -> str:
    """The whole picture as SVG."""
    body, _, height = cleaned(convert.svg(spec))
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    _child(root, "title").text = words.title
    _child(root, "desc").text = words.alt
    ground = _child(root, "rect", **{"fill": GROUND, "stroke": EDGE, "stroke-width": "2"})
    y = _head(root, words, room=width - 2 * MARGIN)
    body.set("transform", f"translate({MARGIN},{y})")
    root.append(body)
    y = _foot(root, words, y + round(height) + 14, room=width - 2 * MARGIN)
    root.attrib.update(_root_attributes(width, y))
    ground.attrib.update({"width": str(width), "height": str(y)})
    _name_references(root)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def _root_attributes(width: int, height: int) -> dict[str, str]:
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    return {**size, "role": "img", "font-family": FONT}


def _head(root: etree._Element, words: Words, *, room: int) -> int:
    y = 10
    if words.invented:
        y = _lines(root, INVENTED, y + 2, room=room, size=13, colour=WARNING, bold=True)
    y = _lines(root, words.title, y, room=room, size=17, colour=INK, bold=True)
    y = _lines(root, words.subtitle, y + 2, room=room, size=13, colour=QUIET)
    return draw_keys(root, words.keys, y + 8, left=MARGIN, room=room) + 12


def _foot(root: etree._Element, words: Words, y: int, *, room: int) -> int:
    for text in (*words.notes, words.credit):
        y = _lines(root, text, y, room=room, size=11.5, colour=QUIET) + 3
    return y + 8


def _lines(
    root: etree._Element, text: str, y: int, *, room: int, size: float, colour: str, bold: bool = False
) -> int:
    """Draw a text in its lines below `y`, and say where the next begins."""
    step = round(size * 1.3)
    look = {"font-size": f"{size:g}", "fill": colour, **({"font-weight": "bold"} if bold else {})}
    for line in lines_of(text, size, room, bold=bold):
        y += step
        _child(root, "text", x=str(MARGIN), y=str(y), **look).text = line
    return y


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{SVG}}}{tag}", attributes)


def _name_references(root: etree._Element) -> None:
    """Give clips and patterns names of this picture's own, so that two of them can stand on one page."""
    own = "b" + hashlib.sha256(etree.tostring(root)).hexdigest()[:8] + "-"
    used: set[str] = set()
    for element in root.iter():
        for name in ("fill", "clip-path"):
            if found := _REFERENCE.search(element.get(name, "")):
                used.add(found[1])
                element.set(name, f"url(#{own}{found[1]})")
        if element.get("id"):
            element.set("id", own + element.get("id", ""))
    hatched = sorted(name for name in used if not name.startswith("clip"))
    if hatched:
        definitions = etree.Element(f"{{{SVG}}}defs")
        definitions.extend(patterns.defined(name, own + name) for name in hatched)
        root.insert(2, definitions)
