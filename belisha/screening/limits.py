"""How much one file may cost: every bound that is given to a decoder, or checked before one."""

import time
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading one file may cost.

    `seconds`: from the question to the answer, waiting included, so that it is ended within 10; also the
    processor time of one task.
    `memory`: bytes that may be resident in the process that reads it, the interpreter and the file included.
    `waiting`: bytes of all files that are held at once, waiting ones included.
    """

    seconds: float = 9.5
    memory: int = 512 * MIB
    waiting: int = 512 * MIB

    @property
    def patience(self) -> float:
        """Seconds that a file waits for a worker; what is left of its time is enough for any honest one."""
        return self.seconds / 2


@dataclass
class _Clock:
    until: float | None = None


clock = _Clock()
"""Of this process: when the file that is being read has to be answered, by time.monotonic()."""


def time_left() -> float:
    """Seconds until the pool ends the reading of this file; outside a worker, what a file gets at most."""
    return Limits.seconds if clock.until is None else clock.until - time.monotonic()


MAX_BYTES = 64 * MIB
"""The largest file that is read."""

MAX_ANSWER = 4 * MIB
"""Bytes of a worker's answer. The fingerprints of a video of an hour stay under a tenth of it."""

MAX_PIXELS = 89_478_485
"""Pixels of one picture: where Pillow begins to warn, a quarter of a gigabyte at 24 bits."""

MAX_SCANS = 64
"""Passes over a JPEG. libjpeg's own script makes 10 of a colour picture and 18 of one in four inks."""

MAX_SCANNED = 2_500_000_000
"""Pixels times passes of a JPEG. An empty pass takes 0.7 ms a megapixel, so this is 2 seconds."""

MAX_PARTS = 100_000
"""Segments, chunks, blocks or boxes of one file. A 64 MB PNG as libpng writes it has 8,200."""

MAX_PAGES = 10_000
"""Directories of one TIFF. Each costs Pillow about 0.1 ms before a pixel is decoded."""

MAX_ENTRIES = 200_000
"""Entries of all directories of one TIFF; a directory has some twenty."""
