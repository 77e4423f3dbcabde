"""Inspect XML and HTML: elements that show or embed something, scripts, and all text and attributes."""

import re
from collections.abc import Iterator, Mapping, Set

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.guard.finding import Finding, Kind
from belisha.guard.limits import MAX_NODES, TooMuch
from belisha.guard.pieces import inspect_pieces
from belisha.guard.text import inspect_bytes, inspect_text
from belisha.guard.writing import inspect_writing

# Elements that hold or show media wherever they stand, by local name (HTML, SVG, DrawingML, VML, ODF).
ALWAYS: dict[str, Kind] = {
    "svg": "drawing", "feimage": "picture", "blip": "picture", "imagedata": "picture", "bindata": "encoded",
    "binarydata": "encoded", "binary-data": "encoded", "oleobject": "embedded", "oleobj": "embedded",
    "object-ole": "embedded", "videofile": "video", "audiofile": "audio", "wavaudiofile": "audio",
    "altchunk": "embedded", "plugin": "embedded",
}  # fmt: skip

# Elements that are common words elsewhere: only with a source, or in a namespace of pages or offices.
SHOWN: dict[str, Kind] = {
    "img": "picture", "image": "picture", "picture": "picture", "pic": "picture", "video": "video",
    "audio": "audio", "object": "embedded", "embed": "embedded", "applet": "embedded", "source": "embedded",
    "canvas": "drawing", "media": "embedded", "track": "embedded", "amp-img": "picture",
}  # fmt: skip
ACTIVE: dict[str, Kind] = {
    "script": "script",
    "iframe": "external",
    "frame": "external",
    "include": "external",
}
_SOURCES = {"src", "href", "data", "srcset", "poster", "background", "classid", "icon"}
_SPACES = re.compile(
    r"http://www\.w3\.org/(?:1999/xhtml|2000/svg)|http://schemas\.openxmlformats\.org/|http://purl\.oclc\.org/ooxml/"
    r"|urn:oasis:names:tc:opendocument:|urn:schemas-microsoft-com:|http://schemas\.microsoft\.com/office/"
)
_LOADED = re.compile(r"url\(\s*['\"]?\s*(?:https?:|//|cid:|file:)|@import", re.IGNORECASE)
_HIDDEN_TAG = re.compile(r"<\s*(?:img|svg|object|embed|video|audio|[a-z]{1,9}:imagedata)\b", re.IGNORECASE)

_TAG = re.compile(r"<[A-Za-z](?:=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[^>=]|=)*+")
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+)")

MAX_ATTRIBUTES = 2_000
"""Attributes of one element; a usual one has a dozen."""

MAX_PAINTED = 2_000
"""Cells with a colour of their own: a table of more is a picture of pixels."""

MAX_STYLE = 8_192
"""Characters of one element's style: shadows and gradients can paint a picture in a longer one."""


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data.lstrip(), parser)


