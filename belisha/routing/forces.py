"""The police forces of the United Kingdom and the Crown dependencies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from belisha.routing.table import rows

CROWN_DEPENDENCIES = MappingProxyType({"JE": "X-JE", "GG": "X-GG", "IM": "X-IM"})
"""The force of each Crown dependency, by ISO 3166 code. Most United Kingdom law doesn't reach them."""
_WITH_ARTICLE = ("Metropolitan", "City of", "Police Service", "States of", "British", "Ministry", "Civil")
_PARTS = MappingProxyType(
    {
        "Great Britain": ("England", "Wales", "Scotland"),
        "United Kingdom": ("England", "Wales", "Scotland", "Northern Ireland"),
    }
)
"""The British Transport Police (Railways and Transport Safety Act 2003, s. 31) and the Civil Nuclear
Constabulary (Energy Act 2004, s. 56) serve Great Britain; the Ministry of Defence Police (Ministry of Defence
Police Act 1987, s. 2) serve the United Kingdom."""
_COUNTRY_OF = {force: country for country, force in CROWN_DEPENDENCIES.items()}


@dataclass(frozen=True, slots=True)
class Force:
    """A police force as people know it, and how it is reached when nobody is in danger."""

    code: str
    name: str
    short_name: str
    kind: str
    website: str
    contact_url: str
    phone: str
    sure: bool
    part: str = ""
    """Where its area is: "England", "Scotland"; "Great Britain" or "United Kingdom" for the special forces;
    "Crown dependency"."""

    @property
    def country(self) -> str:
        """The ISO 3166 code of the country that the force serves."""
        return country_of(self.code)

    def looks_after(self, part: str) -> bool:
        """Whether the force serves "England", "Wales", "Scotland" or "Northern Ireland"."""
        return part in _PARTS.get(self.part, (self.part,))

    @property
    def in_a_sentence(self) -> str:
        """The name as it stands in running text: "Kent Police", "the City of London Police"."""
        return f"the {self.name}" if self.name.startswith(_WITH_ARTICLE) else self.name


def country_of(force_code: str) -> str:
    """Return the ISO 3166 code of the country that a force serves."""
    return _COUNTRY_OF.get(force_code, "GB")


@cache
def forces() -> Mapping[str, Force]:
    """Return every police force by its code. The National Crime Agency has no area and is left out."""
    return MappingProxyType(
        {row["code"]: _force(row) for row in rows("forces.csv") if row["type"] != "national"}
    )


def _force(row: dict[str, str]) -> Force:
    return Force(
        code=row["code"],
        name=row["full_name"],
        short_name=row["name"],
        kind=row["type"],
        website=row["website"],
        contact_url=row["contact_url"],
        phone=row["phone_nonemergency"],
        sure=row["confidence"].startswith("high"),
        part=row["country"],
    )
