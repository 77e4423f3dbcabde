"""Find the police force of a place."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypedDict

from belisha.routing.forces import country_of, forces
from belisha.routing.names import named
from belisha.routing.postcodes import Shares, directory

Basis = Literal["postcode", "sector", "outcode", "district", "force", "country", "none"]

LONGEST_PLACE = 200
"""Longest text, in characters, that is looked at: no place has a longer name."""

AREAS = MappingProxyType({"BT": "N99999999", "JE": "X-JE", "GY": "X-GG", "IM": "X-IM"})
"""Postcode areas with one force by rule, so that no row of theirs is needed."""

NOWHERE = MappingProxyType(
    {
        "BX": "BX is for banks and public bodies, which have no place on the map.",
        "GIR": "GIR 0AA belonged to a bank and has no place on the map.",
        "XX": "XX is for returned parcels and has no place on the map.",
        "ZZ": "ZZ99 stands for an unknown address and has no place on the map.",
        "BF": "British Forces post offices lie outside the areas of the territorial forces.",
        "BFPO": "British Forces post offices lie outside the areas of the territorial forces.",
        "GX": "Gibraltar has its own police, outside the United Kingdom.",
    }
)
"""Codes that look like postcodes and lie in no force's area, with the reason."""

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT)([0-9])([A-Z]{2})")
_OUTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?|NPT|GIR")
_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|NPT)\s+([0-9])")
_OVERSEAS = re.compile(r"[A-Z]{4}1ZZ|AI[0-9]{4}")
_BFPO = re.compile(r"BFPO[0-9]{0,4}")
_NEVER_LAST = frozenset("CIKMOV")
"""Letters that the last two places of a postcode never hold."""


class ForceJson(TypedDict):
    """One candidate of `ForceAnswer.as_json()`."""

    code: str
    name: str
    share: float | None


class AnswerJson(TypedDict):
    """What `ForceAnswer.as_json()` returns."""

    query: str
    exact: bool
    basis: Basis
    forces: list[ForceJson]
    reason: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A force that may have the place; `share` of the unit's postcodes, 0 to 1, None where not known."""

    code: str
    name: str
    share: float | None

    def as_json(self) -> ForceJson:
        """Return plain values."""
        return {"code": self.code, "name": self.name, "share": self.share}


@dataclass(frozen=True, slots=True)
class ForceAnswer:
    """The force of a place when `exact`; otherwise the candidates, best first, or none; always why."""

    query: str
    exact: bool
    basis: Basis
    forces: tuple[Candidate, ...]
    reason: str
    country: str | None = None

    def as_json(self) -> AnswerJson:
        """Return plain values, as `belisha force --json` prints them."""
        return {
            "query": self.query,
            "exact": self.exact,
            "basis": self.basis,
            "forces": [force.as_json() for force in self.forces],
            "reason": self.reason,
            "country": self.country,
        }


def find_force(place: str) -> ForceAnswer:
    """Return the police force of a postcode, sector, outward code, district, force or country.

    Case and spaces don't matter. What can't be a place gives an answer without forces, never an error.
    Source: ONS Postcode Directory, November 2025, and ONS look-up of districts and police force areas.
    """
    if len(place) > LONGEST_PLACE:
        return _nothing(place, f"A place has at most {LONGEST_PLACE} characters.")
    text = (place if place.isascii() else unicodedata.normalize("NFKC", place)).upper().strip()
    compact = "".join(text.replace("-", " ").split())
    for look in _LOOKS:
        answer = look(place, text, compact)
        if answer is not None:
            return answer
    return _nothing(place, "This is no postcode, district, force or country that the tables know.")


def _by_postcode(query: str, _text: str, compact: str) -> ForceAnswer | None:
    shape = _POSTCODE.fullmatch(compact)
    if shape is None:
        return None
    outcode, digit, end = shape.groups()
    special = _by_area(query, outcode, "postcode")
    if special is not None:
        return special
    if _NEVER_LAST.intersection(end):
        return _nothing(query, "No postcode ends in the letters C, I, K, M, O or V.")
    code = directory().force_of(compact)
    if code is None:
        return _of_unlisted_sector(query, outcode, digit)
    reason = f"By sector {outcode} {digit} and its exceptions, in the postcode directory of November 2025."
    return ForceAnswer(query, True, "postcode", _only(code), reason, country_of(code))


