"""Children's social care: first where a child is the suspect or made the picture, and open to anybody."""

from collections.abc import Iterator
from types import MappingProxyType

from belisha.routing.answer import Authority, Contact, Source, Step, WouldChange
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE, SAFEGUARDING, SOCIAL_CARE
from belisha.routing.rules.words import if_child_elsewhere, now_if_danger
from belisha.routing.scene import Scene

_COUNCIL = "The council protects children in its area: anyone can tell it of a fear for a child."
NATIONS = MappingProxyType(
    {
        "S": (
            "The council's social work department protects children in Scotland, and so does the Children's"
            " Reporter: anyone can tell them of a fear for a child.",
            Source(
                title="mygov.scot, Report child abuse; Children (Scotland) Act 1995 and Children's Hearings"
                " (Scotland) Act 2011",
                url="https://www.mygov.scot/report-child-abuse",
            ),
        ),
        "W": (
            "The council's social services protect children in Wales: anyone can tell them of a"
            " fear for a child.",
            Source(
                title="GOV.UK, Report child abuse to a local council; Social Services and Well-being (Wales)"
                " Act 2014",
                url=SOCIAL_CARE.url,
            ),
        ),
        "N": (
            "The Gateway team of the Health and Social Care Trust protects children in Northern Ireland, not"
            " the council: anyone can tell it of a fear for a child.",
            Source(
                title="nidirect, Reporting child abuse and neglect; Children (Northern Ireland) Order 1995",
                url="https://www.nidirect.gov.uk/articles/reporting-child-abuse-and-neglect",
            ),
        ),
        "E": (_COUNCIL, SOCIAL_CARE),
    }
)
"""Who protects children in each nation, by the first letter of its police forces' codes, and its page."""


@rule(source=SAFEGUARDING, confidence="medium")
def safeguarding_first(scene: Scene) -> Iterator[Finding]:
    """A child who is the suspect, or made their own picture, needs protection first: children's social care
    is asked before the police, a senior decides, and help is offered."""
    if scene.safeguarding_first:
        decides = " A senior decides what follows." if scene.by_organisation else ""
        yield _ask(
            scene, f"A child may be the suspect or have made the picture: safeguarding comes first.{decides}"
        )
        if scene.facts.suspect_is_child != "yes":
            behind = "Where an adult is behind the picture, or the child is in danger, the police come first."
            yield from (WouldChange(behind, fact) for fact in ("danger_now", "suspect.country"))
    if scene.facts.suspect_is_child == "unknown":
        yield WouldChange(
            "If the suspect is a child, children's social care comes before the police.", "suspect_is_child"
        )


@rule(source=GUIDANCE, confidence="high")
def social_care(scene: Scene) -> Iterator[Finding]:
    """Anyone who fears for a child can tell the children's social care of the place where the child lives."""
    if not scene.child_in_uk or scene.safeguarding_first:
        return
    if scene.facts.reporter in {"adult", "child", "parent", "professional"} or (
        scene.facts.child_made_it == "yes"
    ):
        yield _ask(scene, "")
        yield from if_child_elsewhere(scene)
    elif scene.facts.reporter is None:
        yield WouldChange("Anyone but a service is also shown children's social care.", "reporter")


def _ask(scene: Scene, why: str) -> Step:
    abroad = not scene.child_in_uk
    words, source = (_ABROAD, SAFEGUARDING) if abroad else NATIONS[_nation(scene)]
    return Step(
        authority=Authority(
            "social-care", "Child protection service" if abroad else "Children's social care"
        ),
        why=f"{why} {words}".strip(),
        how_fast=now_if_danger(scene),
        channel="find_out" if abroad else "telephone_or_web",
        contact=Contact(url=None if abroad else source.url),
        basis="The place where the child lives.",
        source=source,
        confirmed=not abroad,
    )


_ABROAD = "Look up the service that protects children where the child lives: none is known here."


def _nation(scene: Scene) -> str:
    """Return the letter of the nation where the child is known to be; England's where it isn't, since its
    page leads on to the others."""
    found = scene.child.force
    letters = {one.code[0] for one in found.forces} if found else set()
    return letters.pop() if len(letters) == 1 and letters <= set(NATIONS) else "E"
