"""Authorities outside the United Kingdom."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Channel, Contact, Source, Step, WouldChange
from belisha.routing.countries import countries
from belisha.routing.directory import ANYWHERE, Mechanism
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import CYBERTIPLINE_LAW, DIRECTORY
from belisha.routing.scene import UNITED_KINGDOM, Scene, Spot

EUROPEAN_UNION = "EU"
CONFIRM_FIRST = "Confirm first: nobody has checked this address with its owner."
LOOK_UP_FIRST = "Look up the address first: none is known here."

_WHOSE = {
    "child": "The country of the child",
    "suspect": "The country of the suspect",
    "organisation": "The country of the organisation",
    "reader": "The country of the person who asks",
}


@rule(source=CYBERTIPLINE_LAW, confidence="high", waits=False)
def ncmec(scene: Scene) -> Iterator[Finding]:
    """A provider in the United States reports to NCMEC's CyberTipline as soon as reasonably possible."""
    if (
        scene.organisation.country != "US"
        or not scene.by_organisation
        or scene.facts.content_detected == "no"
    ):
        return
    row = scene.directory.row("ncmec")
    if row.id in scene.told:
        yield WouldChange(f"{row.authority} has a report already: only what is new is reported again.")
        return
    yield Step(
        authority=Authority(row.id, row.authority),
        why="A provider in the United States reports what it knows of, as soon as reasonably possible."
        " No file goes through Belisha: the provider's authorised person decides about files there.",
        how_fast="now" if scene.facts.danger_now == "yes" else "promptly",
        channel="portal",
        contact=Contact(url=row.url, phone=row.phone, email=row.email),
        basis="The country of the organisation.",
        source=CYBERTIPLINE_LAW,
        confirmed=row.confirmed,
    )


@rule(source=DIRECTORY, confidence="medium")
def country_mechanisms(scene: Scene) -> Iterator[Finding]:
    """Every country concerned has its own way of reporting; one that nobody has checked is shown as "confirm
    first" and can't be sent to before somebody has."""
    for spot in _countries_abroad(scene):
        for row in _rows(scene, spot.country or ""):
            if row.statutory and row.id in scene.told:
                yield WouldChange(
                    f"{row.authority} has a report already: only what is new is reported again."
                )
            else:
                yield _step(row, f"{_WHOSE[spot.whose]}: {countries()[spot.country or ''].name}.")


@rule(source=DIRECTORY, confidence="high")
def hotline_finder(scene: Scene) -> Iterator[Finding]:
    """Where no country is known, or none of our rows is its, INHOPE's list finds the national hotline."""
    nowhere = all(spot.country is None for spot in scene.spots) and scene.police_spot is None
    missing = [spot for spot in _countries_abroad(scene) if not _rows(scene, spot.country or "")]
    if nowhere or missing:
        for row in scene.directory.of(ANYWHERE, scene.day):
            yield _step(
                row, "No country is known." if nowhere else "The directory has no row for the country."
            )


def _countries_abroad(scene: Scene) -> list[Spot]:
    """Return one spot for each country outside the United Kingdom, nearest to the child first."""
    found: dict[str, Spot] = {}
    for spot in scene.spots:
        if spot.country and spot.country != UNITED_KINGDOM:
            found.setdefault(spot.country, spot)
    return list(found.values())


def _rows(scene: Scene, country: str) -> tuple[Mechanism, ...]:
    rows = scene.directory.of(country, scene.day)
    if scene.by_organisation and countries()[country].in_eu:
        rows = (*rows, *scene.directory.of(EUROPEAN_UNION, scene.day))
    return tuple(row for row in rows if row.for_the_public or scene.by_organisation)


def _step(row: Mechanism, basis: str) -> Step:
    first = "" if row.confirmed else CONFIRM_FIRST
    reachable = bool(row.url or row.phone)
    return Step(
        authority=Authority(row.id, row.authority),
        why=f"{first if reachable else LOOK_UP_FIRST} {row.what.rstrip('.')}.".strip(),
        how_fast="in_time" if row.country == ANYWHERE else "promptly",
        channel=_channel(row),
        contact=Contact(url=row.url, phone=row.phone, email=row.email),
        basis=basis,
        source=Source(title=row.source.title, url=row.source.url, checked_on=row.source.checked_on),
        confirmed=row.confirmed and reachable,
    )


def _channel(row: Mechanism) -> Channel:
    if row.url is None:
        return "telephone" if row.phone else "find_out"
    return "portal" if row.statutory else "web"
