"""Danger now."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, Source, Step, WouldChange
from belisha.routing.countries import Country, countries
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE, NUMBERS_ABROAD
from belisha.routing.scene import Scene, Spot

_BASIS = {
    "child": "The country of the child.",
    "reader": "The country of the person who asks, as no other is known.",
    "organisation": "The country of the organisation, as no other is known.",
}
_FIND = (
    "We don't know that number for certain, so none is shown: GOV.UK's travel advice has the numbers of each"
    " country under Getting help, and any police station knows them."
)


@rule(source=GUIDANCE, confidence="high", waits=False)
def emergency(scene: Scene) -> Iterator[Finding]:
    """Danger to a child comes first: the emergency number, at once, by whoever sees it. While it isn't known
    whether there is danger, the same step comes first as a condition."""
    danger = scene.facts.danger_now
    if danger == "no":
        yield WouldChange(
            "As soon as a child may be in danger, the emergency number comes first.", "danger_now"
        )
        return
    spot = next((one for one in (scene.child, scene.reader, scene.organisation) if one.country), None)
    yield _ring(scene, spot)
    if danger == "unknown":
        yield WouldChange(
            "Knowing whether a child is in danger now makes the emergency call certain, or drops it.",
            "danger_now",
        )
    if spot is None:
        yield WouldChange("The country of the child gives the emergency number.", "child.country")
    elif spot.whose != "child":
        yield WouldChange("The country of the child may give another emergency number.", "child.country")


def _ring(scene: Scene, spot: Spot | None) -> Step:
    country = countries()[spot.country] if spot and spot.country else None
    number = next(iter(country.emergency), None) if country else None
    parts = (
        "A child is in danger now: ring" if scene.facts.danger_now == "yes" else _CONDITION,
        f"{_numbers(country)} at once, before anything else.",
        "" if number else _FIND,
        _from_elsewhere(scene, country),
    )
    return Step(
        authority=Authority("emergency", "Emergency services"),
        why=" ".join(part for part in parts if part),
        how_fast="now",
        channel="telephone",
        contact=Contact(phone=number, url=None if number else NUMBERS_ABROAD.url),
        basis=_BASIS[spot.whose] if spot else "No country is known.",
        source=_source(country),
        confirmed=number is not None,
    )


_CONDITION = "If a child may be in danger now, ring"


def _numbers(country: Country | None) -> str:
    if country is None:
        return "your local emergency number"
    return " or ".join(country.emergency) or f"the emergency number of {country.in_a_sentence}"


def _from_elsewhere(scene: Scene, country: Country | None) -> str:
    """Return what somebody in another country does: emergency numbers end at the border."""
    if country is None or scene.caller in {None, country.code}:
        return ""
    own = countries()[scene.caller or ""]
    numbers = " or ".join(own.emergency) or "the emergency number there"
    return f"From {own.in_a_sentence} ring {numbers} and say that the child is in {country.in_a_sentence}."


def _source(country: Country | None) -> Source:
    if country is None or country.code == "GB":
        return GUIDANCE
    if not country.emergency:
        return NUMBERS_ABROAD
    return Source(title=country.emergency_source, checked_on=country.emergency_checked_on)
