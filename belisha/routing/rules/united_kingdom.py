"""Authorities of the United Kingdom beside the police: NCA, CEOP, IWF."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Step, WouldChange
from belisha.routing.rules import duty
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import DUTY_TO_REPORT, GUIDANCE, SAFETY_CENTRE
from belisha.routing.rules.words import MEDIA, if_child_elsewhere, if_no_service_asks, now_if_danger
from belisha.routing.scene import Scene

_REGISTRATION = {
    "yes": "An authorised person files in the portal.",
    "no": "Register first, with an administrator and a replacement: registrations are worked from Monday to"
    " Friday, 07:00 to 17:00. Until then imminent danger goes to 999.",
    "unknown": "A service that isn't registered yet registers first, Monday to Friday, 07:00 to 17:00.",
}
_NO_HOURS = "The law names no hours."


@rule(source=DUTY_TO_REPORT, confidence="medium", waits=False)
def nca(scene: Scene) -> Iterator[Finding]:
    """A regulated user-to-user service reports detected content of child sexual exploitation and abuse,
    grooming messages included, to the National Crime Agency: a provider in the United Kingdom all of it,
    another what is linked with the United Kingdom. What a foreign body has by law isn't reported twice."""
    if not duty.may_be_owed(scene):
        return
    if duty.missing(scene):
        yield from duty.if_known(scene)
        return
    earlier = duty.has_it(scene)
    if earlier:
        yield WouldChange(
            f"{earlier} has this already, so the National Crime Agency isn't told again: only what is new.",
            "already_reported",
        )
        return
    yield _file(scene)
    yield from if_no_service_asks(scene)
    if scene.organisation.country is None:
        yield WouldChange(
            "A provider outside the United Kingdom tells the National Crime Agency only of what is linked"
            " with the United Kingdom.",
            "service.country",
        )
    if scene.facts.service.nca_registered == "unknown":
        yield WouldChange(
            "A service that isn't registered with the National Crime Agency registers before it reports.",
            "service.nca_registered",
        )


@rule(source=SAFETY_CENTRE, confidence="high")
def ceop(scene: Scene) -> Iterator[Finding]:
    """A child, parent, carer or professional can report grooming and online sexual abuse to CEOP."""
    if not scene.child_in_uk or scene.facts.reporter not in {"child", "parent", "professional"}:
        if scene.facts.reporter is None:
            yield WouldChange("A child, parent, carer or professional can also tell CEOP.", "reporter")
        return
    row = scene.directory.row("ceop")
    yield Step(
        authority=Authority("ceop", "CEOP Safety Centre"),
        why="CEOP takes reports of grooming and sexual abuse online from children, carers and professionals.",
        how_fast="promptly",
        channel="web",
        contact=Contact(url=row.url),
        basis="Who asks.",
        source=SAFETY_CENTRE,
        confirmed=row.confirmed,
    )
    yield from if_child_elsewhere(scene)


@rule(source=GUIDANCE, confidence="high")
def iwf(scene: Scene) -> Iterator[Finding]:
    """Images that are likely to be on other services too are reported to the Internet Watch Foundation, by
    where they are, for removal and for its hash list."""
    if scene.facts.may_be_elsewhere == "unknown":
        yield WouldChange(
            "If the same images may be on other services, the Internet Watch Foundation is told where.",
            "may_be_elsewhere",
        )
    if scene.facts.may_be_elsewhere == "yes":
        row = scene.directory.row("iwf")
        yield Step(
            authority=Authority("iwf", row.authority),
            why="The same images may be elsewhere: report where they are, never the images, for removal.",
            how_fast="in_time",
            channel="web",
            contact=Contact(url=row.url),
            basis="The images may be on other services.",
            source=row.source,
            confirmed=row.confirmed,
        )


def _file(scene: Scene) -> Step:
    row = scene.directory.row("nca")
    foreign = duty.by_foreign_provider(scene)
    own_law = "What has gone to a foreign body under its law isn't filed twice." if foreign else ""
    parts = (
        "A regulated user-to-user service reports what it detects, messages of grooming included.",
        _priority(scene),
        _REGISTRATION[scene.facts.service.nca_registered],
        MEDIA,
        own_law,
    )
    return Step(
        authority=Authority("nca", row.authority),
        why=" ".join(part for part in parts if part),
        how_fast=now_if_danger(scene),
        channel="portal",
        contact=Contact(url=row.url),
        basis="A regulated user-to-user service detected the content.",
        source=DUTY_TO_REPORT,
        # The duty and the portal's address are official; details of the instrument are second-hand.
        confirmed=True,
    )


def _priority(scene: Scene) -> str:
    """Return the priority that the facts suggest, with its clock; the person who files assesses it."""
    if scene.facts.danger_now == "yes":
        return "Priority 1: immediately."
    first = "Priority 1, immediately, if a child's life or serious harm is threatened; otherwise priority"
    start = first if scene.facts.danger_now == "unknown" else "Priority"
    if scene.child_may_be_at_risk:
        return f"{start} 2: as soon as reasonably practicable. {_NO_HOURS}"
    return f"{start} 3: without undue delay. {_NO_HOURS}"
