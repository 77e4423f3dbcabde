"""The duties of providers in Canada."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Step, WouldChange
from belisha.routing.directory import Mechanism
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import CANADIAN_LAW
from belisha.routing.rules.words import ALREADY, LOOK_UP_FIRST, if_no_service_asks, now_if_danger, with_reason
from belisha.routing.scene import Scene

PRESERVE_DAYS = 21
"""S.C. 2011, c. 4, section 4: from the day on which the police are told."""


@rule(source=CANADIAN_LAW, confidence="high", waits=False)
def canadian_police(scene: Scene) -> Iterator[Finding]:
    """A provider in Canada with reasonable grounds to believe that its service was used for such an offence
    tells the police, preserves the data for 21 days and doesn't disclose that it did."""
    if not _by_provider(scene):
        return
    row = scene.directory.row("CA:police")
    reachable = bool(row.url or row.phone)
    why = (
        "On reasonable grounds to believe that the service was used for an offence, tell the police. Preserve"
        f" the data for {PRESERVE_DAYS} days from then. Don't disclose it where that could prejudice an"
        " investigation: no tipping-off."
    )
    yield Step(
        authority=Authority(row.id, row.authority),
        why=with_reason(row.confirmed, why) if reachable else f"{LOOK_UP_FIRST} {why}",
        how_fast=now_if_danger(scene),
        channel="telephone_or_web" if reachable else "find_out",
        contact=_contact(row),
        basis="The country of the organisation.",
        source=CANADIAN_LAW,
        confirmed=row.confirmed and reachable,
    )
    yield from if_no_service_asks(scene)


@rule(source=CANADIAN_LAW, confidence="high", waits=False)
def cybertip(scene: Scene) -> Iterator[Finding]:
    """A provider in Canada that is told of an Internet address reports the address, and nothing else, to the
    Canadian Centre for Child Protection."""
    if not _by_provider(scene) or scene.facts.content_detected == "no":
        return
    row = scene.directory.row("CA:cybertip")
    if row.id in scene.told:
        yield WouldChange(ALREADY.format(authority=row.authority), "already_reported")
        return
    yield Step(
        authority=Authority(row.id, row.authority),
        why=with_reason(
            row.confirmed,
            "Report the Internet address, and only that: the law asks for no content and no other data.",
        ),
        how_fast="promptly",
        channel="portal",
        contact=_contact(row),
        basis="The country of the organisation.",
        source=CANADIAN_LAW,
        confirmed=row.confirmed,
    )
    yield from if_no_service_asks(scene)
    if scene.facts.content_detected == "unknown":
        yield WouldChange("Without any content there is no address to report.", "content_detected")


def _by_provider(scene: Scene) -> bool:
    return scene.by_organisation and scene.organisation.country == "CA"


def _contact(row: Mechanism) -> Contact:
    return Contact(url=row.url, phone=row.phone, email=row.email)
