"""The perceptual fingerprint PDQ: 256 bits that hardly change when a picture is recompressed or resized.

Every bit of the hash is the one that `pdqhash` gives for the same RGB pixels. The numpy arrays are only read.

The variants are those of the picture turned and mirrored in truth, within 2 bits, unless frequencies are
equal but for roundings: in plain gradients, and where a side has less than 32 pixels. `compute_dihedral` of
`pdqhash` makes them of the picture as it is, and is up to 40 bits off: PDQ's windows lie unevenly around its
points where they are an even number of pixels wide.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha import native
from belisha.screening import pdq_reference as reference

# Now, and not when the first picture comes: a worker that decodes is confined by then, and can load nothing.
native.core()


@dataclass(frozen=True)
class Hashed:
    """`pdq`: 32 bytes, most significant first, as lists and `threatexchange` write it. `quality`: 0 to 100.

    `dihedral`: as it is, turned by 90, 180 and 270 degrees anticlockwise, then each mirrored left to right:
    the hashes of the pictures that this makes.
    `sure`: False where a shrunk picture doesn't tell the full one's fingerprint, as of noise or a gradient.
    """

    pdq: bytes
    quality: int
    dihedral: tuple[bytes, ...]
    sure: bool = True

    @property
    def pdq_hex(self) -> str:
        """64 lower-case hexadecimal digits."""
        return self.pdq.hex()


NOTHING = Hashed(bytes(32), 0, (bytes(32),) * 8)
"""Of a picture with a side of less than 5 pixels."""


def hash_rgb(picture: NDArray[np.uint8]) -> Hashed:
    """Of RGB pixels, shape (height, width, 3). Raises ValueError for another shape or type."""
    _check(picture, 3)
    if picture.shape[2] != 3:
        raise ValueError("RGB has three channels")
    return _hash("hash_rgb", picture)


def hash_grey(picture: NDArray[np.uint8]) -> Hashed:
    """Of grey pixels, shape (height, width): what `hash_rgb` says of the same grey as RGB."""
    _check(picture, 2)
    return _hash("hash_grey", picture)


def hash_shrunk(picture: NDArray[np.uint8], full_width: int, full_height: int) -> Hashed:
    """Of grey pixels that a decoder has averaged down: within 8 bits of the full picture's, where `sure`.

    For JPEG decoded at 1/2, 1/4 or 1/8, to 512 pixels a side at least. Raises ValueError for a full size that
    is smaller than the picture.
    """
    _check(picture, 2)
    if full_height < picture.shape[0] or full_width < picture.shape[1]:
        raise ValueError("the full size is at least that of the picture")
    if core := _core():
        return _from_core(*core.hash_shrunk(picture, full_width, full_height, native.chosen()))
    if min(full_width, full_height) < reference.SMALLEST:
        return NOTHING
    points = reference.mirrored_of_shrunk(picture, full_width, full_height)
    return _of_points(points, few_near=reference.FEW_NEAR)


def _check(picture: NDArray[np.uint8], dimensions: int) -> None:
    if picture.dtype != np.uint8 or picture.ndim != dimensions or not picture.size:
        raise ValueError(f"pixels are uint8 in {dimensions} dimensions, at least one of them")


def _hash(function: str, picture: NDArray[np.uint8]) -> Hashed:
    if core := _core():
        return _from_core(*getattr(core, function)(picture, native.chosen()))
    if min(picture.shape[:2]) < reference.SMALLEST:
        return NOTHING
    return _of_points(reference.mirrored(picture))


def _core() -> Any | None:
    return None if native.chosen() == native.REFERENCE else native.core()


def _from_core(quality: int, dihedral: tuple[bytes, ...], sure: bool = True) -> Hashed:
    return Hashed(dihedral[0], quality, dihedral, sure)


def _of_points(points: list[list[reference.Floats]], few_near: int = 256) -> Hashed:
    turns = reference.turned(points)
    hashes = tuple(reference.bits(turn) for turn in turns)
    sure = max(reference.near(turn) for turn in turns) <= few_near
    return Hashed(hashes[0], reference.quality(points[0][0]), hashes, sure)
