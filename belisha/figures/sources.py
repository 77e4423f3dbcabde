"""Where figures stand: one source is one answer, file or page, at one time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """An answer. Sources are numbered as they came; a later one supersedes what an earlier one said.

    `file` and `sha256` name what was imported; `address` is where the public finds it. `received` is the day
    on which it came to whoever collates, or was published. `taken` is the day on which it was taken in, `by`
    the name of who did.
    """

    number: int
    title: str
    publisher: str = ""
    address: str = ""
    file: str = ""
    sha256: str = ""
    received: date | None = None
    note: str = ""
    taken: date | None = None
    by: str = ""

    @property
    def known(self) -> date | None:
        """The day from which it was known: when it came, else when it was taken in."""
        return self.received or self.taken
