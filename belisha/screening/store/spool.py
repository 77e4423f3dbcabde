"""Rows on their way into order: spread over files by a part of their value, so that each fits into memory."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 6
PARTS = 1 << BITS
TOGETHER = 1 << 18  # Rows that are held before they are spread.


class Spool:
    """Rows of one kind, in PARTS files; `place` says for each row into which."""

    def __init__(self, folder: Path, dtype: "np.dtype[Any]") -> None:
        folder.mkdir()
        self._folder, self._dtype = folder, dtype
        self._held: list[NDArray[Any]] = []
        self._holding = 0
        self.count = 0

    def append(self, rows: NDArray[Any]) -> None:
        """Take rows."""
        self._held.append(rows)
        self._holding += len(rows)
        self.count += len(rows)
        if self._holding >= TOGETHER:
            self._spread()

    def parts(self) -> Iterator[NDArray[Any]]:
        """The rows part by part, in order of their places; each file goes as it is read."""
        self._spread()
        for number in range(PARTS):
            path = self._path(number)
            if path.exists():
                rows = np.fromfile(path, dtype=self._dtype)
                path.unlink()
                yield rows
        self._folder.rmdir()

    def discard(self) -> None:
        """Remove what is on the disk."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _spread(self) -> None:
        if not self._holding:
            return
        rows = np.concatenate(self._held)
        self._held, self._holding = [], 0
        places = place(rows)
        rows = rows[np.argsort(places, kind="stable")]
        ends = np.cumsum(np.bincount(places, minlength=PARTS))
        for number, part in enumerate(np.split(rows, ends[:-1])):
            if len(part):
                with self._path(number).open("ab") as file:
                    file.write(part.tobytes())

    def _path(self, number: int) -> Path:
        return self._folder / f"part-{number:02}"


def place(rows: NDArray[Any]) -> NDArray[np.uint8]:
    """Digests by their first bits, in order; hashes by all of theirs, evenly however alike they are."""
    names = rows.dtype.names or ()
    if "high" in names:
        return (rows["high"] >> np.uint64(64 - BITS)).astype(np.uint8)
    words = rows["hash"]
    mixed = words[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    for word in (1, 2, 3):
        mixed = (mixed ^ words[:, word]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - BITS)).astype(np.uint8)
