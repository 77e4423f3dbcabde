"""Which force has a postcode, by the ONS Postcode Directory of November 2025."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from sys import intern
from types import MappingProxyType

from belisha.routing.table import DATA, holds, stretch

Shares = tuple[tuple[str, float], ...]
"""Codes of forces with their share of a unit's postcodes (0 to 1), largest first."""

_EXCEPTIONS, _SECTORS, _OUTCODES = "postcode_exceptions.csv", "sector_to_force.csv", "outcode_to_force.csv"


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


def directory(on: date | None = None) -> Directory:
    """Return the postcode tables with the rows that hold on a day; None: when they were gathered."""
    return _directory(stretch(on, _EXCEPTIONS, _SECTORS, _OUTCODES))


@lru_cache(maxsize=3)
def _directory(day: str) -> Directory:
    exceptions = {code: intern(force) for code, force in _holding(_EXCEPTIONS, day)}
    return Directory(MappingProxyType(exceptions), _sectors(exceptions, day), _outcodes(day))


def _holding(name: str, day: str) -> Iterator[list[str]]:
    """Yield the rows that hold on a day, without their dates.

    No field of these tables has a comma in it, and most rows are undated: twice as fast as a reader of CSV.
    """
    for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]:
        if line[-2:] == ",,":
            yield line[:-2].split(",")
        else:
            *row, begins, ends = line.split(",")
            if holds(begins, ends, day):
                yield row


def _sectors(exceptions: Mapping[str, str], day: str) -> Mapping[str, Shares]:
    """Return each sector's shares: most of a sector has one force, its exceptions have the others."""
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for postcode, force in exceptions.items():
        others[postcode[:-2]][force] += 1
    whole: dict[str, Shares] = {}
    sectors: dict[str, Shares] = {}
    for sector, force, postcodes in _holding(_SECTORS, day):
        key = sector.replace(" ", "")
        counts = Counter({force: int(postcodes)}) + others[key] if key in others else None
        sectors[key] = _shares(counts) if counts else whole.setdefault(force, ((force, 1.0),))
    return MappingProxyType(sectors)


def _shares(counts: Counter[str]) -> Shares:
    total = counts.total()
    return tuple((force, round(count / total, 4)) for force, count in counts.most_common())


def _outcodes(day: str) -> Mapping[str, Shares]:
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for outcode, force, _, share in _holding(_OUTCODES, day):
        found[outcode].append((force, float(share)))
    return MappingProxyType(
        {key: tuple(sorted(some, key=lambda one: -one[1])) for key, some in found.items()}
    )
