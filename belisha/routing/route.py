"""Decide who is to be told: every rule is asked, and the answer put in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args

from belisha.routing.answer import Help, HowFast, Route, Step, WouldChange
from belisha.routing.directory import SHIPPED, Directory
from belisha.routing.facts import Facts
from belisha.routing.parse import parse_facts
from belisha.routing.rules import RULES
from belisha.routing.rules.registry import Rule
from belisha.routing.scene import Scene, look

T = TypeVar("T")

_URGENCY = get_args(HowFast)
_TOLD = "They have been told already: add only what is new."


def route(facts: Mapping[str, Any] | Facts, directory: Directory = SHIPPED) -> Route:
    """Return who is to be told, in order, with sources of help and what other facts would change.

    The first step is the emergency number unless nobody is in danger. Raises WrongFacts where a mapping
    can't be read. Nothing here is legal advice.
    """
    scene = look(facts if isinstance(facts, Facts) else parse_facts(facts), directory)
    found = _Found()
    for rule in RULES:
        found.ask(rule, scene)
    changes = [*_come_back(scene, found.later), *found.changes]
    fired = tuple(rule.fired for rule in RULES if rule.id in found.fired)
    return Route(_in_order(scene, found.steps), _once(found.help), _once(changes), fired)


def _once(findings: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(findings))


@dataclass(slots=True)
class _Found:
    """What the rules said so far. `later` holds the steps that wait until somebody is ready to report."""

    steps: list[Step] = field(default_factory=list)
    later: list[Step] = field(default_factory=list)
    help: list[Help] = field(default_factory=list)
    changes: list[WouldChange] = field(default_factory=list)
    fired: set[str] = field(default_factory=set)

    def ask(self, rule: Rule, scene: Scene) -> None:
        """Keep what one rule finds."""
        waits = rule.waits and (not scene.facts.ready or scene.about_own_thoughts_only)
        for finding in rule.apply(scene):
            if isinstance(finding, WouldChange):
                if not waits:
                    self.changes.append(replace(finding, rule=rule.id))
            elif isinstance(finding, Step) and waits:
                self.later.append(finding)
            else:
                self.fired.add(rule.id)
                self._keep(finding, rule)

    def _keep(self, finding: Step | Help, rule: Rule) -> None:
        if isinstance(finding, Help):
            self.help.append(finding)
        else:
            self.steps.append(replace(finding, rule=rule.id))


def _in_order(scene: Scene, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps numbered from 1, one for each authority: the urgent first, else by rules."""
    first: dict[str, Step] = {}
    for step in sorted(steps, key=lambda step: _URGENCY.index(step.how_fast)):
        first.setdefault(step.authority.id, step)
    told = scene.told - {"emergency"}
    return tuple(
        replace(step, order=order, why=f"{step.why} {_TOLD}" if step.authority.id in told else step.why)
        for order, step in enumerate(first.values(), start=1)
    )


def _come_back(scene: Scene, later: Iterable[Step]) -> list[WouldChange]:
    names = list(dict.fromkeys(step.authority.name for step in later))
    if not names:
        return []
    told = f"these would be told: {', '.join(names)}."
    if scene.facts.ready:
        return [WouldChange(f"If a child has been harmed or may be, {told}", "concerns")]
    return [WouldChange(f"You can come back when you are ready: then {told}", "ready")]
