"""The police: of the child's place, else the suspect's, else the organisation's own."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Contact, ForceShare, Step, WouldChange
from belisha.routing.countries import countries
from belisha.routing.force import ForceAnswer
from belisha.routing.forces import Force, forces
from belisha.routing.rules.duty import may_be_owed, missing, owed
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import GUIDANCE, SPECIAL_FORCES
from belisha.routing.rules.words import PATHS, if_elsewhere, now_if_danger, with_reason
from belisha.routing.scene import UNITED_KINGDOM, Scene, Spot

NON_EMERGENCY = "101"
SITES = {"railway": "X-BTP", "defence": "X-MDP", "civil_nuclear": "X-CNC"}
NORTHERN_IRELAND = "N99999999"
"""Special forces that don't serve Northern Ireland, where the Police Service of Northern Ireland does."""

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
    "child_safety": "fear for a child's safety, of crime, serious harm, self-harm or suicide",
}


@rule(source=GUIDANCE, confidence="high")
def police(scene: Scene) -> Iterator[Finding]:
    """Grooming, coercion, indecent images of children and fear for a child's safety, self-harm included, are
    reported to the police: the force of the child's place, else the suspect's, else the organisation's own.
    Detected images of nobody known, without danger, go to the National Crime Agency alone."""
    spot = scene.police_spot
    if spot is None:
        return
    if _agency_alone(scene):
        told = "If a child may be at risk, the police are told as well as the National Crime Agency."
        yield from (WouldChange(told, fact) for fact in ("child.country", "suspect.country", "danger_now"))
        return
    yield _step(scene, spot)
    if spot.force is None:
        yield WouldChange("The child's postcode, district or town names the police force.", "child.place")
    else:
        yield from _if_full_postcode(spot.force, f"{PATHS[spot.whose]}.place")
    if spot.force and spot.whose != "child":
        yield WouldChange("The child's place may name another police force.", "child.place")
    yield from _if_agency_alone(scene)


@rule(source=GUIDANCE, confidence="medium")
def police_elsewhere(scene: Scene) -> Iterator[Finding]:
    """Outside the United Kingdom the local police are told, or the country's own way of reporting is used."""
    spot = next((one for one in scene.spots if one.abroad), None)
    if scene.police_spot is not None or _has_own_rule(scene, spot):
        return
    where = f" in {countries()[spot.country].in_a_sentence}" if spot and spot.country else ""
    yield Step(
        authority=Authority("police:local", f"The local police{where}"),
        why=f"{_reason(scene)} Look up their own page or number first: none is known here.",
        how_fast=now_if_danger(scene),
        channel="find_out",
        contact=Contact(),
        basis=f"{_PLACES[spot.whose]}." if spot else "No place is known.",
        source=GUIDANCE,
        confirmed=False,
    )
    if scene.child.country is None:
        yield WouldChange(
            "The country and place of the child name the police and the country's other authorities.",
            "child.country",
        )


@rule(source=SPECIAL_FORCES, confidence="high")
def police_of_the_site(scene: Scene) -> Iterator[Finding]:
    """Railways, defence and civil nuclear sites have police of their own, told as well as the local force.
    Northern Ireland's railways are the Police Service of Northern Ireland's; defence sites aren't."""
    facts, spot = scene.facts, scene.police_spot
    if facts.site is None:
        return
    nowhere = spot is None and all(one.country is None for one in scene.spots)
    in_uk = nowhere or (spot is not None and spot.country == UNITED_KINGDOM)
    if scene.child.abroad or not in_uk:
        return
    force = forces()[SITES[facts.site]]
    if spot and _in_northern_ireland(spot) and not force.looks_after("Northern Ireland"):
        return
    why = f"It happened at a site that {force.in_a_sentence} looks after: tell it as well as the local force."
    yield _to_force(scene, force, why, "The kind of site.")
    where = f"{force.name} is told only of what happened in the part of the United Kingdom that it serves."
    yield from if_elsewhere(where, scene.child, scene.suspect, scene.organisation, scene.reader)
    if scene.facts.reporter is None and scene.organisation.country:
        yield WouldChange(where, "reporter")


def _agency_alone(scene: Scene) -> bool:
    """Whether the National Crime Agency alone is enough: detected images, no child or suspect known."""
    own = scene.organisation.country == UNITED_KINGDOM
    return own and owed(scene) and not scene.child_may_be_at_risk


