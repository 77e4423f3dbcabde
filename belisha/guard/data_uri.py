"""Find data URIs (RFC 2397) in text, whatever they carry."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import unquote

from belisha.guard.magic import find_media
from belisha.guard.span import Span, from_base64, from_percent

_START = re.compile(
    r"data\s?:\s?(?:([a-z0-9.+*-]{1,60}+/[a-z0-9.+*-]{1,100}+)((?:\s?;\s?[^\s,;:\"'<>()\[\]{}]{1,200}+){0,8}+)"
    r"|((?:;[^\s,;:\"'<>()\[\]{}]{1,200}+){0,8}?;base64))\s?,",
    re.IGNORECASE,
)
# The payload may be wrapped: further lines of at least 16 letters, and a shorter last one if padding ends it.
_LETTERS = re.compile(
    r"\s{0,2}+[A-Za-z0-9+/_%-]*+={0,2}+(?:\s{1,40}+[A-Za-z0-9+/_%-]{16,}+={0,2}+)*+"
    r"(?:\s{1,40}+[A-Za-z0-9+/_-]{1,15}+={1,2}+)?+"
)
_PLAIN = re.compile(r"[^\s\"'<>()\[\]{}]*+")
_WORD = re.compile(r"\S*+")
_DRAWING = re.compile(r"\s?(?:<|%3c)", re.IGNORECASE)
_DRAWING_END = re.compile(r"</svg\s?>|%3c/svg%3e|%3c%2fsvg%3e", re.IGNORECASE)
MAX_DRAWING = 65_536
"""Characters in which the end of a drawing is looked for; a longer one is cut at the first blank."""


def find_data_uris(text: str) -> Iterator[Span]:
    """Yield each data URI with a payload. Linear in the text."""
    if "data" not in text.lower():
        return
    drawings = [end.end() for end in _DRAWING_END.finditer(text)]
    at = 0
    while start := _START.search(text, at):
        encoded = ";base64" in re.sub(r"\s", "", (start[2] or start[3] or "").lower())
        at = end = _end(text, start.end(), encoded, drawings)
        payload = text[start.end() : end]
        if payload.strip():
            decoded = from_base64(unquote(payload)) if encoded else from_percent(payload)
            seen = find_media(decoded)
            media_type = seen.media_type if seen else (start[1] or "text/plain").lower()
            yield Span(start.start(), end, "data_uri", "data URI", media_type, decoded)


def _end(text: str, start: int, encoded: bool, drawings: list[int]) -> int:
    if encoded:
        return _matched(_LETTERS, text, start)
    if not _DRAWING.match(text, start):
        return _matched(_PLAIN, text, start)
    following = bisect_right(drawings, start)
    if following < len(drawings) and drawings[following] - start <= MAX_DRAWING:
        return drawings[following]
    return _matched(_WORD, text, start)


def _matched(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
