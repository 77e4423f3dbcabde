"""Which frames of a video are looked at: by time, at each cut, and as far as the time allows."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from belisha.screening.limits import time_left

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

EVERY = 1.0
"""Seconds between the frames that are looked at; more where that would be more than MOST."""
MOST = 240
"""Frames looked at by time; and as many again at cuts."""
CHANGED = 24.0
"""Mean difference, of 255, between small versions of two frames that lie on two sides of a cut."""
SMALL = 16
"""Pixels of a side of these small versions."""
THOROUGH = 3.0
"""Seconds of work for which every frame is decoded; then only those that stand alone, when one is due."""
SECONDS, KEPT_BACK = 6.5, 2.0
"""Seconds of work in all, and how many of the file's time are kept for the answer."""
GAP = 12.0
"""Seconds of the video: where nothing was seen for longer, it was seen in part. Encoders leave 10 at most."""
END = 1.0
"""Seconds by which a whole video may end before the time that it gives."""


class Watch:
    """Goes through one video once. `packets`: how many frames it has.

    `missed`: some of it wasn't seen; `late`: for want of time.
    """

    def __init__(self, stream: "VideoStream", seconds: float) -> None:
        self._stream, self._seconds = stream, seconds
        self._rate = float(stream.average_rate or 25)
        self._spacing = max(EVERY, seconds / MOST)
        self._start: float | None = None
        self._last = self._reached = 0.0
        self._due = float("-inf")
        self._small: NDArray[np.int_] = np.zeros((SMALL, SMALL), int)
        self._cuts = 0
        self.packets = 0
        self.late = self.missed = False

    def frames(self, opened: "InputContainer") -> Iterator[tuple[int, "VideoFrame"]]:
        """The frames that are worth hashing, each with about its number from 1."""
        began, most = time.monotonic(), min(SECONDS, time_left() - KEPT_BACK)
        for packet in opened.demux(self._stream):
            spent = time.monotonic() - began
            if spent > most:
                self.late = self.missed = True
                return
            self.packets += packet.size > 0
            if spent < THOROUGH or packet.size == 0 or self._stands_alone(packet):
                yield from self._wanted(packet)
        self._note_gap(self._seconds)
        self.missed |= self._seconds - self._reached > END

    def _stands_alone(self, packet: "Packet[VideoStream]") -> bool:
        """Can it be decoded without those before it, and is a frame due?"""
        at = self._time_of(packet.pts)
        return packet.is_keyframe and at >= self._due

    def _wanted(self, packet: "Packet[VideoStream]") -> Iterator[tuple[int, "VideoFrame"]]:
        from av.error import FFmpegError

        try:
            frames = packet.decode()
        except FFmpegError:
            self.missed = True
            return
        for frame in frames:
            at = self._time_of(frame.pts)
            if self._is_wanted(frame, at):
                self._note_gap(at)
                self._last, self._due = at, at + self._spacing
                yield round(at * self._rate) + 1, frame

    def _is_wanted(self, frame: "VideoFrame", at: float) -> bool:
        reduced = frame.reformat(SMALL, SMALL, "gray", interpolation="AREA", threads=1)
        small = reduced.to_ndarray().astype(int)
        is_due = at >= self._due
        is_cut = not is_due and self._cuts < MOST and float(np.abs(small - self._small).mean()) > CHANGED
        if is_due or is_cut:
            self._small = small
        self._cuts += is_cut
        return is_due or is_cut

    def _time_of(self, stamp: int | None) -> float:
        """Seconds from the first frame."""
        if stamp is None or not self._stream.time_base:
            return self._reached
        at = float(stamp * self._stream.time_base)
        self._start = at if self._start is None else self._start
        self._reached = max(self._reached, at - self._start)
        return at - self._start

    def _note_gap(self, at: float) -> None:
        self.missed |= at - self._last > max(GAP, 2 * self._spacing)