def is_xml(data: bytes) -> bool:
    """Say whether the data is one well-formed document."""
    try:
        _root(data)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def inspect_xml(data: bytes, where: str = "", known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what an XML document carries. No entity is resolved and nothing is loaded. Raises TooMuch."""
    try:
        root = _root(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Finding("broken", where, f"not well-formed XML ({type(error).__name__})")
        return
    document = root.getroottree()
    if document.docinfo.internalDTD is not None and any(document.docinfo.internalDTD.iterentities()):
        yield Finding("unknown", where, "it declares entities, which the guard does not resolve")
    yield from _walked(document, where, html=etree.QName(root).localname.lower() == "html", known=known)


def inspect_html(text: str, where: str = "") -> Iterator[Finding]:
    """Yield what a page carries: in its text, its elements, attributes and comments. Raises TooMuch."""
    yield from inspect_bytes(text.encode("utf-8", "replace"), where)
    _count_attributes(text)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    # The parser forgives nearly all; what it calls fatal, such as deep nesting, ends its reading early.
    if root is None or any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        yield Finding("broken", where, "not a page that can be read to its end")
    if root is None:
        return
    yield from _walked(root.getroottree(), where, html=True)


def _count_attributes(text: str) -> None:
    """Raise TooMuch for an element with thousands of attributes: the parser compares each with each."""
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > MAX_STYLE:
            names = _VALUE.sub("=", tag.group())
            if sum(map(names.count, " \t\r\n\f/=")) > MAX_ATTRIBUTES:
                raise TooMuch(f"an element has more than {MAX_ATTRIBUTES:,} attributes")


def _walked(
    document: etree._ElementTree, where: str, *, html: bool, known: Set[str] = frozenset()
) -> Iterator[Finding]:
    texts: list[str] = []
    fields: dict[str, list[str]] = {}
    painted = 0
    for number, node in enumerate(_nodes(document)):
        if number > MAX_NODES:
            raise TooMuch(f"it has more than {MAX_NODES:,} elements")
        texts += [node.text or "", node.tail or ""]
        if not isinstance(node.tag, str):
            yield from _aside(node, where, html=html)
            continue
        yield from _element(node, where, html=html)
        texts += node.attrib.values()
        if node.text:
            fields.setdefault(node.tag, []).append(node.text)
        painted += "bgcolor" in node.attrib or "background" in node.get("style", "")
    if painted > MAX_PAINTED:
        yield Finding("drawing", where, f"{painted:,} cells with a colour of their own")
    place, text = f"{where}: text" if where else "text", "\n\n".join(filter(None, texts))
    yield from inspect_text(text, place)
    yield from inspect_writing(text, place, known)
    if not html:
        yield from _together(fields, where, known)


def _together(fields: Mapping[str, list[str]], where: str, known: Set[str]) -> Iterator[Finding]:
    for tag, values in fields.items():
        name = tag.rpartition("}")[2][:20]
        yield from inspect_pieces(values, f"{where}: <{name}>" if where else f"<{name}>", known)


def _nodes(document: etree._ElementTree) -> Iterator[etree._Element]:
    """Every node, with the comments and instructions that stand outside the root."""
    root = document.getroot()
    yield from root.itersiblings(preceding=True)
    yield from root.iter()
    yield from root.itersiblings()


def _aside(node: etree._Element, where: str, *, html: bool) -> Iterator[Finding]:
    # Mail programs show what stands in conditional comments.
    if html and _HIDDEN_TAG.search(node.text or ""):
        yield Finding("picture", _place(node, where), "a picture in a comment that some programs show")
    if isinstance(node, etree._Entity):
        yield Finding("unknown", _place(node, where), "an entity that the guard does not resolve")


def _element(node: etree._Element, where: str, *, html: bool) -> Iterator[Finding]:
    name = str(node.tag).rpartition("}")[2].lower()
    space = str(node.tag).rpartition("}")[0].lstrip("{")
    sources = {str(key).rpartition("}")[2].lower() for key in node.attrib} & _SOURCES
    known = html or _SPACES.match(space) is not None
    kind = ALWAYS.get(name) or (SHOWN.get(name) if known or sources else None)
    kind = kind or (ACTIVE.get(name) if known else None)
    if kind:
        yield Finding(kind, _place(node, where), f"element <{name[:20]}>")
    if html:
        yield from _attributes(node, name, where)


def _attributes(node: etree._Element, name: str, where: str) -> Iterator[Finding]:
    style = node.get("style", "") + (node.text or "" if name == "style" else "")
    if len(node.get("style", "")) > MAX_STYLE:
        yield Finding("drawing", _place(node, where), "a style long enough to paint a picture")
    if _LOADED.search(style) or node.get("background"):
        yield Finding("external", _place(node, where), "a background loaded from elsewhere")
    if any(str(key).lower().startswith("on") for key in node.attrib) or _scripted(node):
        yield Finding("script", _place(node, where), "a script in an attribute")
    if name == "input" and node.get("type", "").lower() == "image":
        yield Finding("picture", _place(node, where), "a button that is a picture")
    if name == "link" and "icon" in node.get("rel", "").lower():
        yield Finding("picture", _place(node, where), "an icon")


def _scripted(node: etree._Element) -> bool:
    target = re.sub(r"[\s\0-\x1f]", "", node.get("href", "") + node.get("action", "")).lower()
    return target.startswith(("javascript:", "vbscript:"))


def _place(node: etree._Element, where: str) -> str:
    line = f"line {node.sourceline}" if node.sourceline else ""
    return ", ".join(filter(None, (where, line)))
