"""Files that were made to hurt, all drawn by code: some 1,100 of them, the same each time.

`files()` yields (name, bytes); what is cut, flipped, lied in and glued together comes from small harmless
pictures, what is endless or huge from hostile_bombs.py.
"""

import io
import random
import struct
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image

from tests.screening import hostile_bombs

pillow_heif.register_heif_opener()

VIDEOS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "mp4": ("mp4", "video", {"codec": "libx264"}),
    "mp4 fragments": ("fragments", "video", {"codec": "libx264"}),
    "mov": ("mov", "video", {"codec": "mpeg4", "each": 5}),
    "webm": ("webm", "video", {"codec": "libvpx-vp9", "each": 5}),
    "mkv": ("matroska", "video", {"codec": "libx265", "each": 5, "x265-params": "log-level=none"}),
    "avi": ("avi", "video", {"codec": "mpeg4"}),
    "mpegts": ("mpegts", "video", {"codec": "mpeg2video"}),
    "flv": ("flv", "video", {"codec": "flv"}),
}
FORMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    # name: (Pillow's format, mode, how it is saved)
    "jpeg": ("JPEG", "RGB", {"quality": 80}),
    "jpeg progressive": ("JPEG", "RGB", {"progressive": True}),
    "jpeg grey": ("JPEG", "L", {}),
    "jpeg cmyk": ("JPEG", "CMYK", {"progressive": True}),
    "mpo": ("MPO", "RGB", {"save_all": True}),
    "png": ("PNG", "RGB", {}),
    "png palette": ("PNG", "P", {}),
    "png 16 bit": ("PNG", "I;16", {}),
    "png transparent": ("PNG", "RGBA", {}),
    "apng": ("PNG", "RGB", {"save_all": True}),
    "gif": ("GIF", "P", {}),
    "gif animated": ("GIF", "P", {"save_all": True}),
    "webp": ("WEBP", "RGB", {}),
    "webp lossless": ("WEBP", "RGBA", {"lossless": True}),
    "webp animated": ("WEBP", "RGB", {"save_all": True}),
    "bmp": ("BMP", "RGB", {}),
    "bmp palette": ("BMP", "P", {}),
    "tiff": ("TIFF", "RGB", {}),
    "tiff lzw": ("TIFF", "RGB", {"compression": "tiff_lzw"}),
    "tiff jpeg": ("TIFF", "RGB", {"compression": "jpeg"}),
    "tiff fax": ("TIFF", "1", {"compression": "group4"}),
    "tiff float": ("TIFF", "F", {}),
    "tiff big": ("TIFF", "RGB", {"big_tiff": True, "compression": "tiff_deflate"}),
    "tiff pages": ("TIFF", "RGB", {"save_all": True}),
    "avif": ("AVIF", "RGB", {"speed": 10}),
    "avif animated": ("AVIF", "RGB", {"save_all": True, "speed": 10}),
    "heic": ("HEIF", "RGB", {}),
    "heic several": ("HEIF", "RGB", {"save_all": True}),
    **(VIDEOS if find_spec("av") else {}),
}
CUTS, FLIPS, LIES = 14, 12, 8
ENORMOUS = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff", b"\0\0\0\0", b"\x80\0\0\0", b"\0\x01\0\0")


@cache
def picture(form: str) -> bytes:
    """A small harmless picture or video in one of FORMS."""
    kind, mode, options = FORMS[form]
    if mode == "video":
        from tests.screening.film import film

        return film([_drawn(turn, "RGB") for turn in range(3)], kind, **options)
    drawn = [_drawn(turn, mode) for turn in range(3)]
    if options.get("save_all"):
        options = {**options, "append_images": drawn[1:]}
    file = io.BytesIO()
    drawn[0].save(file, kind, **options)
    return file.getvalue()


def _drawn(turn: int, mode: str) -> Image.Image:
    y, x = np.mgrid[0:96, 0:128]
    waves = np.stack([128 + 120 * np.sin((x * (turn + c + 1) + y * (3 - c)) / 17) for c in range(3)], axis=-1)
    image = Image.fromarray(waves.astype(np.uint8))
    if mode == "I;16":
        return Image.fromarray((waves[..., 0] * 256).astype(np.uint16))
    return image.convert(mode)


