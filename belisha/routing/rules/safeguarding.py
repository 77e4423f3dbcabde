"""Children's social care: first where a child is the suspect or made the picture, and open to anybody."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Step, WouldChange
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE, SAFEGUARDING, SOCIAL_CARE
from belisha.routing.scene import Scene

COUNCILS = SOCIAL_CARE.url
"""Finds the council of a place in England; other parts of the United Kingdom are linked from there."""


@rule(source=SAFEGUARDING, confidence="medium")
def safeguarding_first(scene: Scene) -> Iterator[Finding]:
    """A child who is the suspect, or made their own picture, needs protection first: children's social care
    is asked before the police, a senior decides, and help is offered."""
    if scene.safeguarding_first:
        decides = " A senior decides what follows." if scene.by_organisation else ""
        yield _ask(
            scene, f"A child may be the suspect or have made the picture: safeguarding comes first.{decides}"
        )
    if scene.facts.suspect_is_child == "unknown":
        yield WouldChange("If the suspect is a child, children's social care comes before the police.")


@rule(source=GUIDANCE, confidence="high")
def social_care(scene: Scene) -> Iterator[Finding]:
    """Anyone who fears for a child can tell the children's social care of the local council."""
    outsider = scene.facts.reporter in {"adult", "parent", "professional"}
    wanted = outsider or scene.facts.child_made_it == "yes"
    if not scene.child_in_uk or scene.safeguarding_first or not wanted:
        return
    yield _ask(scene, "The council protects children in its area: anyone can tell it of a fear for a child.")


def _ask(scene: Scene, why: str) -> Step:
    abroad = not scene.child_in_uk
    return Step(
        authority=Authority(
            "social-care", "Child protection service" if abroad else "Children's social care"
        ),
        why=why,
        how_fast="promptly",
        channel="find_out" if abroad else "telephone_or_web",
        contact=Contact(url=None if abroad else COUNCILS),
        basis="The council, or the like, of the place where the child lives.",
        source=SAFEGUARDING if abroad else SOCIAL_CARE,
        confirmed=not abroad,
    )
