"""The police: of the child's place, else the suspect's, else the organisation's own."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, ForceShare, HowFast, Step, WouldChange
from belisha.routing.countries import countries
from belisha.routing.force import ForceAnswer
from belisha.routing.forces import Force, forces
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE, SPECIAL_FORCES
from belisha.routing.scene import UNITED_KINGDOM, Scene, Spot

CONTACT_PAGE = "https://www.police.uk/pu/contact-us/"
NON_EMERGENCY = "101"
SITES = {"railway": "X-BTP", "defence": "X-MDP", "civil_nuclear": "X-CNC"}

_PLACES = {
    "child": "The child's place",
    "suspect": "The suspect's place, as the child's isn't known",
    "organisation": "The organisation's own place, as no nearer one is known",
    "reader": "The place of the person who asks, as no nearer one is known",
}
_CONCERNS = {
    "grooming": "grooming",
    "coercion": "blackmail or coercion of a child",
    "indecent_images": "indecent images of children",
    "child_safety": "fear for a child's safety",
}


@rule(source=GUIDANCE, confidence="high")
def police(scene: Scene) -> Iterator[Finding]:
    """Grooming, coercion, indecent images of children and fear for a child's safety are reported to the
    police: the force of the child's place, else the suspect's, else the organisation's own."""
    spot = scene.police_spot
    if spot is None:
        return
    if _images_only_and_nobody_known(scene):
        yield WouldChange(
            "If a child may be at risk, the police are told as well as the National Crime Agency."
        )
        return
    yield _step(scene, spot)
    if spot.force is None:
        yield WouldChange("The child's postcode, district or town names the police force.")
    elif not spot.force.exact:
        yield WouldChange("A full postcode names one police force instead of several.")
    elif spot.whose != "child":
        yield WouldChange("The child's place may name another police force.")


@rule(source=GUIDANCE, confidence="medium")
def police_elsewhere(scene: Scene) -> Iterator[Finding]:
    """Outside the United Kingdom the local police are told, or the country's own way of reporting is used."""
    if scene.police_spot is not None:
        return
    spot = next((one for one in scene.spots if one.abroad), None)
    where = f" in {countries()[spot.country].in_a_sentence}" if spot and spot.country else ""
    yield Step(
        authority=Authority("police:local", f"The local police{where}"),
        why=f"{_reason(scene)} Look up their own page or number first: none is known here.",
        how_fast=_how_fast(scene),
        channel="find_out",
        contact=Contact(),
        basis=f"{_PLACES[spot.whose]}." if spot else "No place is known.",
        source=GUIDANCE,
        confirmed=False,
    )
    if spot is None:
        yield WouldChange(
            "The country and place of the child name the police and the country's other authorities."
        )


@rule(source=SPECIAL_FORCES, confidence="medium")
def police_of_the_site(scene: Scene) -> Iterator[Finding]:
    """Railways, defence and civil nuclear sites have police of their own, told as well as the local force."""
    if scene.facts.site is None or scene.child.abroad:
        return
    force = forces()[SITES[scene.facts.site]]
    yield Step(
        authority=Authority(f"police:{force.code}", force.name),
        why=f"It happened at a site that {force.in_a_sentence} looks after.",
        how_fast=_how_fast(scene),
        channel="telephone_or_web",
        contact=Contact(url=force.website, phone=force.phone or None),
        basis="The kind of site.",
        source=SPECIAL_FORCES,
        confirmed=force.sure,
    )


def _images_only_and_nobody_known(scene: Scene) -> bool:
    """Whether the National Crime Agency alone is enough: detected images, no child or suspect known."""
    facts = scene.facts
    statutory = facts.content_detected == "yes" and facts.service.regulated_user_to_user == "yes"
    images = facts.concerns == {"indecent_images"} and facts.danger_now == "no"
    nobody = scene.child.country is None and facts.child.age is None and scene.suspect.country is None
    plain = facts.suspect_is_child != "yes" and facts.child_made_it != "yes"
    own = scene.organisation.country == UNITED_KINGDOM and scene.by_organisation
    return statutory and images and nobody and plain and own


def _step(scene: Scene, spot: Spot) -> Step:
    found = spot.force
    force = forces()[found.forces[0].code] if found and found.exact else None
    url = force.website if force else CONTACT_PAGE
    phone = force.phone if force else NON_EMERGENCY
    return Step(
        authority=_authority(force, found),
        why=f"{_reason(scene)} {_from_abroad(scene, spot)}".strip(),
        how_fast=_how_fast(scene),
        channel="telephone_or_web",
        contact=Contact(url=url, phone=phone or None),
        basis=_basis(spot),
        source=GUIDANCE,
        confirmed=force.sure if force else True,
        candidates=_candidates(found) if force is None else (),
    )


def _authority(force: Force | None, found: ForceAnswer | None) -> Authority:
    if force:
        return Authority(f"police:{force.code}", force.name)
    names = [one.name for one in found.forces] if found else []
    return Authority(
        "police:local", f"The local police: one of {', '.join(names)}" if names else "The local police"
    )


def _candidates(found: ForceAnswer | None) -> tuple[ForceShare, ...]:
    some = found.forces if found else ()
    return tuple(ForceShare(f"police:{one.code}", one.name, one.share) for one in some)


def _basis(spot: Spot) -> str:
    if spot.force is None:
        return f"{_PLACES[spot.whose]}: the country only."
    sure = "exact" if spot.force.exact else "several forces share it"
    return f"{_PLACES[spot.whose]}: by {spot.force.basis}, {sure}."


def _reason(scene: Scene) -> str:
    if scene.safeguarding_first:
        return (
            "A child may be the suspect or have made the picture: children's social care comes first,"
            " and a senior decides whether and how the police are told."
            if scene.by_organisation
            else "A child may be the suspect or have made the picture: ask a help line or social care first."
        )
    named = [words for concern, words in _CONCERNS.items() if concern in scene.facts.concerns]
    what = ", ".join(named) or "harm to a child"
    return f"The police protect the child and look into the crime: {what}."


def _from_abroad(scene: Scene, spot: Spot) -> str:
    if spot.country != UNITED_KINGDOM or scene.caller in {None, UNITED_KINGDOM}:
        return ""
    return f"{NON_EMERGENCY} works inside the United Kingdom only: from abroad use the force's page."


def _how_fast(scene: Scene) -> HowFast:
    return "now" if scene.facts.danger_now == "yes" and not scene.safeguarding_first else "promptly"
