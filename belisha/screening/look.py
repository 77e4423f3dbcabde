"""Looking at one file: from its bytes to its fingerprints. What the pool runs, inside a bounded worker.

Everything a picture may show is hashed: as stored, as displayed, on white and on black, and its frames.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PIL import Image, ImageFile

from belisha.screening import decode, frames, header, pdq, pixels
from belisha.screening.found import View
from belisha.screening.pdq_reference import SMALLEST
from belisha.screening.pixels import Pixels
from belisha.screening.seen import Fingerprint, NotScreened

EXACT, FAST = "exact", "fast"
SHRUNK_TO = (512, 512)
"""A fast look decodes a JPEG at the smallest of libjpeg's scales that is no smaller than this."""
SECONDS = 6.0
"""For all frames of an animation together; what was read by then is hashed, and marked as partial."""


@dataclass
class _Seen:
    """What is gathered of one file. `views`: hashes with their eight variants, and what of; none twice."""

    width: int
    height: int
    format: str
    mode: str
    frames: int = 1
    partial: bool = False
    displayed: str = ""
    views: dict[bytes, tuple[pdq.Hashed, str]] = field(default_factory=dict)

    def add(self, hashed: pdq.Hashed, what: str) -> None:
        self.views.setdefault(hashed.pdq, (hashed, what))


def look(data: bytes, mode: str = EXACT) -> Fingerprint:
    """The fingerprints of a picture or video, its digests left empty: a worker isn't asked for those.

    Raises NotScreened with the reason. Not to be called with a stranger's bytes outside a worker.
    """
    kind = header.check(data)
    try:
        return _fingerprint(_look(data, kind, mode, damaged=False))
    except NotScreened as refused:
        if refused.reason != "damaged":
            raise
        return _fingerprint(_look(data, kind, mode, damaged=True))


def prepare() -> None:
    """Load what decoders load late: a worker can't open files once it is shut in (see pool_worker.py)."""
    for name in decode.PLUGINS.values():
        drawn = io.BytesIO()
        Image.linear_gradient("L").convert("RGB").save(drawn, name)
        look(drawn.getvalue())


def _look(data: bytes, kind: str, mode: str, *, damaged: bool) -> _Seen:
    with decode.opened(data, kind, damaged=damaged) as image:
        seen = _first(image, kind, mode)
        seen.partial = damaged
        if damaged and not any(hashed.quality for hashed, _ in seen.views.values()):
            raise NotScreened(reason="damaged")  # What was lost is grey: nothing is left to be seen.
        _others(image, seen)
        return seen


def _first(image: ImageFile.ImageFile, kind: str, mode: str) -> _Seen:
    """The picture that is seen first, as it is stored and as it is displayed."""
    if min(image.size) < SMALLEST:
        raise NotScreened(reason="too_small")
    turned, full = decode.orientation(image), image.size
    shrunk = mode == FAST and _shrink(image)
    image.load()
    seen = _Seen(*full, kind, FAST if shrunk else EXACT)
    for what, stored in _as_stored(image, turned):
        seen.add(_hashed(stored, full, shrunk=shrunk), what)
        if what == "stored" and turned > 1:
            size = full if turned < 5 else full[::-1]
            displayed = _hashed(pixels.turn(stored, turned), size, shrunk=shrunk)
            seen.displayed = displayed.pdq.hex()
            seen.add(displayed, "displayed")
    return seen


def _shrink(image: ImageFile.ImageFile) -> bool:
    """Have a JPEG decoded in grey, at a fraction of its size; False where that can't be."""
    return (
        image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB") and bool(image.draft("L", SHRUNK_TO))
    )


def _as_stored(image: Image.Image, turned: int) -> Iterator[tuple[str, Pixels]]:
    # Pillow displays a TIFF while it loads it, and only a TIFF.
    undone = turned if image.format == "TIFF" else 1
    return ((what, pixels.turn_back(way, undone)) for what, way in pixels.ways(image))


def _hashed(picture: Pixels, full: tuple[int, int], *, shrunk: bool) -> pdq.Hashed:
    if shrunk:
        return pdq.hash_shrunk(picture, *full)
    return pdq.hash_rgb(picture) if picture.ndim == 3 else pdq.hash_grey(picture)


def _others(image: ImageFile.ImageFile, seen: _Seen) -> None:
    try:
        seen.frames = frames.count(image)
        for number, frame in frames.others(image, time.monotonic() + SECONDS):
            if min(frame.size) >= SMALLEST:
                for _, way in pixels.ways(frame):
                    seen.add(_hashed(way, frame.size, shrunk=False), f"frame {number}")
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise
    except Exception:
        # What was read before the damage, or before the time ran out, is worth being looked for. What follows
        # the picture of a JPEG isn't shown to anybody, and phones write much there that Pillow can't read.
        seen.partial = seen.partial or image.format != "MPO"


def _fingerprint(seen: _Seen) -> Fingerprint:
    first, _ = next(iter(seen.views.values()))
    views = [View(hashed.pdq.hex(), hashed.quality, what) for hashed, what in seen.views.values()]
    turned = [
        replace(view, pdq=variant.hex())
        for view, (hashed, _) in zip(views, seen.views.values(), strict=True)
        for variant in hashed.dihedral
    ]
    return Fingerprint(
        md5="",
        sha1="",
        sha256="",
        width=seen.width,
        height=seen.height,
        format=seen.format,
        frames=seen.frames,
        partial=seen.partial,
        pdq=first.pdq.hex(),
        pdq_displayed=seen.displayed or first.pdq.hex(),
        quality=first.quality,
        dihedral=tuple(variant.hex() for variant in first.dihedral),
        views=tuple(views),
        turned=tuple(dict.fromkeys(turned)),
        mode=seen.mode,
    )
