"""Inspect a PDF: every object of it, each stream by its part in the document, and the bytes around.

A stream must have a part that the guard knows and can read; what has none is refused. Source: ISO 32000-2.
"""

import re
from collections.abc import Iterator, Sequence, Set
from io import BytesIO

import pikepdf
from pikepdf import settings

from belisha.guard.finding import Finding, Kind
from belisha.guard.limits import MAX_BYTES, MAX_UNPACKED, Budget, TooMuch
from belisha.guard.pdf_parts import NAMES, part_of, parts_by_reference
from belisha.guard.pdf_streams import READERS, unpacked
from belisha.guard.pdf_text import CharacterMap, character_map, read_content
from belisha.guard.text import inspect_bytes, inspect_text
from belisha.guard.writing import inspect_writing

MAX_OBJECTS = 20_000
"""Objects looked at; a tagged pack of a hundred pages has some 5,000."""

MAX_PAINTED = 5_000
"""Shapes filled on one page: a table has some hundreds, a picture drawn of squares has more than this."""

MAX_CONTENT = 2 * 1024 * 1024
"""Bytes of drawing instructions of one page or form; a dense page of text has some 50,000."""

MAX_BETWEEN = 8 * 1024 * 1024
"""Bytes of a PDF outside its streams: the objects themselves."""

LONG_STRING = 64
"""Bytes from which a string outside the pages is read too: shorter ones hold titles and names."""

# Process-wide in qpdf, but only ever a protection: nothing of ours unpacks more out of a PDF.
settings.set_qpdf_limits(
    doc_max_warnings=20,
    parser_max_nesting=100,
    max_stream_filters=3,
    flate_max_memory=MAX_UNPACKED,
    png_max_memory=MAX_BYTES,
    tiff_max_memory=MAX_BYTES,
    run_length_max_memory=MAX_BYTES,
    dct_max_memory=1,
)


def inspect_pdf(data: bytes, budget: Budget) -> Iterator[Finding]:
    """Yield whatever is not text in a PDF, and what its text carries. Raises TooMuch."""
    yield from _around(data)
    yield from inspect_bytes(data)
    yield from _between(data)
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            yield from _inspected(pdf, data, budget)
    except pikepdf.PasswordError:
        yield Finding("encrypted", "", "the PDF needs a password")
    except (pikepdf.PdfError, pikepdf.PikepdfError, pikepdf.DataDecodingError) as error:
        yield Finding("broken", "", f"the PDF does not parse ({type(error).__name__})")


def _around(data: bytes) -> Iterator[Finding]:
    if not data.startswith(b"%PDF-"):
        yield Finding("hidden", "before the header", f"{data.find(b'%PDF-'):,} bytes")
    end = data.rfind(b"%%EOF")
    if end < 0:
        yield Finding("broken", "", "the PDF has no end")
    elif tail := data[end + 5 :].strip():
        yield from inspect_bytes(tail, "after the end")
        yield Finding("hidden", "after the end", f"{len(tail):,} bytes")


def _between(data: bytes) -> Iterator[Finding]:
    """Look at what stands outside the streams: comments and strings, also those that no object holds."""
    outside = b" ".join(_outside(data))
    if len(outside) > MAX_BETWEEN:
        raise TooMuch("its objects outside the streams are too large")
    # A long run alone is no finding here: a signature and a title in UTF-16 are written in hex.
    found = inspect_text(outside.decode("latin-1"), "between the objects")
    yield from (finding for finding in found if finding.kind != "run")


def _outside(data: bytes) -> Iterator[bytes]:
    at = 0
    for start in _STREAM.finditer(data):
        if start.start() < at:
            continue
        end = data.find(b"endstream", start.end())
        if end < 0:
            break
        yield data[at : start.start()]
        at = end
    yield data[at:]


_STREAM = re.compile(rb"\bstream\r?\n")


def _inspected(pdf: pikepdf.Pdf, data: bytes, budget: Budget) -> Iterator[Finding]:
    if pdf.is_encrypted:
        yield Finding("encrypted", "", "the PDF is encrypted")
        return
    if len(pdf.objects) > MAX_OBJECTS:
        raise TooMuch(f"it has more than {MAX_OBJECTS:,} objects")
    if data.count(b"startxref") > (2 if pdf.is_linearized else 1):
        yield Finding("hidden", "", "an earlier version of the document is still in the file")
    yield from _objects(pdf, data, budget)
    yield from _pages(pdf, budget.known)
    if pdf.get_warnings():
        yield Finding("broken", "", "the PDF has faults")


def _objects(pdf: pikepdf.Pdf, data: bytes, budget: Budget) -> Iterator[Finding]:
    parts = parts_by_reference(pdf)
    streams = 0
    for found in pdf.objects:
        place = f"object {found.objgen[0]}" if isinstance(found, pikepdf.Object) else ""
        yield from _named(found, place)
        if isinstance(found, pikepdf.Stream):
            streams += 1
            part = part_of(found, parts.get(found.objgen, ""))
            part = "hints" if not part and _is_hints(pdf, found) else part
            yield from _stream(pdf, found, part, place, budget)
    if data.count(b"endstream") > streams:
        yield Finding("hidden", "", "streams that no part of the document names")


