"""Read a stream of a PDF by its part in the document: it must be what it says, and hold nothing else."""

import re
from collections.abc import Callable, Iterator

import pikepdf

from belisha.guard.finding import Finding
from belisha.guard.markup import inspect_xml
from belisha.guard.text import inspect_bytes, inspect_text

Reader = Callable[[bytes, pikepdf.Object, pikepdf.Pdf], Iterator[Finding]]

MAX_SAMPLES = 8_192
"""Bytes of a table of colours: an even change of colour needs some hundreds, a drawn picture more."""

MAX_GLYPHS = 8_192
"""Bytes of a list of glyphs: one bit for each of the 65,536 that a font may have."""

_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\1\0\4", b"%!PS-AdobeFont", b"%!FontType1", b"\x80\1")
_READ = {"/FlateDecode", "/Fl", "/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "None"}


def unpacked(stream: pikepdf.Object) -> bytes:
    """Return the stream's bytes. Raises ValueError for a compression that the guard does not read."""
    filters = stream.get("/Filter")
    names = {str(name) for name in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
    if not names <= _READ:
        raise ValueError("an unusual compression")
    return stream.read_bytes()


def _plain(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield from inspect_bytes(content)


def _font(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield from inspect_bytes(content, "a font")
    if not content.startswith(_FONTS):
        yield Finding("unknown", "a font", "not the font that it says it is")
    if re.search(rb"SVG |sbix|CBDT|EBDT", content[:1024]):
        yield Finding("picture", "a font", "letters that are pictures")


def _map(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    if b"begincmap" in content:
        # Such a map begins like PostScript, which it is a part of.
        found = inspect_text(content.decode("latin-1"), "a map of characters")
        yield from (finding for finding in found if finding.kind != "drawing")
    else:
        yield from _glyphs(content)


def _glyphs(content: bytes) -> Iterator[Finding]:
    yield from inspect_bytes(content)
    if len(content) > MAX_GLYPHS:
        yield Finding("unknown", "", "a list of glyphs that is too long to be one")


def _function(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield from inspect_bytes(content)
    if len(content) > MAX_SAMPLES:
        yield Finding("drawing", "", "a table of colours large enough for a picture")


def _mesh(_content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield Finding("drawing", "", "a mesh of coloured points")


def _profile(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield from inspect_bytes(content)
    if content[36:40] != b"acsp" or int.from_bytes(content[:4], "big") != len(content):
        yield Finding("unknown", "", "not the colour profile that it says it is")


def _metadata(content: bytes, _stream: pikepdf.Object, _pdf: pikepdf.Pdf) -> Iterator[Finding]:
    yield from inspect_xml(content, "metadata")


def _structure(content: bytes, stream: pikepdf.Object, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """The file's own tables: as long as what they list, or something else lies in them."""
    yield from inspect_bytes(content)
    objects = stream.get("/Type") == "/ObjStm"
    if not (_objects_fit(content, stream, pdf) if objects else _table_fits(content, stream)):
        yield Finding("hidden", "", "a table of the file with more in it than it lists")


def _objects_fit(content: bytes, stream: pikepdf.Object, pdf: pikepdf.Pdf) -> bool:
    first = int(stream.get("/First", 0))
    listed = content[:first].split()
    if len(listed) != 2 * int(stream.get("/N", 0)) or not all(number.isdigit() for number in listed):
        return False
    sizes = [len(pdf.get_object(int(number), 0).unparse(resolved=True)) for number in listed[::2]]
    # Written again an object is about as long: twice allows for other blanks and other kinds of strings.
    return len(content) - first <= 2 * sum(sizes) + 16 * len(sizes)


def _table_fits(content: bytes, stream: pikepdf.Object) -> bool:
    widths = [int(width) for width in stream.get("/W", [])]
    index = [int(number) for number in stream.get("/Index", [0, int(stream.get("/Size", 0))])]
    return sum(widths) <= 16 and len(content) == sum(widths) * sum(index[1::2])


READERS: dict[str, Reader] = {
    "content": _plain,
    "page": _plain,
    "font": _font,
    "map": _map,
    "function": _function,
    "mesh": _mesh,
    "profile": _profile,
    "structure": _structure,
    "metadata": _metadata,
    "hints": _plain,
}
"""How a stream is read, for each part that `pdf_parts` knows."""
