"""What can happen with a request to one force, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "full": "everything that was asked",
        "partial": "a part of it",
        "refused": "refused",
        "not_held": "no information held",
    }
)
DRAFTED: Final = "drafted"
WAITING: Final = frozenset({"sent", "acknowledged", "received"})
_OPEN: Final = WAITING | {"clarifying", "extended"}
_ENDED: Final = frozenset({"answered", "reviewed", "decided"})
STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        DRAFTED: "Not sent",
        "sent": "Sent",
        "acknowledged": "Acknowledged",
        "received": "Received",
        "clarifying": "Clarification asked",
        "extended": "Extended",
        "answered": "Answered",
        "review": "Internal review",
        "reviewed": "Review answered",
        "complaint": "With the Commissioner",
        "decided": "Commissioner decided",
        "withdrawn": "Withdrawn",
    }
)
"""The states that a request is in, in words. Being late is computed, never kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One kind of thing that happens: in which states it may, and to which it leads."""

    name: str
    words: str
    after: frozenset[str]
    to: str = ""
    """Empty: the state stays."""
    asks: tuple[str, ...] = ()
    """What else is told with it: until, outcome, sections, source."""
    rank: int = 9
    """Which comes first of several on one day."""


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        step.name: step
        for step in (
            Step(name="sent", words="The request was sent", after=frozenset({DRAFTED}), to="sent", rank=1),
            Step(name="received", words="They received it", after=WAITING, to="received", rank=2),
            Step(name="acknowledged", words="They acknowledged it", after=WAITING, to="acknowledged", rank=3),
            Step(
                name="clarification_asked",
                words="They asked for clarification",
                after=WAITING | {"extended"},
                to="clarifying",
            ),
            Step(
                name="clarification_given",
                words="They received the clarification",
                after=frozenset({"clarifying"}),
                to="received",
            ),
            Step(
                name="extended",
                words="They put the answer off",
                after=WAITING | {"extended"},
                to="extended",
                asks=("until",),
            ),
            Step(name="reminded", words="They were reminded", after=WAITING | {"extended"}),
            Step(
                name="answered",
                words="They answered",
                after=_OPEN | _ENDED | {"review", "complaint"},
                to="answered",
                asks=("outcome", "sections", "source"),
            ),
            Step(
                name="review_asked",
                words="An internal review was asked for",
                after=WAITING | {"extended", "answered"},
                to="review",
            ),
            Step(
                name="review_answered",
                words="The review was answered",
                after=frozenset({"review"}),
                to="reviewed",
                asks=("outcome", "sections", "source"),
            ),
            Step(
                name="complained",
                words="A complaint was made to the Commissioner",
                after=WAITING | {"extended", "review", "reviewed"},
                to="complaint",
            ),
            Step(
                name="decided",
                words="The Commissioner decided",
                after=frozenset({"complaint"}),
                to="decided",
                asks=("outcome", "sections", "source"),
            ),
            Step(
                name="imported",
                words="Their answer was imported",
                after=frozenset(STATES) - {DRAFTED},
                asks=("source",),
                rank=10,
            ),
            Step(
                name="withdrawn",
                words="The request was withdrawn",
                after=frozenset(STATES) - {DRAFTED, "withdrawn"},
                to="withdrawn",
            ),
        )
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One thing that happened with a request: the day of it, and who noted it when. Never changed."""

    id: int
    force: str
    step: str
    day: date
    until: date | None = None
    outcome: str = ""
    sections: tuple[str, ...] = ()
    source: int | None = None
    words: str = ""
    by: str
    noted: datetime
    struck: str = ""
    """Why somebody took it out, and who; the entry stays readable."""

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, then as things come one after another, then as they were noted."""
        return self.day, STEPS[self.step].rank, self.id