def _of_unlisted_sector(query: str, outcode: str, digit: str) -> ForceAnswer:
    shares = directory().outcodes.get(outcode)
    unlisted = f"Sector {outcode} {digit} isn't in the postcode directory of November 2025"
    if shares is None:
        return _nothing(query, f"{unlisted}, and neither is {outcode}.")
    return ForceAnswer(query, False, "outcode", _each(shares), f"{unlisted}; {outcode} is.", "GB")


def _by_sector(query: str, text: str, compact: str) -> ForceAnswer | None:
    shape = _SECTOR.fullmatch(text)
    if shape is None:
        return None
    outcode, digit = shape.groups()
    special = _by_area(query, outcode, "sector")
    if special is not None:
        return special
    shares = directory().sectors.get(compact)
    return _of_unit(query, "sector", shares) if shares else _of_unlisted_sector(query, outcode, digit)


def _by_outcode(query: str, _text: str, compact: str) -> ForceAnswer | None:
    if _OUTCODE.fullmatch(compact) is None:
        # A sector that was typed without its space, where no outward code reads the same.
        shares = directory().sectors.get(compact)
        return _of_unit(query, "sector", shares) if shares else None
    special = _by_area(query, compact, "outcode")
    if special is not None:
        return special
    shares = directory().outcodes.get(compact)
    if shares:
        return _of_unit(query, "outcode", shares)
    shares = directory().sectors.get(compact)
    if shares:
        return _of_unit(query, "sector", shares)
    return _nothing(query, f"The outward code {compact} isn't in the postcode directory of November 2025.")


def _of_unit(query: str, basis: Basis, shares: Shares) -> ForceAnswer:
    if len(shares) == 1:
        reason = f"The whole {basis} lies in the area of one force."
    else:
        reason = f"The {basis} is shared by {len(shares)} forces: a full postcode names one."
    return ForceAnswer(query, len(shares) == 1, basis, _each(shares), reason, "GB")


def _by_area(query: str, outcode: str, basis: Basis) -> ForceAnswer | None:
    area = outcode.rstrip("0123456789") if outcode[-1].isdigit() else re.sub(r"[0-9].*", "", outcode)
    if area in NOWHERE:
        return _nothing(query, NOWHERE[area])
    code = AREAS.get(area)
    if code is None:
        return None
    name = forces()[code].name
    return ForceAnswer(
        query, True, basis, _only(code), f"All {area} postcodes belong to {name}.", country_of(code)
    )


def _by_code_without_place(query: str, _text: str, compact: str) -> ForceAnswer | None:
    if _BFPO.fullmatch(compact):
        return _nothing(query, NOWHERE["BFPO"])
    if _OVERSEAS.fullmatch(compact):
        return _nothing(query, "This is the postcode of an overseas territory, which has its own police.")
    if compact in AREAS or compact in NOWHERE:
        return _by_area(query, compact, "outcode")
    return None


def _by_name(query: str, text: str, _compact: str) -> ForceAnswer | None:
    name = named(text)
    if name is None:
        return None
    single = len(name.forces) == 1
    found = (
        _only(name.forces[0]) if single else tuple(Candidate(c, forces()[c].name, None) for c in name.forces)
    )
    return ForceAnswer(query, single, name.basis, found, name.reason, name.country)


_LOOKS: tuple[Callable[[str, str, str], ForceAnswer | None], ...] = (
    _by_postcode,
    _by_sector,
    _by_outcode,
    _by_code_without_place,
    _by_name,
)


def _nothing(query: str, reason: str) -> ForceAnswer:
    return ForceAnswer(query, False, "none", (), reason)


@cache
def _only(code: str) -> tuple[Candidate, ...]:
    return (Candidate(code, forces()[code].name, 1.0),)


def _each(shares: Shares) -> tuple[Candidate, ...]:
    return tuple(Candidate(code, forces()[code].name, share) for code, share in shares)
