"""Pictures drawn by whole numbers alone, so that every machine and every version of numpy draws the same."""

from collections.abc import Iterator

import numpy as np

SIZES = [
    (64, 64), (5, 5), (5, 301), (302, 5), (31, 17), (63, 65), (127, 128), (129, 130), (256, 255), (240, 320),
    (477, 633), (16, 3001), (1000, 1024),
]  # fmt: skip
"""Rows and columns: around every change of the window, a tall one, a wide one, and about a megapixel."""


def drawn() -> Iterator[tuple[str, np.ndarray]]:
    """(name, RGB pixels) of every kind in every size, and one of twelve megapixels."""
    for height, width in SIZES:
        for kind, draw in KINDS.items():
            yield f"{kind} {height}x{width}", draw(height, width)
    yield "waves 3000x4000", waves(3000, 4000)


def draw(name: str) -> np.ndarray:
    """The picture of that name."""
    kind, _, size = name.partition(" ")
    return KINDS[kind](*map(int, size.split("x")))


def flat(height, width):
    return np.full((height, width, 3), (10, 200, 77), np.uint8)


def noise(height, width):
    """Every octet another: a hash of its place."""
    places = np.arange(height * width * 3, dtype=np.uint32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, 1)):
        places = (places ^ (places >> np.uint32(shift))) * np.uint32(factor)
    return (places & np.uint32(255)).astype(np.uint8).reshape(height, width, 3)


def faint(height, width):
    """Noise in a few dark shades, of which fingerprints are made of next to nothing."""
    return noise(height, width) // 32 + np.uint8(20)


def gradient(height, width):
    down, across = np.mgrid[:height, :width]
    shades = [(down + across) * 255 // (height + width), across * 200 // width, down * 90 // height]
    return np.stack(shades, -1).astype(np.uint8)


def boxes(height, width):
    """Chequered, with a frame in another colour around a bright middle."""
    down, across = np.mgrid[:height, :width]
    picture = np.stack([(down // 9 + across // 5) % 2 * shade for shade in (250, 200, 90)], -1)
    picture[height // 7 : height // 2, width // 5 : width * 3 // 4] = (30, 90, 160)
    picture[height // 3 : height * 2 // 5, width // 3 : width // 2] = (255, 240, 250)
    return picture.astype(np.uint8)


def waves(height, width):
    """Parabolic waves in several directions and sizes, with a little noise: the nearest to a photograph."""
    down, across = ((1024 * np.arange(side, dtype=np.int32)) // side for side in (height, width))
    down = down[:, None]
    light = 90 + sum(
        _wave(down * a + across * b + c) // d
        for a, b, c, d in (
            (1, 2, 70, 4),
            (3, -1, 300, 6),
            (5, 4, 900, 9),
            (-7, 11, 20, 12),
            (13, 17, 500, 20),
        )
    )
    picture = np.empty((height, width, 3), np.uint8)
    for channel, shade in enumerate((light, light * 7 // 8 + down // 50, light * 3 // 4 + across // 30)):
        picture[..., channel] = np.clip(shade, 3, 252)
    return picture - 3 + noise(height, width) % 7


def _wave(place):
    """-256 to 256 and back, every 1024."""
    half = place & 511
    return (half * (512 - half) // 256) * (1 - (place >> 8 & 2))


KINDS = {one.__name__: one for one in (flat, noise, faint, gradient, boxes, waves)}
