"""Small files that ask for much: pixels, passes, frames, pages, parts or memory. Made when called."""

import io
import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

from PIL import Image

PNG, SIDE = b"\x89PNG\r\n\x1a\n", 9459
"""SIDE squared is the last number of pixels that is decoded."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def zeros(size: int) -> bytes:
    """So many zero bytes, compressed."""
    packer, megabyte = zlib.compressobj(1), bytes(1 << 20)
    return (
        b"".join(
            [
                *(packer.compress(megabyte) for _ in range(size >> 20)),
                packer.compress(bytes(size % (1 << 20))),
            ]
        )
        + packer.flush()
    )


def png(
    width: int, height: int, bits: int = 8, colour: int = 0, *, before: bytes = b"", ends: bool = True
) -> bytes:
    """A PNG of black; `before`: chunks between its header and its pixels."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (width * bits * channels + 7) // 8
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    if colour == 3:
        before += chunk(b"PLTE", bytes(range(255)) * 3 + b"\0\0\0") + chunk(b"tRNS", bytes(256))
    pixels = zeros(row * height) if ends else zeros(1 << 20)
    return PNG + head + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def many_chunks(count: int) -> bytes:
    """A PNG of so many empty chunks."""
    return png(64, 64, before=chunk(b"teXt", b"") * count)


def texts(kind: bytes, size: int, count: int) -> bytes:
    """A PNG whose texts or profile unpack to `size` bytes each."""
    lead = {b"zTXt": b"a\0\0", b"iCCP": b"a\0\0", b"iTXt": b"a\0\x01\0\0\0"}[kind]
    return png(64, 64, before=chunk(kind, lead + zeros(size)) * count)


def apng(frames: int, side: int) -> bytes:
    """An animated PNG that says it has many frames, and has one."""
    control = struct.pack(">IIIIIHHBB", 0, side, side, 0, 0, 1, 100, 0, 0)
    return png(side, side, before=chunk(b"acTL", struct.pack(">II", frames, 0)) + chunk(b"fcTL", control))


def jpeg(side: int, mode: str = "RGB", **options: Any) -> bytes:
    """A JPEG of one colour."""
    file = io.BytesIO()
    Image.new(mode, (side, side), 100).save(file, "JPEG", **options)
    return file.getvalue()


