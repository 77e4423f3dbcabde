"""Inspect plain text: what it carries, and the kinds of picture that are themselves written as text."""

import codecs
import re
from collections.abc import Iterator

from belisha.guard.finding import Finding
from belisha.guard.limits import MAX_TEXT, TooMuch
from belisha.guard.magic import find_media
from belisha.guard.spans import find_spans

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")

# Pictures that programs write as plain text, each with letters that it can't do without.
_WRITTEN = (
    (
        re.compile(r"^P[123]\s+(?:#[^\n]*+\n\s*+)*+\d{1,6}\s+\d{1,6}(?:\s+\d{1,5}){16}", re.MULTILINE),
        "Netpbm",
        ("P1", "P2", "P3"),
    ),
    (re.compile(r"/\* XPM \*/|^! XPM2\s*$", re.MULTILINE), "XPM", ("XPM",)),
    (re.compile(r"#define \w{1,99}_width \d+\s+#define \w{1,99}_height \d+"), "XBM", ("_width",)),
    (re.compile(r"\x1bP[\d;]{0,20}q"), "sixel", ("\x1bP",)),
    (re.compile(r"^%!PS-", re.MULTILINE), "PostScript", ("%!PS-",)),
    (re.compile(r"\{\\rtf1?\b|\{\\\*?\\?(?:pict|shppict|objdata)\b"), "RTF", ("{\\",)),
    (re.compile(r"\x1b\]1337;File="), "terminal picture", ("\x1b]1337",)),
)


def decoded(data: bytes) -> str | None:
    """Return the text of these bytes (UTF-8, UTF-16 or UTF-32), or None if they are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    if b"\0" not in data:
        return _as(data, "utf-8")
    return _as(data, "utf-16-le") or _as(data, "utf-16-be") if len(data) % 2 == 0 else None


def _as(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    if _CONTROL.search(text):
        return None
    if encoding in ("utf-16-le", "utf-16-be") and text.isascii() is False and not _spaced(text):
        return None  # Any bytes in pairs are some characters; a text in UTF-16 has blanks or line ends.
    return text


def _spaced(text: str) -> bool:
    return sum(text.count(blank) for blank in (" ", "\n", "\t")) * 100 >= len(text)


def inspect_text(text: str, where: str = "") -> Iterator[Finding]:
    """Yield what this text carries. `where` is the place of the text in its file. Raises TooMuch."""
    if len(text) > MAX_TEXT:
        raise TooMuch("the text is too long")
    for span in find_spans(text):
        line = text.count("\n", 0, span.start) + 1
        detail = f"{span.media_type} written as {span.how}, {len(span.decoded):,} bytes"
        yield Finding(span.kind, f"{where}, line {line}" if where else f"line {line}", detail)
    for pattern, name, signs in _WRITTEN:
        if any(sign in text for sign in signs) and pattern.search(text):
            yield Finding("drawing", where, f"a picture written as {name}")
    yield from inspect_bytes(text.encode("utf-8", "replace"), where)


def inspect_bytes(data: bytes, where: str = "") -> Iterator[Finding]:
    """Yield a finding when the first bytes of a picture, video or sound stand anywhere in the data."""
    seen = find_media(data)
    if seen:
        yield Finding(seen.family, where, f"{seen.media_type} at byte {seen.offset:,}")
