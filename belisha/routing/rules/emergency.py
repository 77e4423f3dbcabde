"""Danger now."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Source, Step, WouldChange
from belisha.routing.countries import Country, countries
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE
from belisha.routing.scene import Scene, Spot

_BASIS = {
    "child": "The country of the child.",
    "reader": "The country of the person who asks, as no other is known.",
    "organisation": "The country of the organisation, as no other is known.",
}


@rule(source=GUIDANCE, confidence="high", waits=False)
def emergency(scene: Scene) -> Iterator[Finding]:
    """Danger to a child comes first: the emergency number, at once, by whoever sees it. While it isn't known
    whether there is danger, the same step comes first as a condition."""
    danger = scene.facts.danger_now
    if danger == "no":
        yield WouldChange("As soon as a child may be in danger, the emergency number comes first.")
        return
    spot = next((one for one in (scene.child, scene.reader, scene.organisation) if one.country), None)
    yield _ring(scene, spot)
    if danger == "unknown":
        yield WouldChange(
            "Knowing whether a child is in danger now makes the emergency call certain, or drops it."
        )
    if spot is None:
        yield WouldChange("The country of the child gives the emergency number.")


def _ring(scene: Scene, spot: Spot | None) -> Step:
    country = countries()[spot.country] if spot and spot.country else None
    certain = scene.facts.danger_now == "yes"
    start = "A child is in danger now: ring" if certain else "If a child may be in danger now, ring"
    why = f"{start} {_numbers(country)} at once, before anything else."
    return Step(
        authority=Authority("emergency", "Emergency services"),
        why=f"{why} {_from_elsewhere(scene, country)}".strip(),
        how_fast="now",
        channel="telephone",
        contact=Contact(phone=next(iter(country.emergency), None) if country else None),
        basis=_BASIS[spot.whose] if spot else "No country is known.",
        source=_source(country),
        confirmed=bool(country and country.emergency),
    )


def _numbers(country: Country | None) -> str:
    return " or ".join(country.emergency) if country and country.emergency else "your local emergency number"


def _from_elsewhere(scene: Scene, country: Country | None) -> str:
    """Return what somebody in another country does: emergency numbers end at the border."""
    if country is None or scene.caller in {None, country.code}:
        return ""
    own = countries()[scene.caller or ""]
    numbers = " or ".join(own.emergency) or "the emergency number there"
    return f"From {own.in_a_sentence} ring {numbers} and say that the child is in {country.in_a_sentence}."


def _source(country: Country | None) -> Source:
    if country is None or not country.emergency or country.code == "GB":
        return GUIDANCE
    return Source(title=country.emergency_source, checked_on=country.emergency_checked_on)
