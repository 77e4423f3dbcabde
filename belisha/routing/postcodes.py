"""Which force has a postcode, by the ONS Postcode Directory of November 2025."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from belisha.routing.table import plain_rows

Shares = tuple[tuple[str, float], ...]
"""Codes of forces with their share of a unit's postcodes (0 to 1), largest first."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The postcode tables. Keys are upper case without a space; a sector's last letter is its digit."""

    exceptions: Mapping[str, str]
    sectors: Mapping[str, Shares]
    outcodes: Mapping[str, Shares]

    def force_of(self, postcode: str) -> str | None:
        """Return the force of a full postcode, or None where its sector isn't in the directory."""
        shares = self.sectors.get(postcode[:-2])
        return self.exceptions.get(postcode) or (shares[0][0] if shares else None)


@cache
def directory() -> Directory:
    """Return the postcode tables, read once. Rows that have ended (`valid_to`) are passed over."""
    exceptions = {code: force for code, force, _, ended in plain_rows("postcode_exceptions.csv") if not ended}
    return Directory(MappingProxyType(exceptions), _sectors(exceptions), _outcodes())


def _sectors(exceptions: Mapping[str, str]) -> Mapping[str, Shares]:
    """Return each sector's shares: most of a sector has one force, its exceptions have the others."""
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for postcode, force in exceptions.items():
        others[postcode[:-2]][force] += 1
    whole: dict[str, Shares] = {}
    sectors: dict[str, Shares] = {}
    for sector, force, postcodes, _, ended in plain_rows("sector_to_force.csv"):
        if not ended:
            key = sector.replace(" ", "")
            counts = Counter({force: int(postcodes)}) + others[key] if key in others else None
            sectors[key] = _shares(counts) if counts else whole.setdefault(force, ((force, 1.0),))
    return MappingProxyType(sectors)


def _shares(counts: Counter[str]) -> Shares:
    total = counts.total()
    return tuple((force, round(count / total, 4)) for force, count in counts.most_common())


def _outcodes() -> Mapping[str, Shares]:
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for outcode, force, _, share, _, ended in plain_rows("outcode_to_force.csv"):
        if not ended:
            found[outcode].append((force, float(share)))
    return MappingProxyType(
        {key: tuple(sorted(some, key=lambda one: -one[1])) for key, some in found.items()}
    )
