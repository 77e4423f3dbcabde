"""PDQ in numpy, sum by sum in the order of Meta's program: no rounding differs, so no bit does.

Of a picture mirrored, the points are weighted sums instead: one pass over the pixels makes all of them.

Where nothing was compiled, Belisha hashes with this; the tests hold the compiled core to it. Sources:
Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019; for the roundings,
pdqhash 0.2.8.
"""

import functools
import itertools
import math
from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Octets = NDArray[np.uint8]
Floats = NDArray[np.float32]
SIDE, KEPT = 64, 16
SMALLEST = 5
"""Pixels: a picture with a shorter side has no fingerprint."""
WHOLE = 2**22
"""All weights of a point."""
FEW_NEAR = 16
"""Of drawn pictures at most half of the near frequencies fell to the other side: 16 of them make 8 bits."""
AT_ONCE = 256
"""Rows that are converted and summed together: bounds the memory."""
LIGHT = (0.299, 0.587, 0.114)


def mirrored(picture: Octets) -> list[list[Floats]]:
    """The points of the picture as it is, exactly, and mirrored: [upside down][left to right].

    Shapes: (h, w) grey or (h, w, 3) RGB.
    """
    sides = (np.rint(_both(tents(side)) * WHOLE) for side in picture.shape[:2])
    (_, left_right), upside_down = _weighed(picture, *sides)
    return [[square(picture), left_right], upside_down]


def square(picture: Octets) -> Floats:
    """The picture as 64 x 64 points of light: two passes of a box over rows and columns, then samples.

    Shapes: (h, w) grey or (h, w, 3) RGB.
    """
    height, width = picture.shape[:2]
    if (height, width) == (SIDE, SIDE):
        return light(picture)
    once = (row for block in _blocks(picture) for row in box(light(block), np.arange(width)))
    twice = _box_down(once, height)
    columns = samples(width)
    narrow = [box(np.array(chunk), columns) for chunk in _chunks(twice)]
    return box(np.concatenate(narrow).T, samples(height)).T


def mirrored_of_shrunk(picture: Octets, full_width: int, full_height: int) -> list[list[Floats]]:
    """The points of a picture of that full size, from a smaller one whose pixels are means of its.

    Shape: (h, w) grey, as libjpeg decodes it at 1/2, 1/4 or 1/8; for other ratios evenly divided.
    """
    height, width = picture.shape
    scale = shrunk_by((full_height, full_width), (height, width))
    down = _projected(full_height, height, scale or full_height / height)
    across = _projected(full_width, width, scale or full_width / width)
    return _weighed(picture, down, across)


