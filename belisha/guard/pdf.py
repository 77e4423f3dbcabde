"""Inspect a PDF: every object of it, each stream by its part in the document, and the bytes around.

A stream must have a part that the guard knows and can read; what has none is refused. Source: ISO 32000-2.
"""

import re
from collections.abc import Iterator, Sequence, Set
from io import BytesIO

import pikepdf
from pikepdf import settings

from belisha.guard.finding import Finding, Kind
from belisha.guard.limits import MAX_BYTES, MAX_TEXT, MAX_UNPACKED, Budget, TooMuch
from belisha.guard.pdf_fonts import Fonts, Maps
from belisha.guard.pdf_objects import Objects
from belisha.guard.pdf_parts import part_of
from belisha.guard.pdf_streams import READERS, unpacked
from belisha.guard.pdf_text import read_content
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
    header = _HEADER.match(data)
    at = header.end() if header else 0
    for start in _STREAM.finditer(data):
        if start.start() < at:
            continue
        end = data.find(b"endstream", start.end())
        if end < 0:
            break
        yield data[at : start.start()]
        at = end
    yield data[at:]


# The few bytes that say "this file is binary" would make letters of all the rest.
_HEADER = re.compile(rb"%PDF-[0-9.]{3}\r?\n%[\x80-\xff]{4,8}\r?\n")
_STREAM = re.compile(rb"\bstream\r?\n")


def _inspected(pdf: pikepdf.Pdf, data: bytes, budget: Budget) -> Iterator[Finding]:
    if pdf.is_encrypted:
        yield Finding("encrypted", "", "the PDF is encrypted")
        return
    if len(pdf.objects) > MAX_OBJECTS:
        raise TooMuch(f"it has more than {MAX_OBJECTS:,} objects")
    if data.count(b"startxref") > (2 if pdf.is_linearized else 1):
        yield Finding("hidden", "", "an earlier version of the document is still in the file")
    fonts = Fonts(budget)
    seen = Objects()
    yield from _objects(pdf, data, seen, fonts, budget)
    yield from _pages(pdf, seen, fonts, budget.known)
    if pdf.get_warnings():
        yield Finding("broken", "", "the PDF has faults")


def _objects(pdf: pikepdf.Pdf, data: bytes, seen: Objects, fonts: Fonts, budget: Budget) -> Iterator[Finding]:
    yield from seen.walk(pdf)
    for stream in seen.streams:
        part = part_of(stream, seen.parts.get(stream.objgen, ""))
        part = "hints" if not part and _is_hints(pdf, stream) else part
        place, before = f"object {stream.objgen[0]}", budget.unpacked
        yield from _stream(pdf, stream, part, place, budget)
        seen.sizes[stream.objgen] = before - budget.unpacked
        if part == "content":
            yield from _content(stream, place, fonts.of(stream.get("/Resources")))
    if data.count(b"endstream") > len(seen.streams):
        yield Finding("hidden", "", "streams that no part of the document names")


def _is_hints(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> bool:
    """Say whether this is the table of places that a file made for the web begins with, and no larger."""
    return pdf.is_linearized and "/S" in stream and int(stream.Length) <= 128 + 16 * len(pdf.objects)


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


def _pages(pdf: pikepdf.Pdf, seen: Objects, fonts: Fonts, known: Set[str]) -> Iterator[Finding]:
    texts: list[str] = []
    drawn, letters = Budget(), 0
    for number, page in enumerate(pdf.pages, start=1):
        drawn.take_bytes(seen.drawn(page.obj))
        yield from _content(page.obj, f"page {number}", fonts.of(page.resources), texts)
        letters += len(texts[-1]) if texts else 0
        if letters > MAX_TEXT:
            raise TooMuch("the text of its pages is too long")
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
    maps: Maps,
    texts: list[str] | None = None,
) -> Iterator[Finding]:
    try:
        content = read_content(stream, maps)
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
