"""What a tool's event says, as far as this desk reads it; nothing here knows a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from belisha.intake.incoming import Shape
from belisha.intake.models import Concern
from belisha.refusal import Refusal


class WrongShape(Refusal):
    """This is no event of {tool} as its documentation describes it. Nothing was kept."""

    code = "wrong_shape"

    def __init__(self, *, tool: str, errors: Mapping[str, str]) -> None:
        super().__init__(tool=tool)
        self.errors = dict(errors)


class Concerns(Shape):
    """Which concern a tool's own words stand for; `otherwise` for what none of them names.

    With `otherwise` empty only what is named becomes a report. The rest stays in the tool, and is counted.
    """

    words: dict[str, list[Concern]] = {}
    otherwise: list[Concern] = [Concern.OTHER]

    def of(self, names: Sequence[str]) -> list[str]:
        """The concerns of these words of the tool, each once."""
        found = [concern for name in names for concern in self.words.get(name, ())]
        return list(dict.fromkeys(concern.value for concern in found or self.otherwise))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One event. `report` is in the shape of the API, None where none is to be made: `why` says so.

    `key` is the tool's own name of the thing, by which a repeat is told. `left_out` names what could not be
    used or is not read, `missing` what was looked for in vain.
    """

    event: str
    key: str = ""
    at: datetime | None = None
    report: Mapping[str, Any] | None = field(default=None, repr=False)
    why: str = ""
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """Why no report is made, as a sentence; empty where one is."""
        return f"The event {self.why}." if self.why else ""
