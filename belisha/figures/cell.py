"""One figure of an answer as a value: what `cells.SCHEMA` holds in a row."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from belisha.figures.amounts import Amount
from belisha.figures.cells import ALL

KNOWN_STATES: Final = ("full", "zero", "suppressed")
"""States that are a number of all that was asked, or two bounds of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What an answer says of one area in one year, and where."""

    series: str
    area: str
    year: str
    state: str
    low: int | None
    high: int | None
    offence: str = ALL
    platform: str = ALL
    note: str = ""
    source: int = 0
    sheet: str = ""
    cell: str = ""
    corrected: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can be compared: a number, or two bounds, of all that was asked."""
        return self.state in KNOWN_STATES and self.low is not None and self.high is not None

    @property
    def amount(self) -> Amount | None:
        """The number as far as it is known; a partial answer's is "at least"."""
        if self.low is None:
            return None
        return Amount.of(self.low, self.high) if self.high is not None else Amount.at_least(self.low)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
