"""Which frames of an animation, or pages of a file with several, are looked at."""

import time
from collections.abc import Iterator

from PIL import Image

MOST = 128
"""Frames hashed of one file, evenly spread; and as many again that are shown for long."""
LONG = 1000
"""Milliseconds: a frame that stays at least so long is hashed wherever it stands."""
PAGED = frozenset({"TIFF", "HEIF"})
"""Formats, in Pillow's words, whose pages stay for as long as one looks."""


class OutOfTime(Exception):
    """The frames that are left would take longer than is allowed."""


class TooMany(Exception):
    """More frames stay for long than are hashed."""


def count(image: Image.Image) -> int:
    """How many frames or pages the file says that it has."""
    return getattr(image, "n_frames", 1)


def others(image: Image.Image, until: float) -> Iterator[tuple[int, Image.Image]]:
    """The number (from 1) and picture of each frame to be hashed beside the one that is open.

    All that lie between are decoded too, since most formats store only what changes. Raises OutOfTime when
    `time.monotonic()` passes `until`, TooMany, and whatever Pillow raises at a frame that can't be read.
    """
    every, first, long_ones = -(-count(image) // MOST), image.tell(), 0
    for place in range(count(image)):
        if place == first:
            continue
        if time.monotonic() > until:
            raise OutOfTime
        image.seek(place)
        image.load()
        is_long = image.format in PAGED or image.info.get("duration", 0) >= LONG
        if is_long and place % every:
            if long_ones == MOST:
                raise TooMany
            long_ones += 1
        if is_long or place % every == 0:
            yield place + 1, image