def _if_agency_alone(scene: Scene) -> Iterator[Finding]:
    """Yield what would leave the police out: images of nobody known, detected by a regulated service here."""
    if scene.somebody_or_conduct or not may_be_owed(scene):
        return
    facts = [*missing(scene)]
    facts += ["danger_now"] if scene.facts.danger_now != "no" else []
    facts += ["service.country"] if scene.organisation.country is None else []
    alone = (
        "Where no child or suspect is known and nobody is in danger, images that a regulated service here"
        " detects go to the National Crime Agency alone."
    )
    yield from (WouldChange(alone, fact) for fact in facts)


def _has_own_rule(scene: Scene, spot: Spot | None) -> bool:
    """Whether the law of a provider's country says itself how its police are told."""
    return scene.by_organisation and spot is not None and spot.country == scene.organisation.country == "CA"


def _in_northern_ireland(spot: Spot) -> bool:
    return spot.force is not None and {one.code for one in spot.force.forces} == {NORTHERN_IRELAND}


def _step(scene: Scene, spot: Spot) -> Step:
    found = spot.force
    why = " ".join(part for part in (_reason(scene), _abroad_too(scene), _from_abroad(scene, spot)) if part)
    if found and found.exact:
        return _to_force(scene, forces()[found.forces[0].code], why, _basis(spot))
    row = scene.directory.row("police:local")
    return Step(
        authority=_local(found),
        why=why,
        how_fast=now_if_danger(scene),
        channel="telephone_or_web",
        contact=Contact(url=row.url, phone=_reachable(scene, row.phone), email=row.email),
        basis=_basis(spot),
        source=GUIDANCE,
        confirmed=row.confirmed,
        candidates=_candidates(found),
    )


def _to_force(scene: Scene, force: Force, why: str, basis: str) -> Step:
    """Return the step to one force; a row of the directory, which a desk can confirm, wins over the table."""
    row = scene.directory.get(f"police:{force.code}")
    confirmed = row.confirmed if row else force.sure
    url, phone, email = (row.url, row.phone, row.email) if row else (force.website, force.phone, None)
    return Step(
        authority=Authority(f"police:{force.code}", force.name),
        why=with_reason(confirmed, why),
        how_fast=now_if_danger(scene),
        channel="telephone_or_web",
        contact=Contact(url=url, phone=_reachable(scene, phone), email=email),
        basis=basis,
        source=row.source if row else GUIDANCE,
        confirmed=confirmed,
    )


def _if_full_postcode(found: ForceAnswer, fact: str) -> Iterator[Finding]:
    if len(found.forces) > 1:
        yield WouldChange("A full postcode names one police force instead of several.", fact)
    elif not found.exact or found.suggestions:
        yield WouldChange("Another place may be meant: a full postcode makes sure of the police force.", fact)


def _local(found: ForceAnswer | None) -> Authority:
    names = [one.name for one in found.forces] if found else []
    which = {0: "", 1: ": probably "}.get(len(names), ": one of ")
    return Authority("police:local", f"The local police{which}{', '.join(names)}")


def _candidates(found: ForceAnswer | None) -> tuple[ForceShare, ...]:
    some = found.forces if found else ()
    return tuple(ForceShare(f"police:{one.code}", one.name, one.share) for one in some)


def _basis(spot: Spot) -> str:
    if spot.force is None:
        return f"{_PLACES[spot.whose]}: the country only."
    several = "several forces share it" if len(spot.force.forces) > 1 else "likely, not exact"
    sure = "exact" if spot.force.exact else several
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


def _abroad_too(scene: Scene) -> str:
    """Return what a force here is asked for when the child is elsewhere."""
    country = scene.child.country
    if country is None or not scene.child.abroad:
        return ""
    return f"The child is in {countries()[country].in_a_sentence}: ask it to tell the police there."


def _from_abroad(scene: Scene, spot: Spot) -> str:
    if spot.country != UNITED_KINGDOM or not _calls_from_abroad(scene):
        return ""
    return f"{NON_EMERGENCY} works inside the United Kingdom only: from abroad use the force's page."


def _reachable(scene: Scene, phone: str | None) -> str | None:
    """Return the number if it can be rung from where the caller is."""
    return None if phone == NON_EMERGENCY and _calls_from_abroad(scene) else phone or None


def _calls_from_abroad(scene: Scene) -> bool:
    return scene.caller not in {None, UNITED_KINGDOM}
