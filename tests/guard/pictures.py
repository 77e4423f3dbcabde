"""The pictures that the corpus hides: shapes drawn by code, in several formats, and bodies without a head."""

import io
import random
import zlib
from functools import cache

from PIL import Image, ImageDraw


@cache
def drawing(size: int = 96) -> Image.Image:
    """Some coloured ellipses: as busy as a photograph, and of nothing."""
    dice = random.Random(size)
    drawn = Image.new("RGB", (size, size), (90, 120, 150))
    brush = ImageDraw.Draw(drawn)
    for _ in range(size):
        x, y, wide = dice.randrange(size), dice.randrange(size), dice.randrange(4, size // 3)
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        brush.ellipse((x, y, x + wide, y + wide // 2), fill=colour)
    return drawn


@cache
def saved(kind: str, size: int = 96) -> bytes:
    kept = io.BytesIO()
    drawing(size).save(kept, kind)
    return kept.getvalue()


def jpeg_scan() -> bytes:
    """The coded pixels of a JPEG, without one marker before them."""
    whole = saved("JPEG")
    at = whole.index(b"\xff\xda")
    return whole[at + 2 + int.from_bytes(whole[at + 2 : at + 4], "big") : -2]


def png_pixels() -> bytes:
    """The compressed pixels of a PNG: a stream of zlib."""
    return zlib.compress(drawing().tobytes(), 9)


def bitmap_body() -> bytes:
    """Bare pixels, three bytes each, with the grain that a camera leaves."""
    dice = random.Random(5)
    grain = (dice.gauss(0, 14) for _ in range(32 * 32 * 3))
    return bytes(
        int(min(255, max(0, byte + more))) for byte, more in zip(drawing(32).tobytes(), grain, strict=True)
    )


WHOLE = {kind: saved(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")}
HEADLESS = {"JPEG scan": jpeg_scan(), "PNG pixels": png_pixels(), "bitmap body": bitmap_body()}
PICTURES = {**WHOLE, **HEADLESS}
