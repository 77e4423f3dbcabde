"""What a list holds, whatever its file looks like: entries with fingerprints in bytes, and refused lines."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

LONGEST_WORD = 40  # characters of a category or grade, as the tables keep them
LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: what it is recognised by, and what its source says of it.

    `fingerprints`: (kind, bytes) of "pdq", "md5", "sha1", "sha256", "photodna", "url", or "kept" (a digest
    that a version holds). `video`: its PDQ hashes are the frames of one video. `gone`: the source takes back
    what it listed under this source id.
    """

    fingerprints: tuple[tuple[str, bytes], ...] = ()
    category: str = ""
    grade: str = ""
    source_id: str = ""
    video: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Many entries at once, with nothing said of them: one fingerprint a row, uint8 (n, width), under each of
    `kinds`, which are several where nobody can tell which of them it is."""

    kinds: tuple[str, ...]
    octets: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is no entry; `number` as a person counts, `reason` without the value. `unknown`: it is one
    of a kind that isn't compared here, and no sign of a broken file."""

    number: int
    reason: str
    unknown: bool = False

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A line that says that its entry is no longer listed."""

    number: int


Parsed: TypeAlias = Entry | Block | Refused | Withdrawn


class NoEntry(ValueError):
    """This line is no entry; the text says why, without the value."""


class UnknownKind(NoEntry):
    """This line names a kind of fingerprint that isn't compared here."""


@lru_cache(maxsize=4096)
def word(value: str | None, longest: int = LONGEST_WORD) -> str:
    """A word of the source on one line, cut to what the tables keep."""
    return " ".join((value or "").split())[:longest]
