"""Decide who is to be told: every rule is asked, and the answer put in order."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from belisha.routing.answer import Help, Route, Step
from belisha.routing.directory import SHIPPED, Directory
from belisha.routing.facts import Facts
from belisha.routing.parse import parse_facts
from belisha.routing.rules import RULES
from belisha.routing.scene import Scene, look

_TOLD = "They have been told already: add only what is new."


def route(facts: Mapping[str, Any] | Facts, directory: Directory = SHIPPED) -> Route:
    """Return who is to be told, in order, with sources of help and what other facts would change.

    The first step is the emergency number unless nobody is in danger. Raises WrongFacts where a mapping
    can't be read. Nothing here is legal advice.
    """
    scene = look(facts if isinstance(facts, Facts) else parse_facts(facts), directory)
    steps: list[Step] = []
    later: list[Step] = []
    help_: list[Help] = []
    changes: list[str] = []
    for rule in RULES:
        waits = rule.waits and (not scene.facts.ready or scene.about_own_thoughts_only)
        for finding in rule.apply(scene):
            if isinstance(finding, Help):
                help_.append(finding)
            elif isinstance(finding, Step):
                (later if waits else steps).append(replace(finding, rule=rule.id))
            elif not waits:
                changes.append(finding.sentence)
    changes = _come_back(scene, later) + changes
    return Route(_in_order(scene, steps), tuple(dict.fromkeys(help_)), tuple(dict.fromkeys(changes)))


def _in_order(scene: Scene, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps numbered from 1, one for each authority."""
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(step.authority.id, step)
    told = scene.told - {"emergency"}
    return tuple(
        replace(step, order=order, why=f"{step.why} {_TOLD}" if step.authority.id in told else step.why)
        for order, step in enumerate(first.values(), start=1)
    )


def _come_back(scene: Scene, later: Iterable[Step]) -> list[str]:
    names = list(dict.fromkeys(step.authority.name for step in later))
    if not names:
        return []
    told = f"these would be told: {', '.join(names)}."
    if scene.facts.ready:
        return [f"If a child has been harmed or may be, {told}"]
    return [f"You can come back when you are ready: then {told}"]