def scans(side: int, more: int, mode: str = "RGB") -> bytes:
    """A progressive JPEG with its last pass repeated: each repetition costs its sender a few bytes."""
    data = jpeg(side, mode, progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * more + data[-2:]


def segments(count: int) -> bytes:
    """A JPEG with so many empty segments."""
    data = jpeg(64)
    return data[:2] + b"\xff\xe5\0\x02" * count + data[2:]


def stuffed(filling: bytes, size: int) -> bytes:
    """A JPEG whose data go on with the same bytes."""
    data = jpeg(64)
    return data[:-2] + filling * (size // len(filling))


def sized(data: bytes, width: int, height: int) -> bytes:
    """A JPEG that says it is larger than it is."""
    found = re.search(rb"\xff[\xc0-\xc2]\0.\x08", data, re.DOTALL)
    assert found
    return data[: found.end()] + struct.pack(">HH", height, width) + data[found.end() + 4 :]


def gif(width: int, height: int, frames: int, own: tuple[int, int] = (1, 1)) -> bytes:
    """A GIF of so many small frames on a large screen."""
    palette = bytes(6)
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + palette
    frame = b"!\xf9\x04\x08\0\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, *own, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b";"


def gif_blocks(count: int) -> bytes:
    """A GIF whose comment is made of blocks of one byte."""
    return b"GIF89a" + struct.pack("<HHBBB", 64, 64, 0, 0, 0) + b"!\xfe" + b"\x01a" * count + b"\0;"


def webp(side: int, frames: int) -> bytes:
    """An animated WebP: a small frame again and again, on a large canvas."""
    file = io.BytesIO()
    Image.new("RGB", (16, 16), (9, 99, 200)).save(file, "WEBP", lossless=True)
    part = file.getvalue()[12:]
    frame = struct.pack("<3s3s", b"\0" * 3, b"\0" * 3) + _three(15) + _three(15) + _three(10) + b"\0" + part
    body = b"VP8X" + struct.pack("<IB3x", 10, 2) + _three(side - 1) * 2
    body += b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    body += (b"ANMF" + struct.pack("<I", len(frame)) + frame) * frames
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def ifds(count: int, *, back_to: int = 0) -> bytes:
    """A TIFF of so many pages without a picture; the last leads back, where one is named."""
    parts, at = [struct.pack("<2sHI", b"II", 42, 8)], 8
    for number in range(count):
        at += 18
        following = at if number < count - 1 else back_to
        parts.append(struct.pack("<HHHIII", 1, 254, 4, 1, 0, following))
    return b"".join(parts)


def tiff(tags: dict[int, tuple[int, int, int]], after: bytes = b"") -> bytes:
    """A TIFF with one directory of (type, count, value) by tag."""
    entries = b"".join(struct.pack("<HHII", tag, *tags[tag]) for tag in sorted(tags))
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + b"\0\0\0\0" + after


def huge_tag(count: int) -> bytes:
    """A TIFF with a tag of so many values."""
    return tiff({**_page(64, 64), 270: (2, count, 8)}, bytes(64 * 64))


def tiff_of_zeros(side: int, channels: int, bits: int = 8, kind: int = 1) -> bytes:
    """A TIFF of black, deflated; `kind`: 1 numbers, 3 floating point."""
    row = side * channels * bits // 8
    packed = zeros(row * side)
    tags = {
        **_page(side, side),
        259: (3, 1, 8),
        277: (3, 1, channels),
        279: (4, 1, len(packed)),
        339: (3, 1, kind),
    }
    tags |= {258: (3, 1, bits), 262: (3, 1, 1 if channels == 1 else 2)}
    tags |= {273: (4, 1, 14 + 12 * len(tags))}
    return tiff(tags, packed)


def _page(width: int, height: int) -> dict[int, tuple[int, int, int]]:
    return {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1)} | {
        273: (4, 1, 130), 277: (3, 1, 1), 278: (4, 1, height), 279: (4, 1, width * height)
    }  # fmt: skip


def bmp(width: int, height: int, bits: int, compression: int) -> bytes:
    """A BMP of black, run-length encoded or with nothing behind its header."""
    palette = bytes(4 << bits) if bits <= 8 else b""
    rows = (b"\xff\0" * (width // 255) + b"\0\0") * min(height, 200_000 * 255 // max(width, 1))
    pixels = rows if compression else b""
    start = 54 + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(pixels), 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", start + len(pixels), 0, 0, start) + info + palette + pixels


def boxes(kind: bytes, depth: int) -> bytes:
    """A file of boxes in boxes, `depth` deep."""
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I4s", len(inner) + 8, b"meta") + inner
    return box(b"ftyp", kind + b"\0\0\0\0mif1" + kind) + inner


def many_boxes(kind: bytes, count: int) -> bytes:
    """A file of so many empty boxes."""
    return box(b"ftyp", kind + b"\0\0\0\0mif1" + kind) + box(b"free", b"") * count


def box(kind: bytes, data: bytes) -> bytes:
    """A box of an AVIF, HEIC or MP4."""
    return struct.pack(">I4s", len(data) + 8, kind) + data


def flat(kind: str, mode: str, width: int, height: int, **options: Any) -> bytes:
    """A large picture of one colour, by Pillow."""
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, kind, **options)
    return file.getvalue()


def grid(kind: str, width: int, height: int) -> bytes:
    """An AVIF or HEIC that says in its own boxes that it is larger than it is."""
    data = flat(kind, "RGB", 64, 64)
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


BOMBS: dict[str, Callable[[], bytes]] = {
    "png of 50,000 x 50,000": partial(png, 50_000, 50_000, 1),
    "png of 50,000 x 50,000 without its pixels": partial(png, 50_000, 50_000, ends=False),
    "png of 2^31 x 2^31": partial(png, 2**31 - 1, 2**31 - 1, ends=False),
    "png of 2 x 2^31": partial(png, 2, 2**31 - 1, ends=False),
    "png with all the pixels that are allowed": partial(png, SIDE, SIDE, 8, 2),
    "png of 16 bits and four channels with all the pixels": partial(png, SIDE, SIDE, 16, 6),
    "png of a transparent palette with all the pixels": partial(png, SIDE, SIDE, 8, 3),
    "png of grey and transparency with all the pixels": partial(png, SIDE, SIDE, 8, 4),
    "png of 16 bits of grey with all the pixels": partial(png, SIDE, SIDE, 16, 0),
    "png that is one row": partial(png, 80_000_000, 1, 8, 2),
    "png that is one column": partial(png, 1, 80_000_000, 8, 0),
    "png of 200 columns": partial(png, 200, 400_000, 8, 2),
    "png with a text of 1 GB": partial(texts, b"zTXt", 1 << 30, 1),
    "png with 200 texts of 1 MB": partial(texts, b"zTXt", 1 << 20, 200),
    "png with 2,000 texts of 1 MB": partial(texts, b"iTXt", 1 << 20, 2000),
    "png with a profile of 1 GB": partial(texts, b"iCCP", 1 << 30, 1),
    "png with 100 profiles of 1 MB": partial(texts, b"iCCP", 1 << 20, 100),
    "png of 90,000 chunks": partial(many_chunks, 90_000),
    "png of 4,000,000 chunks": partial(many_chunks, 4_000_000),
    "apng that says 2^31 frames": partial(apng, 2**31 - 1, 64),
    "apng that says 2^31 large frames": partial(apng, 2**31 - 1, 5000),
    "jpeg of 400 passes over 4 Mpx": partial(scans, 2000, 390),
    "jpeg of 400 passes over 64 Mpx": partial(scans, 8000, 390),
    "jpeg of 64 passes over 36 Mpx": partial(scans, 6000, 54),
    "jpeg of 28 passes over 89 Mpx": partial(scans, SIDE, 17),
    "jpeg of 60 passes in four inks": partial(scans, 5500, 42, "CMYK"),
    "jpeg of 100,000 passes over 0.1 Mpx": partial(scans, 320, 100_000),
    "jpeg with all the pixels, in passes": partial(jpeg, SIDE, progressive=True, subsampling=0),
    "jpeg with all the pixels, in four inks": partial(jpeg, SIDE, "CMYK"),
    "jpeg with all the pixels, in four inks and passes": partial(jpeg, SIDE, "CMYK", progressive=True),
    "jpeg with all the pixels": partial(jpeg, SIDE),
    "jpeg that says 65,500 x 65,500": lambda: sized(jpeg(64), 65_500, 65_500),
    "jpeg that says 9,459 x 9,459": lambda: sized(jpeg(64), SIDE, SIDE),
    "jpeg in passes that says 9,459 x 9,459": lambda: sized(jpeg(64, progressive=True), SIDE, SIDE),
    "jpeg of 90,000 segments": partial(segments, 90_000),
    "jpeg of 15,000,000 segments": partial(segments, 15_000_000),
    "jpeg of nothing but FF": partial(stuffed, b"\xff", 60 << 20),
    "jpeg of FF and 00": partial(stuffed, b"\xff\0", 60 << 20),
    "jpeg of restarts": partial(stuffed, b"\xff\xd0", 60 << 20),
    "jpeg of zeros": partial(stuffed, b"\0", 60 << 20),
    "gif of 5,000 frames": partial(gif, 100, 100, 5000),
    "gif of 90,000 frames": partial(gif, 100, 100, 90_000),
    "gif of 1,000,000 frames": partial(gif, 100, 100, 1_000_000),
    "gif of 5,000 frames on 4 Mpx": partial(gif, 2000, 2000, 5000),
    "gif of 500 frames on 80 Mpx": partial(gif, 9000, 9000, 500),
    "gif of 65,535 x 65,535": partial(gif, 65_535, 65_535, 1),
    "gif whose frame is larger than its screen": partial(gif, 10, 10, 1, (65_535, 65_535)),
    "gif of 20,000,000 blocks": partial(gif_blocks, 20_000_000),
    "gif of 900,000 blocks": partial(gif_blocks, 900_000),
    "webp of 3,000 frames": partial(webp, 64, 3000),
    "webp of 3,000 frames on 16 Mpx": partial(webp, 4000, 3000),
    "webp of 500 frames on 81 Mpx": partial(webp, 9000, 500),
    "webp of 90,000 frames": partial(webp, 64, 90_000),
    "webp of 16,383 x 16,383": partial(webp, 16_383, 1),
    "webp with all the pixels": partial(flat, "WEBP", "RGB", 16_383, 5400, lossless=True, method=0),
    "tiff of 5,000 pages without a picture": partial(ifds, 5000),
    "tiff of 1,000,000 pages without a picture": partial(ifds, 1_000_000),
    "tiff that bites its tail": partial(ifds, 3, back_to=8),
    "tiff whose page follows itself": partial(ifds, 1, back_to=8),
    "tiff with a tag of 4 GB": partial(huge_tag, 2**32 - 1),
    "tiff of 50,000 x 50,000": lambda: tiff(_page(50_000, 50_000), bytes(100)),
    "tiff with all the pixels": partial(tiff_of_zeros, SIDE, 1),
    "tiff with all the pixels, in colour": partial(tiff_of_zeros, SIDE, 3),
    "tiff with all the pixels, in floating point": partial(tiff_of_zeros, SIDE, 1, 32, 3),
    "bmp of 60,000 x 60,000": partial(bmp, 60_000, 60_000, 8, 1),
    "bmp of runs with all the pixels": partial(bmp, SIDE, SIDE, 8, 1),
    "bmp with no pixels": partial(bmp, SIDE, SIDE, 24, 0),
    "avif of boxes in boxes": partial(boxes, b"avif", 2000),
    "heic of boxes in boxes": partial(boxes, b"heic", 2000),
    "avif of 5,000,000 boxes": partial(many_boxes, b"avif", 5_000_000),
    "heic of 90,000 boxes": partial(many_boxes, b"heic", 90_000),
    "avif that says 60,000 x 60,000": partial(grid, "AVIF", 60_000, 60_000),
    "heic that says 60,000 x 60,000": partial(grid, "HEIF", 60_000, 60_000),
    "heic that says 9,000 x 9,000": partial(grid, "HEIF", 9000, 9000),
    "avif of 36 Mpx": partial(flat, "AVIF", "RGB", 6000, 6000, speed=10),
    "heic of 6 Mpx": partial(flat, "HEIF", "RGB", 3000, 2000),
    "more than is read": partial(bytes, (64 << 20) + 1),
    "as much as is read, of noise after a jpeg": lambda: jpeg(64) + bytes(range(256)) * (1 << 17),
}