def shrunk_by(full: tuple[int, int], shrunk: tuple[int, int]) -> int:
    """1, 2, 4 or 8, where both sides are the full ones divided by that and rounded up; 0 where none fits."""
    fits = (by for by in (1, 2, 4, 8) if tuple(-(-side // by) for side in full) == shrunk)
    return next(fits, 0)


def light(picture: Octets) -> Floats:
    """Luminance; of RGB as float64, then rounded once."""
    if picture.ndim == 2:
        return picture.astype(np.float32)
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    luma: NDArray[np.float64] = red * LIGHT[0] + green * LIGHT[1] + blue * LIGHT[2]
    return luma.astype(np.float32)


def box(rows: Floats, wanted: NDArray[np.intp]) -> Floats:
    """The mean over a window around each wanted column, from one running sum along each row.

    The window moves by adding what enters it and then subtracting what leaves it; each rounds the sum.
    """
    size = rows.shape[1]
    full, ahead = window(size)
    steps = np.zeros((len(rows), 2 * size + ahead), np.float32)
    steps[:, 0 : 2 * size : 2] = rows
    steps[:, 2 * full + 1 : 2 * size : 2] = -rows[:, : size - full]
    steps[:, 2 * size :] = -rows[:, size - full : size - full + ahead]
    sums = np.cumsum(steps, axis=1, dtype=np.float32)
    edge = wanted + ahead
    at = np.where(edge < size, 2 * edge + 1, size + edge)
    return sums[:, at] / _counts(size)[wanted]


def window(size: int) -> tuple[int, int]:
    """How many pixels a window has where the picture is `size` long, and how many of them lie ahead."""
    full = (size + 2 * SIDE - 1) // (2 * SIDE)
    return full, full // 2


def samples(size: int) -> NDArray[np.intp]:
    """Where the 64 points lie."""
    return ((np.arange(SIDE) + 0.5) * size / SIDE).astype(np.intp)


def frequencies(points: Floats) -> Floats:
    """The 16 x 16 lowest frequencies of 64 x 64 points, the constant ones left out; rows are vertical."""
    cosines = _cosines()
    half = np.zeros((KEPT, SIDE), np.float32)
    whole = np.zeros((KEPT, KEPT), np.float32)
    for k in range(SIDE):
        half += cosines[:, k, None] * points[None, k, :]
    for k in range(SIDE):
        whole += half[:, k, None] * cosines[None, :, k]
    return whole


def quality(points: Floats) -> int:
    """0 to 100: how much there is to see, from the differences between neighbouring points."""
    differences = [points[:-1] - points[1:], points[:, :-1] - points[:, 1:]]
    steps = sum(
        int(np.abs((d * np.float32(100) / np.float32(255)).astype(np.int32)).sum()) for d in differences
    )
    return min(steps // 90, 100)


def bits(values: Floats) -> bytes:
    """32 bytes, most significant bit first: which of the 256 lie above the lower of the two middle ones."""
    return np.packbits((values.ravel() > _middle(values))[::-1]).tobytes()


def near(values: Floats) -> int:
    """How many lie so near the middle that a shrunk picture can't tell on which side they are."""
    return int((np.abs(values - _middle(values)) < np.float32(0.5)).sum())


def turned(points: list[list[Floats]]) -> tuple[Floats, ...]:
    """The frequencies of the picture turned by 0, 90, 180 and 270 degrees anticlockwise, then those mirrored.

    Of the picture mirrored along its diagonal, rows and columns change places, and nothing else does.
    """
    (as_it_is, left_right), (upside_down, both) = [[frequencies(one) for one in pair] for pair in points]
    return as_it_is, left_right.T, both, upside_down.T, left_right, both.T, upside_down, as_it_is.T


def tents(size: int) -> NDArray[np.float64]:
    """Shape (64, size): with what weight each pixel counts in each point. Two passes of a box make a tent."""
    full, ahead = window(size)
    around = samples(size)[:, None] + np.arange(ahead - full + 1, ahead + 1)
    inside = (around >= 0) & (around < size)
    middle = np.clip(around, 0, size - 1)
    first, last = np.maximum(middle - (full - 1 - ahead), 0), np.minimum(middle + ahead, size - 1)
    share = inside / inside.sum(axis=1, keepdims=True) / (last - first + 1)
    changes = np.zeros((SIDE, size + 1))
    points = np.arange(SIDE)[:, None]
    np.add.at(changes, (points, first), share)
    np.add.at(changes, (points, last + 1), -share)
    return np.cumsum(changes, axis=1)[:, :size]


def _both(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (128, size): after them, those of the side mirrored."""
    return np.concatenate([weights, weights[:, ::-1]])


def _weighed(picture: Octets, down: NDArray[np.float64], across: NDArray[np.float64]) -> list[list[Floats]]:
    """The points as sums of the pixels by these weights, as they are and mirrored."""
    grey = np.zeros((2 * SIDE, picture.shape[1]))
    for point, weights in zip(grey, down, strict=True):
        (counted,) = weights.nonzero()
        rows = slice(counted[0], counted[-1] + 1)
        sums = np.tensordot(weights[rows], picture[rows].astype(np.float64), 1)
        point[:] = sums if picture.ndim == 2 else sums @ np.array(LIGHT)
    points = np.asarray(grey @ across.T / WHOLE / WHOLE, np.float32)
    return [np.split(half, 2, axis=1) for half in np.split(points, 2)]


def _projected(full: int, shrunk: int, scale: float) -> NDArray[np.float64]:
    """The tents of the full size, and those mirrored, given to the pixels of the smaller picture.

    Each weight goes to the pixel that the weighed one went into. In whole numbers: their sums are exact in
    whatever order, so that every machine has the same answer.
    """
    pixels = np.minimum(np.arange(full) / scale, shrunk - 1).astype(np.intp)
    first = np.searchsorted(pixels, np.arange(shrunk))
    weights: NDArray[np.float64] = np.add.reduceat(_both(tents(full)), first, axis=1)
    return np.rint(weights * WHOLE)


def _middle(values: Floats) -> np.float32:
    return np.float32(np.partition(values.ravel(), 127)[127])


def _blocks(picture: Octets) -> Iterator[Octets]:
    return (picture[start : start + AT_ONCE] for start in range(0, len(picture), AT_ONCE))


def _chunks(rows: Iterable[Floats]) -> Iterator[list[Floats]]:
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, AT_ONCE)):
        yield chunk


def _box_down(rows: Iterable[Floats], size: int) -> Iterator[Floats]:
    """What `box` does, along the columns: row after row, holding no more of them than the window has."""
    full, ahead = window(size)
    counts = _counts(size)
    held: deque[Floats] = deque()
    total = np.zeros(1, np.float32)
    for number, row in enumerate(itertools.chain(rows, [None] * ahead)):
        if row is not None:
            held.append(row)
            total = total + row
        if row is None or number >= full:
            total = total - held.popleft()
        if number >= ahead:
            yield total / counts[number - ahead]


@functools.lru_cache(maxsize=16)
def _counts(size: int) -> Floats:
    full, ahead = window(size)
    places = np.arange(size)
    first = np.maximum(places - (full - 1 - ahead), 0)
    return (np.minimum(places + ahead, size - 1) - first + 1).astype(np.float32)


@functools.cache
def _cosines() -> Floats:
    """A discrete cosine transform of 64 points, its rows 1 to 16."""
    scale, step = float(np.float32(math.sqrt(2 / SIDE))), math.pi / 2 / SIDE
    rows = [[scale * math.cos(step * (i + 1) * (2 * j + 1)) for j in range(SIDE)] for i in range(KEPT)]
    return np.array(rows, np.float32)
