"""What follows from the facts: where everybody is, who asks, and which path a report takes."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import Literal

from belisha.routing.countries import countries
from belisha.routing.directory import Directory
from belisha.routing.facts import Facts, Where
from belisha.routing.force import ForceAnswer, find_force
from belisha.routing.forces import CROWN_DEPENDENCIES

Whose = Literal["child", "suspect", "organisation", "reader"]

UNITED_KINGDOM = "GB"
_POLICED = frozenset({UNITED_KINGDOM, *CROWN_DEPENDENCIES})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is. `force` is there only if a place was given that the tables know."""

    whose: Whose
    country: str | None
    force: ForceAnswer | None

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
        return self.facts.at.astimezone(UTC).date() if self.facts.at else None

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
    def linked_with_uk(self) -> bool:
        """Whether the content is known to have a link with the United Kingdom."""
        return self.facts.uk_link == "yes" or UNITED_KINGDOM in {self.child.country, self.suspect.country}

    @property
    def safeguarding_first(self) -> bool:
        """Whether a child is the suspect, or made the picture with no sign of anybody behind it."""
        made_alone = self.facts.child_made_it == "yes" and not self.facts.concerns & {"grooming", "coercion"}
        return self.facts.suspect_is_child == "yes" or (made_alone and self.facts.danger_now != "yes")

    @property
    def about_own_thoughts_only(self) -> bool:
        """Whether somebody asks about their own behaviour and no child or crime is reported."""
        facts = self.facts
        nothing_else = not facts.concerns and not self.child.country and facts.content_detected != "yes"
        return facts.own_behaviour and nothing_else and facts.danger_now != "yes"


def look(facts: Facts, directory: Directory) -> Scene:
    """Return the scene of the facts."""
    return Scene(
        facts=facts,
        directory=directory,
        child=_spot("child", facts.child),
        suspect=_spot("suspect", facts.suspect),
        organisation=_spot("organisation", facts.service),
        reader=_spot("reader", facts.reader),
    )


def _spot(whose: Whose, where: Where) -> Spot:
    found = find_force(where.place) if where.place else None
    country = where.country
    # A place narrows the United Kingdom down to a Crown dependency; it never overrules another country.
    if (
        found
        and found.country
        and (country is None or (country == UNITED_KINGDOM and found.country in _POLICED))
    ):
        country = found.country
    if country is not None and country in CROWN_DEPENDENCIES:
        found = find_force(countries()[country].name)
    known = found if found and found.forces and found.country == country else None
    return Spot(whose, country, known)
