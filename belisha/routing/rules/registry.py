"""What a rule is: a small pure function with its source, so that a page can list all rules from the code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from belisha.routing.answer import Confidence, Fired, Help, Source, Step, WouldChange
from belisha.routing.scene import Scene

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

    @property
    def fired(self) -> Fired:
        """The rule as an answer lists it."""
        return Fired(self.id, self.says, self.source, self.confidence)


def rule(*, source: Source, confidence: Confidence, waits: bool = True) -> Callable[[Apply], Rule]:
    """Make a rule of a function; its name is the rule's id, its docstring what the rule says."""

    def make(apply: Apply) -> Rule:
        says = " ".join((apply.__doc__ or "").split())
        name: str = getattr(apply, "__name__", "")
        return Rule(name, says, source, confidence, waits, apply)

    return make
