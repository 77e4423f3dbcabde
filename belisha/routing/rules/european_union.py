"""The duty of hosting services in the European Union."""

from collections.abc import Iterator

from belisha.routing.answer import Step, WouldChange
from belisha.routing.countries import countries
from belisha.routing.rules.abroad import step_of
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import DIGITAL_SERVICES_ACT
from belisha.routing.rules.words import ALREADY, MEDIA, if_no_service_asks
from belisha.routing.scene import Scene, Spot

EUROPEAN_UNION = "EU"


@rule(source=DIGITAL_SERVICES_ACT, confidence="high", waits=False)
def member_state_concerned(scene: Scene) -> Iterator[Finding]:
    """A hosting service that suspects an offence which threatens somebody's life or safety promptly informs
    the Member State concerned; where that isn't known, its own Member State or Europol."""
    concerned = [spot for spot in (scene.child, scene.suspect) if _in_union(spot)]
    own = [spot for spot in (scene.organisation, scene.reader) if _in_union(spot)]
    if not scene.by_organisation or not (concerned or own):
        return
    for row in scene.directory.of(EUROPEAN_UNION, scene.day):
        if row.id in scene.told:
            yield WouldChange(ALREADY.format(authority=row.authority), "already_reported")
        else:
            yield _step(scene, concerned, own)
    yield from if_no_service_asks(scene)
    if not concerned:
        yield WouldChange(
            "The country of the child or the suspect names the Member State concerned.", "child.country"
        )


def _step(scene: Scene, concerned: list[Spot], own: list[Spot]) -> Step:
    row = scene.directory.row("EU:member-state")
    return step_of(
        row,
        f"A hosting service that suspects an offence which threatens life or safety informs"
        f" {_whom(concerned, own)}{_germany(concerned or own)} {MEDIA}",
        basis=" ".join(f"The country of the {spot.whose}: {_name(spot)}." for spot in concerned or own),
        source=DIGITAL_SERVICES_ACT,
    )


def _whom(concerned: list[Spot], own: list[Spot]) -> str:
    if concerned:
        names = " and ".join(dict.fromkeys(_name(spot) for spot in concerned))
        return f"the police or courts of the Member State concerned: {names}."
    return f"its own Member State, {_name(own[0])}, or Europol: which one is concerned isn't known."


def _germany(spots: list[Spot]) -> str:
    return " In Germany that is the BKA." if any(spot.country == "DE" for spot in spots) else ""


def _in_union(spot: Spot) -> bool:
    return spot.country is not None and countries()[spot.country].in_eu


def _name(spot: Spot) -> str:
    return countries()[spot.country or ""].in_a_sentence
