"""Bytes to the frames of a video by FFmpeg, through PyAV, where belisha[video] is installed.

Runs on what strangers send, so it is called in a bounded worker process alone (see pool.py). FFmpeg reads
only the containers named here: its playlists and pipes could name other files.
"""

import contextlib
import importlib
import io
import pkgutil
from typing import TYPE_CHECKING

from PIL import Image

from belisha.screening import header
from belisha.screening.gather import Gathered, hashed
from belisha.screening.limits import MAX_PIXELS
from belisha.screening.pdq import Hashed
from belisha.screening.pdq_reference import SMALLEST
from belisha.screening.pixels import turn
from belisha.screening.seen import NotScreened
from belisha.screening.video_frames import Watch

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

DISTINCT = 16
"""Bits by which a frame differs from every one that is kept, or it isn't kept."""
SHRUNK = 512
"""Pixels of the longer side above which frames are hashed shrunk, to this at the least."""

_BY_MAGIC = (
    (0, b"\x1aE\xdf\xa3", "Matroska", "matroska,webm"),
    (8, b"AVI ", "AVI", "avi"),
    (0, b"FLV\x01", "FLV", "flv"),
    (0, b"OggS", "Ogg", "ogg"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "ASF", "asf"),
    (0, b"\0\0\x01\xba", "MPEG", "mpeg"),
    (0, b"\0\0\x01\xb3", "MPEG", "mpegvideo"),
)
_MOV = "mov,mp4,m4a,3gp,3g2,mj2"
_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"skip", b"pnot"})
# By degrees anticlockwise that a player turns it: EXIF's word for the same.
_TURNED = {90: 8, 180: 3, 270: 6}
HALF = 3
_NOT_LOADED = frozenset({"av.__main__", "av.about", "av.datasets"})  # To be run, or reaching for the network.
_PICTURES = header.AVIF_BRANDS | header.HEIC_BRANDS


def container_of(data: bytes) -> tuple[str, str] | None:
    """Our name and FFmpeg's for the container that the first bytes name; None where it is no video."""
    for at, magic, name, demuxer in _BY_MAGIC:
        if data.startswith(magic, at):
            return ("WebM", demuxer) if b"webm" in data[:64] else (name, demuxer)
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return None if brand in _PICTURES else ("MOV" if brand == b"qt  " else "MP4", _MOV)
    if data[4:8] in _QUICKTIME:
        return "MOV", _MOV
    # A GIF begins with the same letter, and may carry packets of a video in its comments.
    is_packets = data[:1] == data[188:189] == data[376:377] == b"G" and header.format_of(data) is None
    return ("MPEG-TS", "mpegts") if is_packets else None


def look(data: bytes, name: str, demuxer: str) -> Gathered:
    """The hashes of a video's frames; `name` and `demuxer` as `container_of` says.

    Raises NotScreened with the reason: no_video where PyAV isn't installed.
    """
    try:
        import av
    except ImportError:
        raise NotScreened(reason="no_video") from None
    try:
        with av.open(io.BytesIO(data), "r", format=demuxer, metadata_errors="ignore") as opened:
            seen = _look(opened, name)
    except av.error.MemoryError as refused:
        raise NotScreened(reason="too_much_memory") from refused
    except (av.error.FFmpegError, ValueError) as refused:
        raise NotScreened(reason="encrypted" if b"encv" in data else "damaged") from refused
    # What is a picture too may be shown as that, and then its frames say nothing.
    seen.partial |= header.format_of(data) is not None
    return seen


def prepare() -> None:
    """Load all of PyAV where it is installed: it loads its parts when a stream needs them."""
    with contextlib.suppress(ImportError):
        import av

        for part in pkgutil.walk_packages(av.__path__, "av."):
            if part.name not in _NOT_LOADED:
                importlib.import_module(part.name)


def _look(opened: "InputContainer", name: str) -> Gathered:
    if not opened.streams.video:
        raise NotScreened(reason="format")  # Sound alone.
    shown = [one for one in opened.streams.video if not _is_cover(one)] or opened.streams.video
    stream = shown[0]
    stream.thread_count = 1
    width, height = stream.width, stream.height
    if width * height > MAX_PIXELS:
        raise NotScreened(reason="too_many_pixels")
    if min(width, height) < SMALLEST:
        raise NotScreened(reason="too_small")
    seen = Gathered(width, height, name, "exact", video=True, seconds=_seconds(opened, stream))
    watch = Watch(stream, seen.seconds)
    for number, frame in watch.frames(opened):
        _add(seen, number, frame)
    if not seen.hashes:
        raise NotScreened(reason="too_slow" if watch.late else "damaged")
    seen.frames = max(stream.frames, watch.packets)
    # Of several pictures that run side by side, a player may show another one.
    seen.partial = watch.missed or len(shown) > 1
    return seen


def _is_cover(stream: "VideoStream") -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _add(seen: Gathered, number: int, frame: "VideoFrame") -> None:
    """Keep a frame's hash if it shows something new; the first of all also as a player turns it."""
    picture, full = _picture(frame)
    found = hashed(picture, full)
    if not seen.hashes and frame.rotation % 360 in _TURNED:
        orientation = _TURNED[frame.rotation % 360]
        size = full[::-1] if full and orientation != HALF else full
        seen.displayed = hashed(turn(picture, orientation), size).pdq.hex()
    if _is_new(seen, found):
        seen.add(found, f"frame {number}")


def _is_new(seen: Gathered, found: Hashed) -> bool:
    bits = int.from_bytes(found.pdq)
    return all((bits ^ int.from_bytes(known)).bit_count() >= DISTINCT for known in seen.hashes)


def _picture(frame: "VideoFrame") -> tuple[Image.Image, tuple[int, int] | None]:
    """In red, green and blue; of a large one in grey, averaged down, with the size that it had."""
    full = frame.width, frame.height
    by = max(full) // SHRUNK
    if by < 2 or min(full) // by < SMALLEST:
        return Image.fromarray(frame.reformat(format="rgb24", threads=1).to_ndarray()), None
    width, height = (-(-side // by) for side in full)
    shrunk = frame.reformat(width, height, "gray", interpolation="AREA", threads=1)
    return Image.fromarray(shrunk.to_ndarray()), full


def _seconds(opened: "InputContainer", stream: "VideoStream") -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (opened.duration or 0) / 1_000_000
