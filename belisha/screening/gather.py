"""What is gathered of one file while it is looked at: its hashes, and what each of them is of."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from belisha.screening import pdq
from belisha.screening.found import View
from belisha.screening.pixels import Pixels
from belisha.screening.seen import Fingerprint

TRANSPOSED = 7
"""The place in `pdq.Hashed.dihedral` of the picture mirrored along its diagonal: the one without an error."""
MIRRORED_UP_TO = 1_500_000
"""Pixels. Above this the variants that follow from the hash's own frequencies are near enough."""


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


def hashed(picture: Pixels, full: tuple[int, int] | None = None) -> pdq.Hashed:
    """The hash of a picture and of its variants. `full`: width and height that a decoder shrunk it from."""
    if full is not None:
        return _mirrored(picture, lambda pixels: pdq.hash_shrunk(pixels, *full))
    return _mirrored(picture, pdq.hash_rgb if picture.ndim == 3 else pdq.hash_grey)


def _mirrored(picture: Pixels, hash_of: Callable[[Pixels], pdq.Hashed]) -> pdq.Hashed:
    """With variants of the pixels mirrored in truth.

    PDQ's sample points don't lie evenly, so that the hash of a mirrored picture is up to 40 bits away from
    what follows from the frequencies of the picture as it is, the more the smaller it is. Only along the
    diagonal nothing is lost: so four hashes make the eight variants.
    """
    as_is = hash_of(picture)
    if picture.shape[0] * picture.shape[1] > MIRRORED_UP_TO:
        return as_is
    left_right, up_down, half_turn = (
        hash_of(pixels.copy()) for pixels in (picture[:, ::-1], picture[::-1], picture[::-1, ::-1])
    )
    turns = (as_is.pdq, _transposed(left_right), half_turn.pdq, _transposed(up_down))
    mirrored = (left_right.pdq, _transposed(half_turn), up_down.pdq, _transposed(as_is))
    return replace(as_is, dihedral=(*turns, *mirrored))


def _transposed(of: pdq.Hashed) -> bytes:
    return of.dihedral[TRANSPOSED]
