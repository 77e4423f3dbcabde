"""Walks along the parts of a file without decoding one: how large the picture says it is, how many passes.

Each walk is bounded by MAX_PARTS. What a walk doesn't understand is left to the decoder.
"""

import re
from collections.abc import Iterator

from belisha.screening.limits import MAX_PARTS, MAX_PIXELS, MAX_SCANNED, MAX_SCANS
from belisha.screening.seen import NotScreened

# JPEG (ITU-T T.81): frames (SOF), and a marker that begins a segment: no stuffed FF, no restart in the data.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
END, SCAN = 0xD9, 0xDA

BLOCKS = 10
"""A GIF's data lie in blocks of 255 bytes at most: so many of them count as one part of the file."""
LONG_RUN = b"\xff" * 4096
MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])|(?<!\xff)\xff{4096}", re.DOTALL)


def jpeg(data: bytes) -> None:
    """Passes and size. A pass costs its sender a few bytes, and any number of them may be asked for."""
    at, parts, scans, pixels = 2, 0, 0, 0
    while found := MARKER.search(data, at):
        if not found[1]:
            # Any number of FF may lead a marker; Pillow begins such a run anew with each block that it reads.
            raise NotScreened(reason="damaged")
        marker, at, parts = found[1][0], found.end(), parts + 1
        if marker == END:
            break
        if marker in FRAMES:
            pixels = max(pixels, _area(data[at + 5 : at + 7], data[at + 3 : at + 5], "big"))
        elif marker == SCAN:
            scans += 1
            if scans == 1 and _is_plain(data, at, pixels):
                break
        _bound_scans(scans, pixels)
        _bound_parts(parts)
        at += max(2, int.from_bytes(data[at : at + 2], "big"))


def _is_plain(data: bytes, at: int, pixels: int) -> bool:
    """Can what follows the head of the first pass be left unread? A search is far faster than the walk."""
    most = 1 + data.count(b"\xff\xda", at)
    return most <= MAX_SCANS and most * pixels <= MAX_SCANNED and data.find(LONG_RUN, at) < 0


def _bound_scans(scans: int, pixels: int) -> None:
    if scans > MAX_SCANS or scans * pixels > MAX_SCANNED:
        raise NotScreened(reason="too_many_scans")


def png(data: bytes) -> None:
    """Size, and the number of chunks. Source: W3C PNG, 5.3."""
    _area(data[16:20], data[20:24], "big")
    at, parts = 8, 0
    while at + 8 <= len(data) and data[at + 4 : at + 8] != b"IEND":
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        parts += 1
        _bound_parts(parts)


def gif(data: bytes) -> None:
    """The size of the screen, and the number of blocks. Source: GIF89a, 18 and 20."""
    _area(data[6:8], data[8:10], "little")
    at, parts, blocks = 13 + _colours(data[10:11]), 0, 0
    while at < len(data) and data[at] in b"!,":
        if data[at : at + 1] == b"!":
            at += 2
        else:
            _area(data[at + 5 : at + 7], data[at + 7 : at + 9], "little")
            at += 11 + _colours(data[at + 9 : at + 10])
        parts += 1
        _bound_parts(parts)
        while at < len(data) and data[at]:
            at, blocks = at + 1 + data[at], blocks + 1
            _bound_parts(blocks // BLOCKS)
        at += 1


def _colours(flags: bytes) -> int:
    """Bytes of the table of colours that follows, as the flags say."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def webp(data: bytes) -> None:
    """The size of the canvas, and the number of chunks. Source: RFC 9649, 2.7."""
    if data[12:16] == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        _bound_pixels(width * height)
    at, parts = 12, 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at, parts = at + 8 + size + size % 2, parts + 1
        _bound_parts(parts)


def bmp(data: bytes) -> None:
    """Size, in the old and the new header; the height is negative where the first row is the top one."""
    if int.from_bytes(data[14:18], "little") == 12:
        _area(data[18:20], data[20:22], "little")
    else:
        width, height = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (18, 22))
        _bound_pixels(abs(width * height))


def avif(data: bytes) -> None:
    """The boxes of the file, and every size of a picture that they name."""
    _boxes(data)


def heic(data: bytes) -> None:
    """As for AVIF: both lie in the same boxes."""
    _boxes(data)


def has_film(data: bytes) -> bool:
    """Does a file of boxes hold tracks beside its picture? A player shows those, whatever the picture is.

    The tracks of an animated AVIF are its frames, and are decoded as those.
    """
    brands = data[8:12] + data[16 : min(int.from_bytes(data[:4], "big"), 256)]
    return b"avis" not in brands and any(name == b"moov" for name, _, _ in _top(data))


def _boxes(data: bytes) -> None:
    for name, at, size in _top(data):
        if name == b"meta":
            _sizes(data[at : at + size if size else None])


def _top(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and size of each box of the file; 0: to its end."""
    at, parts = 0, 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        yield data[at + 4 : at + 8], at, size
        if size == 0:
            break
        if size < 8:
            raise NotScreened(reason="damaged")
        at, parts = at + size, parts + 1
        _bound_parts(parts)


def _sizes(meta: bytes) -> None:
    """Each `ispe`: the size of one item; a picture may be put together of many. ISO/IEC 23008-12, 6.5.3."""
    parts = 0
    at = meta.find(b"ispe")
    while at >= 0:
        _area(meta[at + 8 : at + 12], meta[at + 12 : at + 16], "big")
        at, parts = meta.find(b"ispe", at + 4), parts + 1
        _bound_parts(parts)


def _area(width: bytes, height: bytes, order: str) -> int:
    """Pixels of a picture of this size. Raises NotScreened where they are too many."""
    big = order == "big"
    pixels = int.from_bytes(width, "big" if big else "little") * int.from_bytes(
        height, "big" if big else "little"
    )
    _bound_pixels(pixels)
    return pixels


def _bound_pixels(pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise NotScreened(reason="too_many_pixels")


def _bound_parts(parts: int) -> None:
    if parts > MAX_PARTS:
        raise NotScreened(reason="damaged")
