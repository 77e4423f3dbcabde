"""Authorities of the United Kingdom beside the police: NCA, CEOP, IWF."""

from collections.abc import Iterator
from datetime import date

from belisha.routing.answer import Authority, Contact, Step, WouldChange
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import DUTY_TO_REPORT, GUIDANCE, SAFETY_CENTRE
from belisha.routing.scene import UNITED_KINGDOM, Scene

DUTY_SINCE = date(2026, 4, 7)
"""SI 2026/262: sections 66 to 70 of the Online Safety Act 2023 are in force from this day."""

_REGISTRATION = {
    "yes": "An authorised person files in the portal.",
    "no": "Register first, with an administrator and a replacement: registrations are worked from Monday to"
    " Friday, 07:00 to 17:00. Until then imminent danger goes to 999.",
    "unknown": "A service that isn't registered yet registers first, Monday to Friday, 07:00 to 17:00.",
}
_MEDIA = (
    "Where the portal takes the content, the provider's authorised person does that there, outside Belisha."
)


@rule(source=DUTY_TO_REPORT, confidence="medium", waits=False)
def nca(scene: Scene) -> Iterator[Finding]:
    """A regulated user-to-user service reports detected content of child sexual exploitation and abuse,
    grooming messages included, to the National Crime Agency: a provider in the United Kingdom all of it,
    another what is linked with the United Kingdom. What a foreign body has by law isn't reported twice."""
    if not _may_be_owed(scene):
        return
    missing = _missing(scene)
    if missing:
        yield WouldChange(f"If {' and '.join(missing)}, it is reported to the National Crime Agency.")
        return
    earlier = _already(scene)
    if earlier:
        yield WouldChange(
            f"{earlier} has this already, so the National Crime Agency isn't told again: only what is new."
        )
        return
    yield _file(scene)


@rule(source=SAFETY_CENTRE, confidence="high")
def ceop(scene: Scene) -> Iterator[Finding]:
    """A child, parent, carer or professional can report grooming and online sexual abuse to CEOP."""
    if not scene.child_in_uk or scene.facts.reporter not in {"child", "parent", "professional"}:
        if scene.facts.reporter is None:
            yield WouldChange("A child, parent, carer or professional can also tell CEOP.")
        return
    yield Step(
        authority=Authority("ceop", "CEOP Safety Centre"),
        why="CEOP takes reports of grooming and sexual abuse online from children, carers and professionals.",
        how_fast="promptly",
        channel="web",
        contact=Contact(url=SAFETY_CENTRE.url),
        basis="Who asks.",
        source=SAFETY_CENTRE,
        confirmed=True,
    )


@rule(source=GUIDANCE, confidence="high")
def iwf(scene: Scene) -> Iterator[Finding]:
    """Images that are likely to be on other services too are reported to the Internet Watch Foundation, by
    where they are, for removal and for its hash list."""
    if scene.facts.may_be_elsewhere == "unknown":
        yield WouldChange(
            "If the same images may be on other services, the Internet Watch Foundation is told where."
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


def _may_be_owed(scene: Scene) -> bool:
    facts = scene.facts
    in_force = scene.day is None or scene.day >= DUTY_SINCE
    ruled_out = "no" in {facts.content_detected, facts.service.regulated_user_to_user} or (
        _foreign(scene) and facts.uk_link == "no" and not scene.linked_with_uk
    )
    return scene.by_organisation and in_force and not ruled_out


def _foreign(scene: Scene) -> bool:
    return scene.organisation.country not in {None, UNITED_KINGDOM}


def _missing(scene: Scene) -> list[str]:
    """Return what isn't known and must hold, as parts of one sentence."""
    facts = scene.facts
    parts = []
    if facts.content_detected == "unknown":
        parts.append("content of child sexual exploitation or abuse was detected")
    if facts.service.regulated_user_to_user == "unknown":
        parts.append("the service is a regulated user-to-user service")
    if _foreign(scene) and not scene.linked_with_uk:
        parts.append("the content is linked with the United Kingdom")
    return parts


def _already(scene: Scene) -> str | None:
    """Return the name of the body that has a statutory report of this, at home or abroad."""
    rows = [row for row in scene.directory.mechanisms if row.statutory and row.id in scene.told]
    return rows[0].authority if rows else None


def _file(scene: Scene) -> Step:
    row = scene.directory.row("nca")
    danger = scene.facts.danger_now == "yes"
    priority = "Priority 1: immediately." if danger else "As soon as reasonably practicable."
    own_law = "What has gone to a foreign body under its law isn't filed twice." if _foreign(scene) else ""
    parts = (
        "A regulated user-to-user service reports what it detects, messages of grooming included.",
        priority,
        _REGISTRATION[scene.facts.service.nca_registered],
        _MEDIA,
        own_law,
    )
    return Step(
        authority=Authority("nca", row.authority),
        why=" ".join(part for part in parts if part),
        how_fast="now" if danger else "promptly",
        channel="portal",
        contact=Contact(url=row.url),
        basis="A regulated user-to-user service detected the content.",
        source=DUTY_TO_REPORT,
        # The duty and the portal's address are official; details of the instrument are second-hand.
        confirmed=True,
    )
