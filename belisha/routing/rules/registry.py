"""What a rule is: a small pure function with its source, so that a page can list all rules from the code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from belisha.routing.answer import Help, Source, Step, WouldChange
from belisha.routing.scene import Scene

Confidence = Literal["high", "medium", "low"]
"""high: official page or two independent ones. medium: second-hand. low: weak."""

Finding = Step | Help | WouldChange
Apply = Callable[[Scene], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the router. `waits` is true for what is left out while somebody isn't ready to report."""

    id: str
    says: str
    source: Source
    confidence: Confidence
    waits: bool
    apply: Apply


def rule(*, source: Source, confidence: Confidence, waits: bool = True) -> Callable[[Apply], Rule]:
    """Make a rule of a function; its name is the rule's id, its docstring what the rule says."""

    def make(apply: Apply) -> Rule:
        says = " ".join((apply.__doc__ or "").split())
        name: str = getattr(apply, "__name__", "")
        return Rule(name, says, source, confidence, waits, apply)

    return make
