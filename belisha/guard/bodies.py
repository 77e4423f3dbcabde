"""Recognise the body of a picture without its head: coded pixels, and compressed bytes that are no text."""

import bz2
import lzma
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

MAX_PEELED = 1024 * 1024
"""Bytes unpacked from a compressed run to look for a picture: its first bytes tell."""

LEAST = 256
"""Bytes from which a compressed run counts by itself: fewer hold no picture that shows anything."""

_STUFFED = re.compile(rb"\xff[\x00\xd0-\xd7]")
_SCAN = 1_024
_STUFFINGS = 5
"""In a JPEG each byte FF of the pixels is followed by one of nine bytes. That five in a row are by chance
happens in one run of two thousand million; of hashes, a two hundred and fifty-sixth of the bytes are FF."""


def is_scan(data: bytes) -> bool:
    """Say whether these are the coded pixels of a JPEG: no byte FF without its stuffing."""
    if len(data) < _SCAN:
        return False
    full = data.count(b"\xff")
    stuffed = len(_STUFFED.findall(data))
    return stuffed >= _STUFFINGS and full - stuffed <= data.endswith(b"\xff")


def unpacked(data: bytes) -> bytes | None:
    """Return what a run of gzip, zlib, bzip2, xz, LZMA or bare deflate unpacks to, or None."""
    for start, unpack in _PACKED:
        if data.startswith(start):
            return _quietly(unpack, data)
    # Bare deflate has no first bytes; noise taken for it ends after a few letters.
    plain = _quietly(_deflate, data) if len(data) >= LEAST else None
    return plain if plain and len(plain) >= len(data) else None


def _quietly(unpack: Callable[[bytes], bytes], data: bytes) -> bytes | None:
    try:
        return unpack(data)
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError, MemoryError):
        return None


def _zlib(data: bytes) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MAX_PEELED)


def _deflate(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = unpacker.decompress(data, MAX_PEELED)
    return plain if unpacker.eof or unpacker.unconsumed_tail else b""


def _bzip2(data: bytes) -> bytes:
    return bz2.BZ2Decompressor().decompress(data, MAX_PEELED)


def _lzma(data: bytes) -> bytes:
    return lzma.LZMADecompressor(memlimit=64 * 1024 * 1024).decompress(data, MAX_PEELED)


_PACKED: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], bytes]], ...] = (
    ((b"\x1f\x8b\x08", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), _zlib),
    (b"BZh", _bzip2),
    ((b"\xfd7zXZ\0", b"\x5d\0\0"), _lzma),
)


def is_text(data: bytes) -> bool:
    """Say whether these bytes are words: UTF-8 without control characters."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3:
            return False
        text = data[: error.start].decode("utf-8")
    return not _CONTROLS.search(text)


_CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def bits(symbols: Counter[Any]) -> float:
    """Return how many bits one symbol tells on average (Shannon)."""
    total = symbols.total()
    return math.log2(total) - sum(count * math.log2(count) for count in symbols.values()) / total


def evenness(symbols: Counter[Any]) -> float:
    """Return how evenly symbols are used: 1 for dice, about 0.88 for the letters of any language."""
    return bits(symbols) / math.log2(len(symbols)) if len(symbols) > 1 else 0.0


def looks_binary(data: bytes) -> bool:
    """Say whether bytes that somebody wrote out one by one are no words in any everyday encoding."""
    return len(data) >= 2 * LEAST and len(set(data)) >= 64 and not is_text(data)
