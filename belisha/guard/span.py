"""A stretch of text that carries bytes, and what those bytes are."""

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from belisha.guard.finding import Kind
from belisha.guard.magic import Media, find_media

MAX_PEELED = 1024 * 1024
"""Bytes unpacked from a compressed run to look for a picture: its first bytes tell."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` the text carries `decoded`, written as `how`."""

    start: int
    end: int
    kind: Kind
    how: str
    media_type: str
    decoded: bytes


def judge(decoded: bytes, depth: int = 2) -> Media | None:
    """Return the media in these bytes, looked for through compression and through base64 in base64."""
    seen = find_media(decoded)
    if seen or not depth:
        return seen
    inner = _peeled(decoded)
    return Media(found.media_type, 0) if inner and (found := judge(inner, depth - 1)) else None


def _peeled(data: bytes) -> bytes | None:
    if data.startswith((b"\x1f\x8b\x08", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MAX_PEELED)
        except zlib.error:
            return None
    if len(data) >= 24 and _BASE64.fullmatch(data):
        return from_base64(data.decode("ascii"))
    return None


_BASE64 = re.compile(rb"[A-Za-z0-9+/_\s-]++={0,2}+\s*+")
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
