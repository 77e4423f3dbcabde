"""Authorities outside the United Kingdom, by the rows of the directory."""

from collections.abc import Iterator

from belisha.routing.answer import Authority, Channel, Contact, Source, Step, WouldChange
from belisha.routing.countries import countries
from belisha.routing.directory import ANYWHERE, Mechanism
from belisha.routing.rules import duty
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import DIRECTORY
from belisha.routing.rules.words import (
    ALREADY,
    LOOK_UP_FIRST,
    MEDIA,
    if_elsewhere,
    if_no_service_asks,
    with_reason,
)
from belisha.routing.scene import UNITED_KINGDOM, Scene, Spot

_WHOSE = {
    "child": "The country of the child",
    "suspect": "The country of the suspect",
    "organisation": "The country of the organisation",
    "reader": "The country of the person who asks",
}
_ANYBODY = "Anybody may report here: say where the content is, and never send it along."
_ONE_OF_TWO = (
    "What the National Crime Agency is told need not be told here too; what is told here by arrangement isn't"
    " told to it again."
)


@rule(source=DIRECTORY, confidence="medium", waits=False)
def statutory_abroad(scene: Scene) -> Iterator[Finding]:
    """Where a country has a portal that its law names for services, a service reports there."""
    if not scene.by_organisation:
        return
    for spot in countries_abroad(scene):
        for row in scene.directory.of(spot.country or "", scene.day):
            if row.statutory and not row.for_the_public:
                yield _told_or(scene, row, step_of(row, f"{_what(row)} {MEDIA}", _basis(spot)))
                yield from if_no_service_asks(scene)


@rule(source=DIRECTORY, confidence="medium")
def country_mechanisms(scene: Scene) -> Iterator[Finding]:
    """Every country concerned has its own way of reporting; one that nobody has checked is shown as "confirm
    first" and can't be sent to before somebody has."""
    for spot in countries_abroad(scene):
        for row in _rows(scene, spot.country or ""):
            yield _told_or(scene, row, step_of(row, _voluntary(scene, row), _basis(spot)))
            if spot.whose == "organisation" or not row.for_the_public:
                yield from if_no_service_asks(scene)


@rule(source=DIRECTORY, confidence="high")
def hotline_finder(scene: Scene) -> Iterator[Finding]:
    """Where no country is known, or we have no address for it, INHOPE's list finds the national hotline."""
    nowhere = all(spot.country is None for spot in scene.spots) and scene.police_spot is None
    missing = [spot for spot in countries_abroad(scene) if not _has_address(scene, spot.country or "")]
    if nowhere or missing:
        basis = "No country is known." if nowhere else "The directory has no address for the country."
        for row in scene.directory.of(ANYWHERE, scene.day):
            yield step_of(row, _what(row), basis)
    if scene.organisation in missing:
        yield from if_no_service_asks(scene)
    if nowhere:
        yield from if_elsewhere("With a country known, its own authorities are named.", *_all(scene))


def _all(scene: Scene) -> tuple[Spot, ...]:
    return (scene.child, scene.suspect, scene.organisation, scene.reader)


def countries_abroad(scene: Scene) -> list[Spot]:
    """Return one spot for each country outside the United Kingdom, nearest to the child first."""
    found: dict[str, Spot] = {}
    for spot in scene.spots:
        if spot.country and spot.country != UNITED_KINGDOM:
            found.setdefault(spot.country, spot)
    return list(found.values())


def step_of(row: Mechanism, why: str, basis: str, source: Source | None = None) -> Step:
    """Return the step of a row; without an address, or unconfirmed, it says what has to be done first."""
    reachable = bool(row.url or row.phone)
    return Step(
        authority=Authority(row.id, row.authority),
        why=with_reason(row.confirmed, why) if reachable else f"{LOOK_UP_FIRST} {why}",
        how_fast="in_time" if row.country == ANYWHERE else "promptly",
        channel=_channel(row),
        contact=Contact(url=row.url, phone=row.phone, email=row.email),
        basis=basis,
        source=source or row.source,
        confirmed=row.confirmed and reachable,
    )


def _told_or(scene: Scene, row: Mechanism, step: Step) -> Finding:
    if row.statutory and row.id in scene.told:
        return WouldChange(ALREADY.format(authority=row.authority), "already_reported")
    return step


def _rows(scene: Scene, country: str) -> tuple[Mechanism, ...]:
    """Return the rows that anybody may use, and those for services where one asks."""
    rows = scene.directory.of(country, scene.day)
    return tuple(row for row in rows if row.for_the_public or scene.by_organisation)


def _has_address(scene: Scene, country: str) -> bool:
    return any(row.url or row.phone for row in _rows(scene, country))


def _voluntary(scene: Scene, row: Mechanism) -> str:
    """Return why somebody reports here whom no law of that country binds."""
    if not row.statutory:
        return _what(row)
    one_of_two = _ONE_OF_TWO if duty.owed(scene) else ""
    return f"{_ANYBODY} {one_of_two}".strip() if row.for_the_public else f"{_what(row)} {MEDIA}"


def _what(row: Mechanism) -> str:
    return f"{row.what.rstrip('.')}."


def _basis(spot: Spot) -> str:
    return f"{_WHOSE[spot.whose]}: {countries()[spot.country or ''].name}."


def _channel(row: Mechanism) -> Channel:
    if row.url is None:
        return "telephone" if row.phone else "find_out"
    return "portal" if row.statutory else "web"
