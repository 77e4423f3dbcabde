"""What follows from the facts: where everybody is, who asks, and which path a report takes."""

import re
from dataclasses import dataclass
from datetime import UTC, date
from typing import Literal

from belisha.routing.countries import countries
from belisha.routing.directory import Directory
from belisha.routing.facts import Facts, Where
from belisha.routing.force import ForceAnswer, find_force
from belisha.routing.forces import CROWN_DEPENDENCIES

Whose = Literal["child", "suspect", "organisation", "reader"]

Doubt = Literal["", "read_as_british", "not_read", "overruled", "not_found"]
"""What is unsure about a place: its bare name was read as British, or wasn't read because the countries that
are known are others, or it lies in another country than the one that was given, or no table knows it."""

UNITED_KINGDOM = "GB"
_POLICED = frozenset({UNITED_KINGDOM, *CROWN_DEPENDENCIES})
_CERTAIN_BASES = frozenset({"postcode", "sector", "outcode", "country"})
_CODE_OR_FORCE = re.compile(r"[ENSW]\d{8}|X-[A-Z]{2,5}|.*\b(police|constabulary)\b.*", re.IGNORECASE)
"""What names a British force beyond doubt; "Cleveland" and "Durham" don't."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is. `force` is there only if a place was given that the tables know."""

    whose: Whose
    country: str | None
    force: ForceAnswer | None
    doubt: Doubt = ""

    @property
    def policed(self) -> bool:
        """Whether it lies in the United Kingdom or a Crown dependency, whose forces are known."""
        return self.country in _POLICED

    @property
    def abroad(self) -> bool:
        """Whether it is known to lie outside the United Kingdom and the Crown dependencies."""
        return self.country is not None and not self.policed


@dataclass(frozen=True, slots=True)
class Scene:
    """The facts with what follows from them."""

    facts: Facts
    directory: Directory
    child: Spot
    suspect: Spot
    organisation: Spot
    reader: Spot

    @property
    def day(self) -> date | None:
        """The day that is asked for, in UTC; None where the facts carry no time."""
        return _day(self.facts)

    @property
    def by_organisation(self) -> bool:
        """Whether a service asks, or may be asking: its duties are shown unless somebody else asks."""
        return self.facts.reporter in {None, "organisation"}

    @property
    def told(self) -> frozenset[str]:
        """The ids of authorities that have a report already."""
        return frozenset(one.authority for one in self.facts.already_reported if one.authority)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places that count, nearest to the child first. A service's own place counts if it asks."""
        own = (self.organisation, self.reader) if self.by_organisation else (self.reader,)
        return (self.child, self.suspect, *own)

    @property
    def caller(self) -> str | None:
        """The country that a telephone call would be made from, where known."""
        return self.reader.country or (self.organisation.country if self.by_organisation else None)

    @property
    def police_spot(self) -> Spot | None:
        """The spot whose police are told: the first with a known force, else the first in the country."""
        near = [spot for spot in self.spots if spot.policed]
        if not near and all(spot.country is None for spot in self.spots) and self.organisation.policed:
            # A stranger asks at a service here: the country is likely, but the service's town says nothing.
            return Spot("organisation", self.organisation.country, None)
        return next((spot for spot in near if spot.force), next(iter(near), None))

    @property
    def child_in_uk(self) -> bool:
        """Whether services for children in the United Kingdom fit; where no country is known, they do."""
        return (self.child.country or self.caller or UNITED_KINGDOM) == UNITED_KINGDOM

    @property
    def somebody_or_conduct(self) -> bool:
        """Whether more is known than that there is content: a child, a suspect, or what somebody did."""
        facts = self.facts
        somebody = any(one.country for one in (self.child, self.suspect)) or facts.child.age is not None
        children = "yes" in {facts.suspect_is_child, facts.child_made_it}
        return facts.concerns != {"indecent_images"} or somebody or children

    @property
    def child_may_be_at_risk(self) -> bool:
        """Whether a child may be at risk: somebody or some conduct is known, or danger isn't ruled out."""
        return self.facts.danger_now != "no" or self.somebody_or_conduct

    @property
    def linked_with_uk(self) -> bool:
        """Whether the content is known to have a link with the United Kingdom."""
        return self.facts.uk_link == "yes" or UNITED_KINGDOM in {self.child.country, self.suspect.country}

    @property
    def safeguarding_first(self) -> bool:
        """Whether a child is the suspect, or made the picture with no sign of anybody behind it."""
        facts = self.facts
        behind_it = facts.concerns & {"grooming", "coercion"} or (
            facts.suspect_is_child == "no" and self.suspect.country is not None
        )
        made_alone = facts.child_made_it == "yes" and not behind_it and facts.danger_now != "yes"
        return facts.suspect_is_child == "yes" or made_alone

    @property
    def about_own_thoughts_only(self) -> bool:
        """Whether somebody asks about their own behaviour and no child or crime is reported."""
        facts = self.facts
        # A child who asks about themselves is no other child who may be at risk.
        no_child = facts.reporter == "child" or not self.child.country
        nothing_else = not facts.concerns and no_child and facts.content_detected != "yes"
        return facts.own_behaviour and nothing_else and facts.danger_now != "yes"


def look(facts: Facts, directory: Directory) -> Scene:
    """Return the scene of the facts."""
    given = {where.country for where in (facts.child, facts.suspect, facts.service, facts.reader)} - {None}
    abroad = bool(given) and not given & _POLICED
    day = _day(facts)
    return Scene(
        facts=facts,
        directory=directory,
        child=_spot("child", facts.child, abroad, day),
        suspect=_spot("suspect", facts.suspect, abroad, day),
        organisation=_spot("organisation", facts.service, abroad, day),
        reader=_spot("reader", facts.reader, abroad, day),
    )


def _day(facts: Facts) -> date | None:
    return facts.at.astimezone(UTC).date() if facts.at else None


def _spot(whose: Whose, where: Where, abroad: bool, day: date | None) -> Spot:
    """Read one place. `abroad`: the countries that are given are all outside the United Kingdom."""
    found = find_force(where.place, day) if where.place else None
    bare = bool(found and where.country is None and _is_bare_name(found))
    if bare and abroad:
        return Spot(whose, None, None, "not_read")
    country = _country(where.country, found)
    doubt: Doubt = "read_as_british" if bare else _doubt(where, found, country)
    if country is not None and country in CROWN_DEPENDENCIES:
        found = find_force(countries()[country].name, day)
    known = found if found and found.forces and found.country == country else None
    return Spot(whose, country, known, doubt)


def _country(given: str | None, found: ForceAnswer | None) -> str | None:
    """Return where a spot is. A place narrows the United Kingdom down to a Crown dependency; it never
    overrules another country."""
    if found and found.country and (given is None or (given == UNITED_KINGDOM and found.country in _POLICED)):
        return found.country
    return given


def _doubt(where: Where, found: ForceAnswer | None, country: str | None) -> Doubt:
    if found is None:
        return ""
    if found.country is None:
        return "not_found" if country is None or country in _POLICED else ""
    return "overruled" if where.country and found.country != country else ""


def _is_bare_name(found: ForceAnswer) -> bool:
    """Whether a British place was found by its name alone, which towns of other countries may share."""
    named = found.country in _POLICED and found.basis not in _CERTAIN_BASES
    return named and not _CODE_OR_FORCE.fullmatch(found.query.strip())