def _is_hints(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> bool:
    """Say whether this is the table of places that a file made for the web begins with, and no larger."""
    return pdf.is_linearized and "/S" in stream and int(stream.Length) <= 128 + 16 * len(pdf.objects)


def _named(found: pikepdf.Object, place: str) -> Iterator[Finding]:
    """Look at names, keys and strings of one object, through the objects written inside it."""
    waiting: list[object] = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, pikepdf.String) and len(bytes(value)) >= LONG_STRING:
            yield from inspect_text(str(value), f"{place}: a string")
            yield from inspect_bytes(bytes(value), f"{place}: a string")
        elif isinstance(value, pikepdf.Array):
            waiting += [item for item in value if not _elsewhere(item)]
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            yield from _members(value, place, waiting)


def _members(value: pikepdf.Object, place: str, waiting: list[object]) -> Iterator[Finding]:
    for key, item in value.items():
        named = [item] if isinstance(item, pikepdf.Name) else []
        if isinstance(item, pikepdf.Array):
            named = [element for element in item if isinstance(element, pikepdf.Name)]
        for pair in (key, *(f"{key}={name}" for name in named)):
            if pair in NAMES and not (pair == "/SMask" and not isinstance(item, pikepdf.Stream)):
                kind, detail = NAMES[pair]
                yield Finding(kind, place, detail)
        if not _elsewhere(item):
            waiting.append(item)


def _elsewhere(item: object) -> bool:
    """Say whether the value is an object of its own, which the walk over all objects meets anyway."""
    return isinstance(item, pikepdf.Object) and item.is_indirect


def _stream(
    pdf: pikepdf.Pdf, stream: pikepdf.Stream, part: str, place: str, budget: Budget
) -> Iterator[Finding]:
    if part == "image":
        return  # Its name was reported.
    reader = READERS.get(part)
    if reader is None:
        yield Finding("unknown", place, "a stream whose part in the document is not known")
        return
    try:
        content = unpacked(stream)
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError):
        yield Finding("broken", place, f"a stream ({part}) that does not unpack")
        return
    budget.take_bytes(len(content))
    if part in ("content", "page") and len(content) > MAX_CONTENT:
        raise TooMuch("a page has too many drawing instructions")
    yield from (finding.inside(place) for finding in reader(content, stream, pdf))
    if part == "content":
        yield from _content(stream, place, {})


def _pages(pdf: pikepdf.Pdf, known: Set[str]) -> Iterator[Finding]:
    texts: list[str] = []
    for number, page in enumerate(pdf.pages, start=1):
        yield from _content(page.obj, f"page {number}", _fonts(page.resources), texts)
    whole = "\n".join(texts)
    yield from (_on_page(finding, texts) for finding in inspect_text(whole))
    yield from inspect_writing(whole, "the text of all pages", known)


def _on_page(finding: Finding, texts: Sequence[str]) -> Finding:
    """Say on which page a line of the whole text stands."""
    line = int(finding.where.removeprefix("line ") or 0) if finding.where.startswith("line ") else 0
    for number, text in enumerate(texts, start=1):
        lines = text.count("\n") + 1
        if 0 < line <= lines:
            return Finding(finding.kind, f"page {number}, line {line}", finding.detail)
        line -= lines
    return finding.inside("the text of all pages")


def _content(
    stream: pikepdf.Object,
    place: str,
    fonts: dict[str, CharacterMap | None],
    texts: list[str] | None = None,
) -> Iterator[Finding]:
    own = _fonts(stream.get("/Resources"))
    try:
        content = read_content(stream, {**fonts, **own})
    except (pikepdf.PdfError, pikepdf.PikepdfError, ValueError, TypeError):
        yield Finding("broken", place, "its content does not parse")
        return
    counts: tuple[tuple[int, int, Kind, str], ...] = (
        (content.inline_images, 0, "picture", "a picture inside the content"),
        (content.painted, MAX_PAINTED, "drawing", "more filled shapes than a page of text has"),
        (content.unread_fonts, 0, "unknown", "text in a font that does not say what its letters are"),
    )
    for count, most, kind, detail in counts:
        if count > most:
            yield Finding(kind, place, f"{detail} ({count:,})")
    if texts is None:
        yield from inspect_text(content.text, place)
    else:
        texts.append(content.text.strip("\n"))


def _fonts(resources: object) -> dict[str, CharacterMap | None]:
    fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(fonts, pikepdf.Dictionary):
        return {}
    return {
        str(name): character_map(font, unpacked)
        for name, font in fonts.items()
        if isinstance(font, pikepdf.Dictionary)
    }
