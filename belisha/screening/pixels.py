"""From a decoded picture to the pixels that are hashed: 8 bits of grey, or of red, green and blue.

Colours are taken as stored: of a colour profile only what a mode can't be read without (Lab) is applied.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Pixels = NDArray[np.uint8]
"""(height, width) grey, or (height, width, 3) red, green and blue."""

NUMBERS = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})
"""Modes with one number a pixel and more than 8 bits: Pillow's own conversion to 8 bits clips them."""

WHITES = (255.0, 1023.0, 4095.0, 16383.0, 65535.0)
"""The highest numbers of 8 to 16 bits: pictures of 10 or 12 bits lie in files of 16."""
# A tag of TIFF, and what it says where zero is white.
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0

COPIED_AT_ONCE, ROWS = 4_000_000, 256
"""Above so many pixels, so many rows are copied together: Pillow's own way needs all of them twice."""

# By EXIF's word for it: how a stored picture is turned for display.
_DISPLAYED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_UNDONE_BY = {6: 8, 8: 6}


def ways(image: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """Each way in which a picture may be seen, "stored" first, in mode L or RGB.

    A transparent one is "stored" on white; on black it may be another picture, and other tools hash what
    lies below the transparency ("opaque"), so all three are given.
    """
    if not image.has_transparency_data or image.mode in NUMBERS:
        yield "stored", _plain(image)
        return
    layered = image.convert("RGBA")
    yield "stored", _over(layered, "white")
    if layered.getchannel("A").getextrema() != (255, 255):
        yield "on_black", _over(layered, "black")
        yield "opaque", layered.convert("RGB")


def turn(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as EXIF's orientation (1 to 8) has it displayed."""
    return image.transpose(_DISPLAYED[orientation]) if orientation in _DISPLAYED else image


def turn_back(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it is stored, of one that was turned for display."""
    return turn(image, _UNDONE_BY.get(orientation, orientation))


def octets(image: Image.Image) -> Pixels:
    """The pixels of a picture in mode L or RGB."""
    if image.width * image.height <= COPIED_AT_ONCE:
        return np.asarray(image)
    shape = (image.height, image.width) if image.mode == "L" else (image.height, image.width, 3)
    pixels = np.empty(shape, np.uint8)
    for top in range(0, image.height, ROWS):
        rows = image.crop((0, top, image.width, min(top + ROWS, image.height)))
        pixels[top : top + ROWS] = np.asarray(rows)
    return pixels


def _plain(image: Image.Image) -> Image.Image:
    """In mode L or RGB, for a picture without transparency."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode in NUMBERS:
        return Image.fromarray(_scaled(image))
    if image.mode == "LAB":
        return _from_lab(image)
    return image.convert("L" if image.mode == "1" else "RGB")


def _over(layered: Image.Image, colour: str) -> Image.Image:
    ground = Image.new("RGB", layered.size, colour)
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _scaled(image: Image.Image) -> Pixels:
    """Numbers of any depth as 8 bits: scaled by the range that they lie in, never cut off."""
    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0.0, neginf=0.0)
    values -= min(0.0, float(values.min()))
    values *= 255.0 / _white(float(values.max()), image.mode)
    if getattr(image, "tag_v2", {}).get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        values = 255.0 - values
    return np.rint(values).astype(np.uint8)


def _white(highest: float, mode: str) -> float:
    """The number that is white: the smallest usual one that holds them all, or else the highest of them."""
    usual = (1.0, *WHITES) if mode == "F" else WHITES
    return next((white for white in usual if highest <= white), highest)


def _from_lab(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    seen = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    assert seen is not None  # noqa: S101 - only a conversion in place answers nothing
    return seen
