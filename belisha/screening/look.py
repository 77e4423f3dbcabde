"""Looking at one file: from its bytes to its fingerprints. What the pool runs, inside a bounded worker.

Everything a picture may show is hashed: as stored, as displayed, on white and on black, and its frames.
"""

import io
import time
from collections.abc import Iterator

from PIL import Image, ImageFile

from belisha.screening import decode, frames, header, pixels, video
from belisha.screening.gather import Gathered, hashed
from belisha.screening.header_walks import has_film
from belisha.screening.limits import time_left
from belisha.screening.pdq_reference import SMALLEST
from belisha.screening.seen import Fingerprint, NotScreened

EXACT, FAST = "exact", "fast"
SHRUNK_TO = (512, 512)
"""A fast look decodes a JPEG at the smallest of libjpeg's scales that is no smaller than this."""
SECONDS = 6.0
"""For all frames of an animation; what was read by then is hashed, and the file marked as partial."""
KEPT_BACK = 2.0
"""Seconds of the time that is left: for the frame that is being decoded, and for the answer."""
_TOO_MUCH = (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def look(data: bytes, mode: str = EXACT) -> Fingerprint:
    """The fingerprints of a picture or video, its digests left empty: a worker isn't asked for those.

    Raises NotScreened with the reason. Not to be called with a stranger's bytes outside a worker.
    """
    if container := video.container_of(data):
        return video.look(data, *container).fingerprint()
    kind = header.check(data)
    seen = _read(data, kind, mode)
    if not seen.sure:
        seen = _read(data, kind, EXACT)
    # What is a film too may be played as that, and then its picture says nothing.
    seen.partial |= kind in ("AVIF", "HEIC") and has_film(data)
    return seen.fingerprint()


def prepare() -> None:
    """Load what decoders load late: a worker can't open files once it is shut in (see pool_worker.py)."""
    for name in decode.PLUGINS.values():
        drawn = io.BytesIO()
        Image.linear_gradient("L").resize((16, 16)).convert("RGB").save(drawn, name)
        look(drawn.getvalue())
    video.prepare()


def _read(data: bytes, kind: str, mode: str) -> Gathered:
    """All of the file, or what is left of one that ends early."""
    try:
        return _look(data, kind, mode, damaged=False)
    except NotScreened as refused:
        if refused.reason != "damaged":
            raise
        return _look(data, kind, mode, damaged=True)


def _look(data: bytes, kind: str, mode: str, *, damaged: bool) -> Gathered:
    with decode.opened(data, kind, damaged=damaged) as image:
        seen = _first(image, kind, mode)
        seen.partial = damaged
        if damaged and not any(one.quality for one, _ in seen.hashes.values()):
            raise NotScreened(reason="damaged")  # What was lost is grey: nothing is left to be seen.
        _others(image, seen)
        return seen


def _first(image: ImageFile.ImageFile, kind: str, mode: str) -> Gathered:
    """The picture that is seen first, as it is stored and as it is displayed."""
    if min(image.size) < SMALLEST:
        raise NotScreened(reason="too_small")
    turned, full = decode.orientation(image), image.size
    shrunk = mode == FAST and _shrink(image)
    image.load()
    seen = Gathered(*full, kind, FAST if shrunk else EXACT)
    for what, stored in _as_stored(image, turned):
        seen.add(hashed(stored, full if shrunk else None), what)
        if what == "stored" and turned > 1:
            size = full if turned < 5 else full[::-1]
            displayed = hashed(pixels.turn(stored, turned), size if shrunk else None)
            seen.displayed = displayed.pdq.hex()
            seen.add(displayed, "displayed")
    return seen


def _shrink(image: ImageFile.ImageFile) -> bool:
    """Have a JPEG decoded in grey, at a fraction of its size; False where that can't be."""
    is_jpeg = image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB")
    return is_jpeg and bool(image.draft("L", SHRUNK_TO))


def _as_stored(image: Image.Image, turned: int) -> Iterator[tuple[str, Image.Image]]:
    # Pillow displays a TIFF while it loads it, and only a TIFF.
    undone = turned if image.format == "TIFF" else 1
    return ((what, pixels.turn_back(way, undone)) for what, way in pixels.ways(image))


def _others(image: ImageFile.ImageFile, seen: Gathered) -> None:
    try:
        seen.frames = frames.count(image)
        until = time.monotonic() + min(SECONDS, time_left() - KEPT_BACK)
        for number, frame in frames.others(image, until):
            if min(frame.size) >= SMALLEST:
                for _, way in pixels.ways(frame):
                    seen.add(hashed(way), f"frame {number}")
    except _TOO_MUCH:
        raise
    except Exception:
        # What was read before the damage, or before the time ran out, is worth being looked for. What follows
        # the picture of a JPEG isn't shown to anybody, and phones write much there that Pillow can't read.
        seen.partial = seen.partial or image.format != "MPO"