def files() -> Iterator[tuple[str, bytes]]:
    """Every file, those that are quick to make first."""
    for form in FORMS:
        yield f"harmless {form}", picture(form)
        for family in (truncated, flipped, lied_in):
            yield from family(form)
    yield from glued()
    yield from named_otherwise()
    yield from nothing_much()
    for name, make in bombs():
        yield name, make()


def quick() -> Iterator[tuple[str, bytes]]:
    """One file of every kind and format: what `make test` has time for."""
    for form in FORMS:
        number = sum(form.encode())
        for family in (truncated, flipped, lied_in):
            made = list(family(form))
            yield made[number % len(made)]
    yield from nothing_much()


def bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What is huge or endless; each is made only when it is called for."""
    yield from hostile_bombs.BOMBS.items()


def truncated(form: str) -> Iterator[tuple[str, bytes]]:
    """Cut off at even distances, and just before the end."""
    data = picture(form)
    for number in range(1, CUTS + 1):
        yield f"truncated {form} {number}", data[: len(data) * number // (CUTS + 1)]
    yield f"truncated {form} by one", data[:-1]


def flipped(form: str) -> Iterator[tuple[str, bytes]]:
    """With one bit turned over, or many."""
    chance = random.Random(form)
    for number in range(FLIPS):
        data = bytearray(picture(form))
        for _ in range(1 << (number % 6)):
            data[chance.randrange(8, len(data))] ^= 1 << chance.randrange(8)
        yield f"flipped {form} {number}", bytes(data)


def lied_in(form: str) -> Iterator[tuple[str, bytes]]:
    """With enormous, negative or no sizes where the header has numbers."""
    chance = random.Random(form)
    for number in range(LIES):
        data = bytearray(picture(form))
        for _ in range(1 + number % 3):
            lie, at = chance.choice(ENORMOUS), chance.randrange(8, min(200, len(data) - 4))
            data[at : at + len(lie)] = lie
        yield f"lied in {form} {number}", bytes(data)


def glued() -> Iterator[tuple[str, bytes]]:
    """Two files in one: one after or inside the other, or the start of one and the rest of the other."""
    forms = ["jpeg", "png", "gif", "webp", "bmp", "tiff", "avif", "heic"]
    for first in forms:
        for second in forms:
            if first != second:
                one, two = picture(first), picture(second)
                yield f"{second} after {first}", one + two
                yield f"{first} begun, {second} went on", one[:32] + two[32:]
                yield f"{second} inside {first}", one[: len(one) // 2] + two + one[len(one) // 2 :]


def named_otherwise() -> Iterator[tuple[str, bytes]]:
    """Formats that Pillow could read, or that others take for pictures, and that aren't read here."""
    others = {
        "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
        "html": b"<!doctype html><p>A page.</p>",
        "zip": b"PK\x03\x04" + bytes(60),
        "gzip": b"\x1f\x8b\x08" + bytes(60),
        "psd": b"8BPS\0\x01" + bytes(60),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\nshowpage\n",
        "xpm": b'/* XPM */\nstatic char *a[] = {"1 1 1 1", "a c #fff", "a"};',
        "executable": b"\x7fELF\x02\x01\x01" + bytes(60),
        "jpeg xl": b"\xff\x0a" + bytes(60),
        "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
        "playlist": b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:9,\nfile:///etc/passwd\n",
    }
    for kind in ("ICO", "TGA", "PPM", "PCX", "SGI", "DIB", "JPEG2000", "XBM", "ICNS"):
        file = io.BytesIO()
        _drawn(0, "1" if kind == "XBM" else "RGB").resize((64, 64)).save(file, kind)
        others[kind.lower()] = file.getvalue()
    for name, data in others.items():
        yield name, data
        yield f"jpeg with {name} after it", picture("jpeg") + data
        yield f"{name} with jpeg after it", data + picture("jpeg")


def nothing_much() -> Iterator[tuple[str, bytes]]:
    """Empty, one byte, noise, and the first bytes of each format followed by nothing or by noise."""
    chance = random.Random(1)
    yield "empty", b""
    yield "one byte", b"\xff"
    for number in range(6):
        yield f"noise {number}", chance.randbytes(1 << (4 + 3 * number))
    for form in FORMS:
        start = picture(form)[:16]
        yield f"only the start of {form}", start
        yield f"start of {form} and noise", start + chance.randbytes(5000)
        yield f"start of {form} and nothing", start + bytes(5000)
    yield "a size that is no number", picture("bmp")[:18] + struct.pack("<ii", -(2**31), -(2**31))
