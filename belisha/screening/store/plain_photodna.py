"""PhotoDNA hashes as they were given, sealed in blocks: only what compares them by distance reads them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha.screening.store.arrays import Appended, ArrayFile, mapped
from belisha.screening.store.secrets import ListKeys
from belisha.vault.seal import seal, unseal

NAME, TABLE = "photodna", "lists"
WIDTH = 144
ROW = np.dtype([("octets", "u1", (WIDTH,)), ("entry", "<u4")])
BLOCK = 4096  # Hashes that are sealed together.
SEALED = BLOCK * ROW.itemsize + 33  # bytes: with the head, the nonce and the tag of vault/seal.py

Rows = NDArray[np.void]


class PhotoDnaWriter:
    """Takes hashes with the numbers of their entries; makes no file where there is none."""

    def __init__(self, folder: Path, keys: ListKeys, version: str, name: str = NAME) -> None:
        self._folder, self._keys, self._version, self._name = folder, keys, version, name
        self._file: Appended | None = None
        self._held: list[Rows] = []
        self._holding = self._blocks = 0

    def add(self, octets: NDArray[np.uint8], numbers: NDArray[np.uint32]) -> None:
        """Take hashes, (n, 144)."""
        rows = np.empty(len(numbers), dtype=ROW)
        rows["octets"], rows["entry"] = octets, numbers
        self.add_rows(rows)

    def add_rows(self, rows: Rows) -> None:
        """The same, together with their numbers."""
        self._held.append(rows)
        self._holding += len(rows)
        if self._holding >= BLOCK:
            self._seal(whole=True)

    def close(self) -> dict[str, ArrayFile]:
        """The file, if there is one."""
        self._seal(whole=False)
        return {} if self._file is None else {NAME: self._file.close()}

    def _seal(self, *, whole: bool) -> None:
        if not self._holding:
            return
        rows, start = np.concatenate(self._held), 0
        while len(rows) - start >= BLOCK or (start < len(rows) and not whole):
            self._append(rows[start : start + BLOCK])
            start += BLOCK
        self._held = [rows[start:]]
        self._holding = max(len(rows) - start, 0)

    def _append(self, rows: Rows) -> None:
        if self._file is None:
            self._file = Appended(self._folder, self._name, np.dtype("u1"))
        place = f"{self._version}/{self._blocks}"
        sealed = seal(self._keys.sealing, 1, rows.tobytes(), table=TABLE, column=NAME, row=place)
        self._file.append(np.frombuffer(sealed, dtype=np.uint8))
        self._blocks += 1


def rows_in(folder: Path, known: Mapping[str, ArrayFile], keys: ListKeys, version: str) -> Iterator[Rows]:
    """The hashes that a version holds, with the numbers of their entries, a block at a time."""
    if NAME not in known:
        return
    octets: NDArray[Any] = mapped(folder, known[NAME])
    for block, start in enumerate(range(0, len(octets), SEALED)):
        sealed = octets[start : start + SEALED].tobytes()
        plain = unseal(keys.sealing, sealed, table=TABLE, column=NAME, row=f"{version}/{block}")
        yield np.frombuffer(plain, dtype=ROW)
