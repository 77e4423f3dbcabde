"""What the search for a place's police force answers."""

from dataclasses import dataclass
from typing import Literal, TypedDict

Basis = Literal["postcode", "sector", "outcode", "district", "force", "country", "none"]
"""What a place was read as. A county or town counts as "district": an area that is known by its name."""


class ForceJson(TypedDict):
    """One candidate of `ForceAnswer.as_json()`."""

    code: str
    name: str
    share: float | None


class AnswerJson(TypedDict):
    """What `ForceAnswer.as_json()` returns."""

    query: str
    exact: bool
    basis: Basis
    forces: list[ForceJson]
    reason: str
    country: str | None
    suggestions: list[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A force that may have the place; `share` of the unit's postcodes, 0 to 1, None where not known."""

    code: str
    name: str
    share: float | None

    def as_json(self) -> ForceJson:
        """Return plain values."""
        return {"code": self.code, "name": self.name, "share": self.share}


@dataclass(frozen=True, slots=True)
class ForceAnswer:
    """The force of a place when `exact`; otherwise the candidates, best first, or none; always why.

    `suggestions`: places to look up instead, where another may have been meant. A town's basis is "district".
    """

    query: str
    exact: bool
    basis: Basis
    forces: tuple[Candidate, ...]
    reason: str
    country: str | None = None
    suggestions: tuple[str, ...] = ()

    def as_json(self) -> AnswerJson:
        """Return plain values, as `belisha force --json` prints them."""
        return {
            "query": self.query,
            "exact": self.exact,
            "basis": self.basis,
            "forces": [force.as_json() for force in self.forces],
            "reason": self.reason,
            "country": self.country,
            "suggestions": list(self.suggestions),
        }
