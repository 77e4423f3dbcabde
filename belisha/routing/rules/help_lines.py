"""Somebody to talk to."""

from collections.abc import Iterator
from dataclasses import replace

from belisha.routing.answer import Help, WouldChange
from belisha.routing.directory import help_line
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import HELP_LINES, REPORT_REMOVE
from belisha.routing.scene import UNITED_KINGDOM, Scene

ADULT = 18
"""Age in years from which somebody is no child."""


@rule(source=HELP_LINES, confidence="high", waits=False)
def somebody_to_talk_to(scene: Scene) -> Iterator[Finding]:
    """Childline for a child; the NSPCC for adults and organisations; Stop It Now for somebody worried about
    their own or another adult's behaviour."""
    facts = scene.facts
    worried = facts.own_behaviour or facts.other_adult_behaviour
    if worried and facts.reporter != "child":
        yield _line(scene, "stop-it-now")
    if facts.reporter in {None, "child"} or scene.safeguarding_first:
        yield _line(scene, "childline")
    if facts.reporter != "child":
        yield _line(scene, "nspcc")
    if worried and facts.reporter == "child":
        yield _line(scene, "stop-it-now")
    if facts.reporter is None:
        yield WouldChange(
            "Who asks (a child, a parent, a professional, another adult, an organisation) changes the help."
        )


@rule(source=REPORT_REMOVE, confidence="high", waits=False)
def own_picture(scene: Scene) -> Iterator[Finding]:
    """A child's own picture: Report Remove in the United Kingdom, Take It Down elsewhere, and for those who
    have turned eighteen since it was made. A service for pictures of adults is never offered."""
    facts = scene.facts
    if facts.child_made_it == "yes":
        country = scene.child.country or scene.reader.country
        grown = facts.child.age is not None and facts.child.age >= ADULT
        if country in {None, UNITED_KINGDOM} and not grown:
            yield _line(scene, "report-remove")
        if country != UNITED_KINGDOM or grown:
            yield _line(scene, "take-it-down")
    if facts.child_made_it == "unknown" and "indecent_images" in facts.concerns:
        yield WouldChange(
            "If the child made the picture, the child can have it removed by Report Remove or Take It Down."
        )


def _line(scene: Scene, id: str) -> Help:
    line = help_line(id)
    if scene.caller in {None, UNITED_KINGDOM} or not line.phone:
        return line
    return replace(line, audience=f"{line.audience} (a United Kingdom number: from abroad see the page)")
