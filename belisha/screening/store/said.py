"""What a source says of its entries: words by a code for each entry, and its own ids in sealed blocks."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from belisha.screening.parse.entry import NoEntry
from belisha.screening.store.arrays import Appended, ArrayFile, durably, mapped, write
from belisha.screening.store.secrets import ListKeys
from belisha.vault.seal import seal, unseal

BLOCK = 256  # Ids that are sealed together.
MOST_WORDS = 60_000
TABLE = "lists"


class Words(NamedTuple):
    """What an entry says of itself besides its fingerprints."""

    category: str = ""
    grade: str = ""
    video: bool = False


class WordList:
    """Every combination of words once, in the order in which they came."""

    def __init__(self, known: Iterable[Words] = (Words(),)) -> None:
        self._codes: dict[Words, int] = {words: code for code, words in enumerate(known)}

    def code(self, words: Words) -> int:
        """The number of these words; raises NoEntry where there are too many different ones."""
        found = self._codes.get(words)
        if found is None:
            if len(self._codes) >= MOST_WORDS:
                raise NoEntry(f"the list has more than {MOST_WORDS:,} different categories")
            found = self._codes[words] = len(self._codes)
        return found

    def of_videos(self) -> list[int]:
        """The codes that say that an entry is a video."""
        return [code for words, code in self._codes.items() if words.video]

    def write(self, folder: Path, keys: ListKeys, version: str) -> ArrayFile:
        """Seal them into a file."""
        plain = json.dumps([list(words) for words in self._codes], ensure_ascii=False).encode()
        return sealed_file(folder, "words", keys, version, plain)


def read_words(folder: Path, keys: ListKeys, version: str, known: ArrayFile) -> list[Words]:
    """The words by their codes."""
    octets = mapped(folder, known).tobytes()
    plain = unseal(keys.sealing, octets, table=TABLE, column="words", row=version)
    return [Words(*words) for words in json.loads(plain)]


class SourceWriter:
    """Takes the ids of entries in their order, and seals each BLOCK of them."""

    def __init__(self, folder: Path, keys: ListKeys, version: str, name: str = "sources") -> None:
        self._keys, self._version, self._name = keys, version, name
        self._folder = folder
        self._octets = Appended(folder, name, np.dtype("u1"))
        self._ends = [0]
        self._held: list[str] = []
        self._empty = 0  # Entries without an id that came so far; most lists have none at all.
        self.any = False

    def skip(self, count: int) -> None:
        """Entries that have no id."""
        self._empty += count

    def append(self, source_id: str) -> None:
        """The id of the next entry."""
        if not source_id:
            self._empty += 1
            return
        self.any = True
        while self._empty:
            some = min(self._empty, BLOCK - len(self._held))
            self._held += [""] * some
            self._empty -= some
            self._seal_if_full()
        self._held.append(source_id)
        self._seal_if_full()

    def close(self) -> dict[str, ArrayFile]:
        """The files; entries behind the last that has an id are in no block."""
        if self._held:
            self._seal()
        blocks = write(self._folder, f"{self._name}-blocks", np.array(self._ends, "<u8"))
        return {"sources": self._octets.close(), "blocks": blocks}

    def _seal_if_full(self) -> None:
        if len(self._held) == BLOCK:
            self._seal()

    def _seal(self) -> None:
        block = f"{self._version}/{len(self._ends) - 1}"
        plain = json.dumps(self._held, ensure_ascii=False).encode()
        sealed = seal(self._keys.sealing, 1, plain, table=TABLE, column="source", row=block)
        self._octets.append(np.frombuffer(sealed, dtype=np.uint8))
        self._ends.append(self._ends[-1] + len(sealed))
        self._held = []


class Sources:
    """Opens the id of one entry, or of all."""

    def __init__(self, folder: Path, known: dict[str, ArrayFile], keys: ListKeys, version: str) -> None:
        self._octets: NDArray[Any] = mapped(folder, known["sources"])
        self._ends: NDArray[Any] = mapped(folder, known["blocks"])
        self._keys, self._version = keys, version
        self._opened = lru_cache(maxsize=64)(self._open)

    def of(self, entry: int) -> str:
        """The id of an entry; empty where its source gave none."""
        block, place = divmod(entry, BLOCK)
        ids = self._opened(block) if block < len(self._ends) - 1 else []
        return ids[place] if place < len(ids) else ""

    def __iter__(self) -> Iterator[str]:
        for block in range(len(self._ends) - 1):
            yield from self._open(block)

    def _open(self, block: int) -> list[str]:
        sealed = self._octets[int(self._ends[block]) : int(self._ends[block + 1])].tobytes()
        row = f"{self._version}/{block}"
        ids: list[str] = json.loads(unseal(self._keys.sealing, sealed, table=TABLE, column="source", row=row))
        return ids


def sealed_file(folder: Path, name: str, keys: ListKeys, version: str, plain: bytes) -> ArrayFile:
    """Seal bytes into a file of their own."""
    import hashlib

    sealed = seal(keys.sealing, 1, plain, table=TABLE, column=name, row=version)
    durably(folder / f"{name}.sealed", sealed)
    return ArrayFile(f"{name}.sealed", "|u1", (len(sealed),), hashlib.sha256(sealed).hexdigest())
