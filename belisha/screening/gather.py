"""What is gathered of one file while it is looked at: its hashes, and what each of them is of."""

from dataclasses import dataclass, field

from PIL import Image

from belisha.screening import pdq
from belisha.screening.found import View
from belisha.screening.pixels import octets
from belisha.screening.seen import Fingerprint


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
    if full is not None:
        return pdq.hash_shrunk(octets(picture), *full)
    return (pdq.hash_grey if picture.mode == "L" else pdq.hash_rgb)(octets(picture))
