"""Arrays in files: as the matching core writes and maps them, and appended in parts."""

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha.matching.files import ArrayFile, WrongFile, durably, mapped, sync, verify, write

__all__ = ["Appended", "ArrayFile", "WrongFile", "durably", "mapped", "sync", "verify", "write"]


class Appended:
    """A column that grows in its file; its digest is made on the way."""

    def __init__(self, folder: Path, name: str, dtype: "np.dtype[Any]") -> None:
        self._path, self._dtype, self._count = folder / f"{name}.bin", dtype, 0
        self._file = self._path.open("xb")
        self._digest = hashlib.sha256()

    def append(self, values: NDArray[Any]) -> None:
        """Put these behind the others."""
        octets = np.ascontiguousarray(values, dtype=self._dtype).tobytes()
        self._digest.update(octets)
        self._file.write(octets)
        self._count += len(values)

    def close(self) -> ArrayFile:
        """Wait until all of it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return ArrayFile(self._path.name, self._dtype.str, (self._count,), self._digest.hexdigest())
