"""The duty of providers in the United States."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Step, WouldChange
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import CYBERTIPLINE_LAW
from belisha.routing.rules.words import ALREADY, if_no_service_asks, now_if_danger
from belisha.routing.scene import Scene

CONDUCT = frozenset({"grooming", "coercion"})
"""What is reported without any content too: enticement of a child, 18 U.S.C. 2422(b) (REPORT Act 2024)."""


@rule(source=CYBERTIPLINE_LAW, confidence="high", waits=False)
def ncmec(scene: Scene) -> Iterator[Finding]:
    """A provider in the United States reports to NCMEC's CyberTipline, as soon as reasonably possible, what
    it has actual knowledge of, and preserves it for a year."""
    facts = scene.facts
    ruled_out = facts.content_detected == "no" and not facts.concerns & CONDUCT
    if scene.organisation.country != "US" or not scene.by_organisation or ruled_out:
        return
    row = scene.directory.row("ncmec")
    if row.id in scene.told:
        yield WouldChange(ALREADY.format(authority=row.authority), "already_reported")
        return
    yield Step(
        authority=Authority(row.id, row.authority),
        why="A provider in the United States reports what it knows of, as soon as reasonably possible, and"
        " preserves it for a year. No file goes through Belisha: the provider's authorised person decides"
        " about files there.",
        how_fast=now_if_danger(scene),
        channel="portal",
        contact=Contact(url=row.url, phone=row.phone, email=row.email),
        basis="The country of the organisation.",
        source=CYBERTIPLINE_LAW,
        confirmed=row.confirmed,
    )
    yield from if_no_service_asks(scene)
    if facts.content_detected == "unknown":
        yield WouldChange(
            "Without any content, grooming or coercion a provider in the United States owes NCMEC no report.",
            "content_detected",
        )
