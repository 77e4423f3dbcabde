"""Bytes to pictures by Pillow: only the formats named here, and every way to fail has its word.

Runs on what strangers send, so it is called in a bounded worker process alone (see pool.py).
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageFile, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin, _imaging

from belisha.screening.limits import MAX_PIXELS
from belisha.screening.seen import NotScreened

PLUGINS = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "GIF": "GIF",
    "WebP": "WEBP",
    "BMP": "BMP",
    "TIFF": "TIFF",
    "AVIF": "AVIF",
    "HEIC": "HEIF",
}
"""Our names of formats: Pillow's. A file is read by the plugin for what its first bytes say, no other."""
# Pillow loads every plugin that there is where the one asked for isn't there yet.
_LOADED = (AvifImagePlugin, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What decoders raise at a file that was made to confuse them; what else they raise the pool logs.
_DAMAGED = (
    *(ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(struct.error, zlib.error),
)
_ORIENTATION = 0x0112

# One thread a worker: its memory is bounded. A thumbnail is never taken for the picture: it may be another.
pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Pillow warns above this, and warnings are errors here; it looks at every frame, also where a header lied.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# Memory that a picture has left is kept for the next, 32 MB at the most: the kernel's own is slow to get.
_imaging.set_blocks_max(2)
READ_AT_ONCE = 1 << 20
"""Bytes that Pillow's JPEG decoder is given at once; what it hasn't used it reads again with the next."""


@contextmanager
def opened(data: bytes, kind: str, *, damaged: bool = False) -> Iterator[ImageFile.ImageFile]:
    """The picture, its pixels not yet decoded. `kind`: its format, one of PLUGINS, as header.check() says.

    `damaged`: read as much as there is of a file that ends early. Raises NotScreened, also for whatever goes
    wrong inside.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = damaged
    try:
        with _named_reasons(), Image.open(io.BytesIO(data), formats=(PLUGINS[kind],)) as image:
            image.decodermaxblock = READ_AT_ONCE
            yield image
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def orientation(image: Image.Image) -> int:
    """How EXIF has it turned for display: 1 to 8, 1 where it says nothing or nothing that can be read.

    HEIC turns the picture itself while it is decoded and has EXIF ignored; pillow-heif does both.
    """
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:
        return 1
    return found if found in range(1, 9) else 1


@contextmanager
def _named_reasons() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except NotScreened:
        raise
    except _BOMB as refused:
        raise NotScreened(reason="too_many_pixels") from refused
    except MemoryError as refused:
        raise NotScreened(reason="too_much_memory") from refused
    except _DAMAGED as refused:
        raise NotScreened(reason="damaged") from refused
