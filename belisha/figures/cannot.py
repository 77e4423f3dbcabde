"""What the figures don't carry: said, with what is missing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from belisha.refusal import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A figure that would be needed. `why`: its state (cells.STATES), "absent", "break" or "from zero"."""

    area: str
    name: str
    year: str
    why: str
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class CannotSay(Refusal):
    """{because}"""

    code = "cannot_say"

    def __init__(self, sentence: str, *, missing: Iterable[Missing] = (), reason: str = "missing") -> None:
        # `reason`: missing, break, from_zero, unknown_area, unknown_year, unknown_series, too_few, ambiguous.
        self.missing = tuple(missing)
        self.reason = reason
        super().__init__(because=sentence)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "cannot_say": self.sentence,
            "reason": self.reason,
            "missing": [one.to_dict() for one in self.missing],
        }
