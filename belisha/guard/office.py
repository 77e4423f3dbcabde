"""Inspect office files: OOXML (ISO 29500) and ODF (ISO 26300), which are ZIP archives of XML parts."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from belisha.guard.archive import UNREADABLE, Member, members, shown, structure
from belisha.guard.finding import Finding, Kind
from belisha.guard.limits import Budget
from belisha.guard.markup import inspect_xml
from belisha.guard.text import inspect_bytes

OOXML_MARK, ODF_MARK = "[Content_Types].xml", "mimetype"

# Places made for something else than text; the first that fits names the finding.
_PLACES: tuple[tuple[re.Pattern[str], Kind, str], ...] = (
    (re.compile(r"(?:^|/)thumbnails?(?:/|\.)", re.IGNORECASE), "thumbnail", "a preview picture"),
    (re.compile(r"(?:^|/)(?:media|pictures)/", re.IGNORECASE), "picture", "a picture or recording"),
    (
        re.compile(r"(?:^|/)embeddings/|^Object(?: |Replacements/)", re.IGNORECASE),
        "embedded",
        "an embedded object",
    ),
    (
        re.compile(r"vbaProject|(?:^|/)(?:Basic|Scripts)/|macrosheets/|\.js$", re.IGNORECASE),
        "script",
        "a macro",
    ),
    (re.compile(r"(?:^|/)activeX/", re.IGNORECASE), "script", "an active control"),
    (re.compile(r"(?:^|/)fonts?/", re.IGNORECASE), "unknown", "a font"),
)
_XML = re.compile(r"\.(?:xml|rels|vml|rdf)$|^mimetype$|^META-INF/", re.IGNORECASE)
_EXTERNAL = re.compile(
    rb"relationships/(?:image|oleObject|attachedTemplate|frame|video|audio|media)\"[^>]{0,400}TargetMode=\"External\""
    rb"|TargetMode=\"External\"[^>]{0,400}relationships/(?:image|oleObject|attachedTemplate|frame|video|audio|media)\""
)


def is_office(names: list[str]) -> bool:
    """Say whether these members' names are those of an office file."""
    return OOXML_MARK in names or (ODF_MARK in names and "content.xml" in names)


def inspect_office(data: bytes, budget: Budget) -> Iterator[Finding]:
    """Yield each part that is not XML text, and what the XML carries. Raises TooMuch."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from structure(archive, data)
            for member in members(archive, budget):
                yield from _part(member)
    except UNREADABLE as error:
        yield Finding("broken", "", f"the office file does not unpack ({type(error).__name__})")


def _part(member: Member) -> Iterator[Finding]:
    name = shown(member.name)
    place = next(((kind, detail) for pattern, kind, detail in _PLACES if pattern.search(member.name)), None)
    if place:
        yield Finding(place[0], name, place[1])
        return
    yield from inspect_bytes(member.data, name)
    if not _XML.search(member.name):
        yield Finding("unknown", name, "a part that is not XML")
    elif member.name == ODF_MARK:
        yield from _mimetype(member.data)
    else:
        yield from _xml_part(member, name)


def _mimetype(content: bytes) -> Iterator[Finding]:
    if not re.fullmatch(rb"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}", content.strip()):
        yield Finding("unknown", ODF_MARK, "not the type of an office file")


def _xml_part(member: Member, name: str) -> Iterator[Finding]:
    if member.name.startswith("META-INF/") and b"encryption-data" in member.data:
        yield Finding("encrypted", name, "the document is encrypted")
    if _EXTERNAL.search(member.data):
        yield Finding("external", name, "content that is loaded from elsewhere")
    yield from inspect_xml(member.data, name)
