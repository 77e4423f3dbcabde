"""How much work one inspection may cost. What needs more is refused: it can't be checked, so it stays."""

from collections.abc import Set
from dataclasses import dataclass

MAX_BYTES = 32 * 1024 * 1024
"""Largest file taken in. A pack is a few hundred kilobytes; everything is held in memory."""

MAX_UNPACKED = 32 * 1024 * 1024
"""All that one file may unpack to, over every level, so that a bomb can't fill the memory."""

MAX_RATIO = 200
"""An archive may not unpack to more than this many times its size: real text reaches about 30."""

SMALL = 1024 * 1024
"""Below this size a ratio says nothing: a short page of blanks packs a thousand times."""

MAX_MEMBERS = 2_000
"""Members of all archives in one file; a workbook of a hundred sheets has some 300."""

MAX_DEPTH = 3
"""Files within files: an archive of archives of documents; deeper nesting is only ever made to hide."""

MAX_TEXT = 8 * 1024 * 1024
"""Characters of one text: a megabyte takes up to half a second, and a whole report is at most that long."""

MAX_NODES = 100_000
"""Elements of a document or values of a JSON file: each costs some microseconds to look at."""

MAX_FINDINGS = 100
"""One is enough to stop a file; the rest only help a person to mend it."""


class TooMuch(Exception):
    """The inspection costs more than the limits allow; the text says which limit."""


@dataclass
class Budget:
    """What is left of the limits for one inspection. Shared by every level of nesting."""

    unpacked: int = MAX_UNPACKED
    members: int = MAX_MEMBERS
    known: Set[str] = frozenset()
    """Short values that the caller checked as typed fields: they are no pieces of anything."""

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes. Raises TooMuch when the file unpacks to more than it may."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise TooMuch(f"it unpacks to more than {MAX_UNPACKED // SMALL} MB")

    def take_member(self) -> None:
        """Count a member of an archive. Raises TooMuch when there are too many."""
        self.members -= 1
        if self.members < 0:
            raise TooMuch(f"it has more than {MAX_MEMBERS:,} members")
