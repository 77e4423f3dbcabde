"""A stretch of text that carries bytes, and what those bytes are."""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from belisha.guard.bodies import LEAST, is_scan, is_text, unpacked
from belisha.guard.finding import Kind
from belisha.guard.magic import Media, find_media

SHORTEST_BYTES = 18
"""Bytes that are looked into: a whole GIF header."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` the text carries `decoded`, written as `how`."""

    start: int
    end: int
    kind: Kind
    how: str
    media_type: str
    decoded: bytes


def judge(decoded: bytes, depth: int = 3) -> Media | None:
    """Return the media in these bytes, looked for through compression and through what is written in them."""
    seen = find_media(decoded)
    if seen or not depth or len(decoded) < SHORTEST_BYTES:
        return seen
    if is_scan(decoded):
        return Media("image/jpeg", 0)
    inner = unpacked(decoded)
    if inner is None:
        return _written(decoded, depth - 1)
    found = judge(inner, depth - 1)
    if found is None and len(inner) >= LEAST and not is_text(inner):
        return Media("application/octet-stream", 0)
    return Media(found.media_type, 0) if found else None


def _written(decoded: bytes, depth: int) -> Media | None:
    """Look into bytes that are text themselves: base64 of hex, percents of percents."""
    text = _text_of(decoded)
    if text is None:
        return None
    if _BASE64.fullmatch(text.encode("latin-1", "replace")):
        found = judge(from_base64(text), depth)
        if found:
            return Media(found.media_type, 0)
    from belisha.guard.nested import media_in  # Late: it asks the finders, which ask here.

    return media_in(text, depth)


def _text_of(decoded: bytes) -> str | None:
    """Return the text that these bytes are, in UTF-8 or UTF-16; nothing for what has no encoding in it."""
    if decoded[1::2].count(0) * 2 > len(decoded) * 0.9 or decoded.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = "utf-16" if decoded.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-16-le"
        text = decoded[: len(decoded) // 2 * 2].decode(order, "replace")
        return text if text.isascii() else None
    return decoded.decode("ascii") if decoded.isascii() and is_text(decoded) else None


_BASE64 = re.compile(rb"(?=[^\s]*[G-Zg-z+/_-])[A-Za-z0-9+/_\s-]++={0,2}+\s*+")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/_-]")


def from_base64(text: str) -> bytes:
    """Decode base64 or base64url, whatever stands between its letters; a cut-off end is dropped."""
    letters = _NOT_BASE64.sub("", text).replace("-", "+").replace("_", "/")
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except (ValueError, binascii.Error):  # pragma: no cover  # Nothing but letters of the alphabet is left.
        return b""


def from_percent(text: str) -> bytes:
    """Decode percent escapes; a half character, which JSON can carry, stays as it is."""
    return unquote_to_bytes(text.encode("utf-8", "surrogatepass"))


UNKNOWN = "application/octet-stream"
FORMATS = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"BZh", "application/x-bzip2"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"<svg", "image/svg+xml"),
)


def type_of(decoded: bytes) -> str:
    """Return the media type that the first bytes show, `application/octet-stream` when they show none."""
    for start, media_type in FORMATS:
        if decoded.startswith(start):
            return media_type
    return UNKNOWN
