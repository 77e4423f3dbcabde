"""What is gathered of one file while it is looked at: its hashes, and what each of them is of."""

from dataclasses import dataclass, field, replace

from PIL import Image

from belisha.screening import pdq
from belisha.screening.found import View
from belisha.screening.pdq_reference import window
from belisha.screening.pixels import octets
from belisha.screening.seen import Fingerprint

TRANSPOSED = 7
"""The place in `pdq.Hashed.dihedral` of the picture mirrored along its diagonal: the one without an error."""
MIRRORED_UP_TO = 1_000_000
"""Pixels. Above this the variants that follow from the hash's own frequencies are 12 bits off at most."""
MIRRORED_AT = 256
"""Pixels of the shorter side that are left, at the least, of what is mirrored."""


@dataclass
class Gathered:
    """All hashes of one file, none of them twice; `displayed` where the first isn't shown as it is stored."""

    width: int
    height: int
    format: str
    mode: str
    frames: int = 1
    partial: bool = False
    displayed: str = ""
    video: bool = False
    seconds: float = 0.0
    hashes: dict[bytes, tuple[pdq.Hashed, str]] = field(default_factory=dict)

    def add(self, hashed: pdq.Hashed, what: str) -> None:
        """Keep a hash and its variants, unless it is known from another view."""
        self.hashes.setdefault(hashed.pdq, (hashed, what))

    @property
    def sure(self) -> bool:
        """False where a picture that was decoded shrunk may have another hash at its full size."""
        return all(one.sure for one, _ in self.hashes.values())

    def fingerprint(self) -> Fingerprint:
        """All of it as a value, without the digests of the file."""
        first, _ = next(iter(self.hashes.values()))
        return Fingerprint(
            md5="",
            sha1="",
            sha256="",
            width=self.width,
            height=self.height,
            format=self.format,
            frames=self.frames,
            partial=self.partial,
            pdq=first.pdq.hex(),
            pdq_displayed=self.displayed or first.pdq.hex(),
            quality=first.quality,
            dihedral=tuple(variant.hex() for variant in first.dihedral),
            views=tuple(View(one.pdq.hex(), one.quality, what) for one, what in self.hashes.values()),
            turned=self._turned(),
            mode=self.mode,
            video=self.video,
            seconds=self.seconds,
        )

    def _turned(self) -> tuple[View, ...]:
        seen: dict[str, View] = {}
        for hashed, what in self.hashes.values():
            for variant in hashed.dihedral:
                seen.setdefault(variant.hex(), View(variant.hex(), hashed.quality, what))
        return tuple(seen.values())


def hashed(picture: Image.Image, full: tuple[int, int] | None = None) -> pdq.Hashed:
    """The hash of a picture in mode L or RGB, and of its variants.

    `full`: the width and height that a decoder shrunk it from, in mode L.
    """
    width, height = full or picture.size
    if full is not None:
        found = pdq.hash_shrunk(octets(picture), *full)
    else:
        found = (pdq.hash_grey if picture.mode == "L" else pdq.hash_rgb)(octets(picture))
    lie_evenly = all(window(side)[0] % 2 for side in (width, height))
    return (
        found if lie_evenly or width * height > MIRRORED_UP_TO else _mirrored(found, picture, (width, height))
    )


def _mirrored(found: pdq.Hashed, picture: Image.Image, full: tuple[int, int]) -> pdq.Hashed:
    """With the variants of the picture mirrored in truth.

    PDQ's windows lie unevenly around its points where they are an even number of pixels wide, so that the
    hash of a mirrored picture is up to 40 bits from what follows from the frequencies of the picture as it
    is. Only along the diagonal nothing is lost: so four hashes make the eight variants.
    """
    by = max(1, min(picture.size) // MIRRORED_AT)
    small = picture.convert("L")
    small = small.reduce(by) if by > 1 else small
    upright, mirror = octets(small), octets(small.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    left_right, up_down, half_turn = (
        pdq.hash_shrunk(pixels, *full) for pixels in (mirror, upright[::-1], mirror[::-1])
    )
    turns = (found.pdq, _transposed(left_right), half_turn.pdq, _transposed(up_down))
    mirrored = (left_right.pdq, _transposed(half_turn), up_down.pdq, _transposed(found))
    return replace(found, dihedral=(*turns, *mirrored))


def _transposed(of: pdq.Hashed) -> bytes:
    return of.dihedral[TRANSPOSED]
