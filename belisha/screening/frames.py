"""Which frames of an animation, or pages of a file with several, are looked at."""

import time
from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from belisha.screening import pixels

MOST = 128
"""Frames hashed of one file, evenly spread; and as many again that are shown for long."""
MOST_NEW = 256
"""Frames hashed beside these because they look like none before."""
LONG = 1000
"""Milliseconds: a frame that stays at least so long is hashed wherever it stands."""
NEW = 6.0
"""Steps of grey of 256: a frame that differs by so much on the average, at SHRUNK, from each that was new
before it shows something else."""
SHRUNK = (16, 16)
PAGED = frozenset({"TIFF", "HEIF"})
"""Formats, in Pillow's words, whose pages stay for as long as one looks."""


class OutOfTime(Exception):
    """The frames that are left would take longer than is allowed."""


class TooMany(Exception):
    """More frames stay for long, or show another scene, than are hashed."""


def count(image: Image.Image) -> int:
    """How many frames or pages the file says that it has."""
    return getattr(image, "n_frames", 1)


def others(image: Image.Image, until: float) -> Iterator[tuple[int, Image.Image]]:
    """The number (from 1) and picture of each frame to be hashed beside the one that is open.

    All that lie between are decoded too, since most formats store only what changes, and hashed where they
    look like none before. Raises OutOfTime when `time.monotonic()` passes `until`, TooMany, and whatever
    Pillow raises at a frame that can't be read.
    """
    every, first = -(-count(image) // MOST), image.tell()
    picks = _Picks(image) if every > 1 else None
    for place in range(count(image)):
        if place == first:
            continue
        if time.monotonic() > until:
            raise OutOfTime
        image.seek(place)
        image.load()
        if picks is None or picks.takes(image, evenly=place % every == 0):
            yield place + 1, image


class _Picks:
    """Which frames are taken of a file that has more than are hashed."""

    def __init__(self, first: Image.Image) -> None:
        self._seen = np.zeros((0, 2, *SHRUNK), dtype=np.float32)
        self._long = self._new = 0
        self._looks_new(first)

    def takes(self, image: Image.Image, *, evenly: bool) -> bool:
        """Is this frame to be hashed? Raises TooMany."""
        is_long = image.format in PAGED or image.info.get("duration", 0) >= LONG
        is_new = image.format not in PAGED and self._looks_new(image)
        if not evenly:
            self._long += is_long
            self._new += is_new and not is_long
        if self._long > MOST or self._new > MOST_NEW:
            raise TooMany
        return evenly or is_long or is_new

    def _looks_new(self, image: Image.Image) -> bool:
        shrunk = _shrunk(image)
        steps = np.abs(self._seen - shrunk).mean(axis=(2, 3)).max(axis=1)
        if len(steps) and steps.min() < NEW:
            return False
        self._seen = np.concatenate([self._seen, shrunk[np.newaxis]])
        return True


def _shrunk(image: Image.Image) -> NDArray[np.float32]:
    """On white and on black, (2, 16, 16) of grey: a transparent frame may be another picture on each."""
    ways = [way for _, way in islice(pixels.ways(image), 2)]
    small = [way.resize(SHRUNK, Image.Resampling.BOX).convert("L") for way in (ways[0], ways[-1])]
    return np.stack([np.asarray(one, dtype=np.float32) for one in small])
