"""Countries by ISO 3166 code: their names, and the emergency numbers that are beyond doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from belisha.routing.table import rows

_WITH_ARTICLE = (
    "United ",
    "Netherlands",
    "Philippines",
    "Bahamas",
    "Isle of ",
    "Czech ",
    "Republic ",
    "Democratic ",
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country; `emergency` holds the numbers to ring, best first, and is empty where we aren't sure."""

    code: str
    name: str
    in_eu: bool
    emergency: tuple[str, ...]
    emergency_source: str
    emergency_checked_on: str | None

    @property
    def in_a_sentence(self) -> str:
        """The name as it stands in running text: "the United Kingdom", "France"."""
        return f"the {self.name}" if self.name.startswith(_WITH_ARTICLE) else self.name


@cache
def countries() -> Mapping[str, Country]:
    """Return every country of ISO 3166 by its two letters."""
    return MappingProxyType({row["code"]: _country(row) for row in rows("countries.csv")})


def _country(row: dict[str, str]) -> Country:
    numbers = tuple(number for number in (row["emergency"], row["emergency_too"]) if number)
    return Country(
        code=row["code"],
        name=row["name"],
        in_eu=row["eu"] == "yes",
        emergency=numbers,
        emergency_source=row["emergency_source"],
        emergency_checked_on=row["emergency_checked_on"] or None,
    )
