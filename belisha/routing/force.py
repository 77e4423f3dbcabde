"""Find the police force of a place."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from belisha.routing.address import in_parts
from belisha.routing.force_answer import Basis, Candidate, ForceAnswer
from belisha.routing.forces import country_of, forces
from belisha.routing.named import Named
from belisha.routing.names import day_of_names, named
from belisha.routing.near import by_sight
from belisha.routing.postcodes import Directory, Shares, directory
from belisha.routing.slips import among_words, meant
from belisha.routing.spelling import key_of

__all__ = ["LONGEST_PLACE", "Candidate", "ForceAnswer", "find_force"]

LONGEST_PLACE = 200
"""Longest text, in characters, that is looked at: no place has a longer name."""

MOST_SUGGESTIONS = 5
OVERSEAS = "This is the postcode of an overseas territory, which has its own police."
UNKNOWN = "This is no postcode, district, town, force or country that the tables know."
_LONGEST_AREA = 4
"""Letters in the longest code that has no figure, BFPO."""

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
        "XM": "XM4 5HQ is for letters to Father Christmas and has no place on the map.",
        "GX": "Gibraltar has its own police, outside the United Kingdom.",
    }
)
"""Codes that look like postcodes and lie in no force's area, with the reason."""

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT)([0-9])([A-Z]{2})")
_OUTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?|NPT|GIR")
_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|NPT)\s+([0-9])")
_OVERSEAS = re.compile(r"[A-Z]{4}1ZZ|AI[0-9]{4}")
_BFPO = re.compile(r"BFPO[0-9]{0,4}")
_NO_MEANING = str.maketrans(dict.fromkeys("-–—.,;:_'\"()[]{}/\\*#!?’‘“”", " "))
"""Marks that say nothing in a postcode and are read as spaces."""
_HAS_DIGIT = re.compile(r"[0-9]")
_NEVER_LAST = frozenset("CIKMOV")
"""Letters that the last two places of a postcode never hold."""


class _Asked(NamedTuple):
    """A place as typed, in capitals, with single spaces and no marks, without spaces; the day's tables."""

    query: str
    text: str
    spaced: str
    compact: str
    directory: Directory
    day_of_names: str


def find_force(place: str, on: date | None = None) -> ForceAnswer:
    """Return the police force of a postcode, sector, outward code, district, town, force or country.

    `on`: the day whose tables hold; None: the day on which they were gathered. Case, spaces and stray marks
    don't matter. What was read with a typing error is never exact. What can't be a place gives an answer
    without forces, never an error. Source: ONS Postcode Directory, November 2025; ONS look-up of districts
    and police force areas; for towns see data/SOURCES.md.
    """
    if not _is_text(place):
        return _nothing(str(place), "A place is given as text.")
    if len(place) > LONGEST_PLACE:
        return _nothing(place, f"A place has at most {LONGEST_PLACE} characters.")
    text = (place if place.isascii() else unicodedata.normalize("NFKC", place)).upper().strip()
    words = text.translate(_NO_MEANING).split()
    if not words:
        return _nothing(place, "No place was given.")
    asked = _Asked(place, text, " ".join(words), "".join(words), directory(on), day_of_names(on))
    # Without a figure and too long for a code, it can only be a name.
    looks = _LOOKS_AT_NAMES if len(asked.compact) > _LONGEST_AREA and asked.compact.isalpha() else _LOOKS
    first = None
    for look in looks:
        answer = look(asked)
        if answer is not None and (answer.basis != "none" or answer.suggestions):
            return answer
        first = first or answer
    return first or _nothing(
        place, "This is no postcode, district, town, force or country that the tables know."
    )


def _is_text(place: object) -> bool:
    # A caller without type checks may hand over None or bytes; that is an unknown place, not an error.
    return isinstance(place, str)


def _by_postcode(asked: _Asked) -> ForceAnswer | None:
    shape = _POSTCODE.fullmatch(asked.compact)
    if shape is None:
        return None
    outcode, digit, end = shape.groups()
    special = _by_area(asked, outcode, "postcode")
    if special is not None:
        return special
    if _NEVER_LAST.intersection(end):
        return _nothing(asked.query, "No postcode ends in the letters C, I, K, M, O or V.")
    code = asked.directory.force_of(asked.compact)
    if code is None:
        return _of_unlisted_sector(asked, outcode, digit)
    reason = f"By sector {outcode} {digit} and its exceptions, in the postcode directory of November 2025."
    return ForceAnswer(asked.query, True, "postcode", _only(code), reason, country_of(code))


def _of_unlisted_sector(asked: _Asked, outcode: str, digit: str) -> ForceAnswer:
    shares = asked.directory.outcodes.get(outcode)
    unlisted = f"Sector {outcode} {digit} isn't in the postcode directory of November 2025"
    if shares is None:
        return _nothing(asked.query, f"{unlisted}, and neither is {outcode}.")
    return ForceAnswer(asked.query, False, "outcode", _each(shares), f"{unlisted}; {outcode} is.", "GB")


def _by_sector(asked: _Asked) -> ForceAnswer | None:
    shape = _SECTOR.fullmatch(asked.spaced)
    if shape is None:
        return None
    outcode, digit = shape.groups()
    special = _by_area(asked, outcode, "sector")
    if special is not None:
        return special
    shares = asked.directory.sectors.get(asked.compact)
    return _of_unit(asked, "sector", shares) if shares else _of_unlisted_sector(asked, outcode, digit)


def _by_outcode(asked: _Asked) -> ForceAnswer | None:
    shares = asked.directory.sectors.get(asked.compact)
    if _OUTCODE.fullmatch(asked.compact) is None:
        # A sector that was typed without its space, where no outward code reads the same.
        return _of_unit(asked, "sector", shares) if shares else None
    special = _by_area(asked, asked.compact, "outcode")
    if special is not None:
        return special
    whole = asked.directory.outcodes.get(asked.compact)
    if whole:
        return _of_unit(asked, "outcode", whole)
    if shares:
        return _of_unit(asked, "sector", shares)
    return _nothing(
        asked.query, f"The outward code {asked.compact} isn't in the postcode directory of November 2025."
    )


def _of_unit(asked: _Asked, basis: Basis, shares: Shares) -> ForceAnswer:
    if len(shares) == 1:
        reason = f"The whole {basis} lies in the area of one force."
    else:
        reason = f"The {basis} is shared by {len(shares)} forces: a full postcode names one."
    return ForceAnswer(asked.query, len(shares) == 1, basis, _each(shares), reason, "GB")


def _by_area(asked: _Asked, outcode: str, basis: Basis) -> ForceAnswer | None:
    area = outcode[:2] if outcode[1:2].isalpha() else outcode[:1]
    area = outcode if outcode in NOWHERE else area
    if area in NOWHERE:
        return _nothing(asked.query, NOWHERE[area])
    code = AREAS.get(area)
    if code is None:
        return None
    reason = f"All {area} postcodes belong to {forces()[code].name}."
    return ForceAnswer(asked.query, True, basis, _only(code), reason, country_of(code))


def _by_code_without_place(asked: _Asked) -> ForceAnswer | None:
    if _BFPO.fullmatch(asked.compact):
        return _nothing(asked.query, NOWHERE["BFPO"])
    if _OVERSEAS.fullmatch(asked.compact):
        return _nothing(
            asked.query, "This is the postcode of an overseas territory, which has its own police."
        )
    if asked.compact in AREAS or asked.compact in NOWHERE:
        return _by_area(asked, asked.compact, "outcode")
    return None


def _by_name(asked: _Asked) -> ForceAnswer | None:
    name = named(key_of(asked.text), asked.day_of_names)
    return _of_name(asked, name) if name else None


def _of_name(asked: _Asked, name: Named) -> ForceAnswer:
    others = name.others[:MOST_SUGGESTIONS]
    if not name.forces and name.basis != "country":
        return _nothing(asked.query, name.reason, others)
    found = _only(name.forces[0]) if name.exact else _unweighed(name.forces)
    return ForceAnswer(asked.query, name.exact, name.basis, found, name.reason, name.country, others)


def _by_address(asked: _Asked) -> ForceAnswer | None:
    """Read the one postcode of an address: it says more than the names of the places around it."""
    found = among_words(asked.spaced)
    return _read_as(asked, found) if found else None


def _by_slip(asked: _Asked) -> ForceAnswer | None:
    """Read a postcode with a slip; several readings are suggested only."""
    found = meant(asked.compact, asked.directory)
    if len(found) == 1:
        return _read_as(asked, found[0])
    return _nothing(asked.query, "Several postcodes may be meant.", found) if found else None


def _read_as(asked: _Asked, reading: str) -> ForceAnswer | None:
    compact = reading.replace(" ", "")
    again = _Asked(asked.query, reading, reading, compact, asked.directory, asked.day_of_names)
    answers = (look(again) for look in (_by_postcode, _by_sector, _by_outcode))
    answer = next((one for one in answers if one and one.forces), None)
    if answer is None:
        return None
    reason = f"Read as “{reading}”. {answer.reason}"
    return ForceAnswer(
        asked.query, False, answer.basis, answer.forces, reason, answer.country, suggestions=(reading,)
    )


def _by_parts(asked: _Asked) -> ForceAnswer | None:
    name = in_parts(asked.text, asked.day_of_names) if "," in asked.text or "(" in asked.text else None
    return _of_name(asked, name) if name else None


def _by_near_name(asked: _Asked) -> ForceAnswer | None:
    if _HAS_DIGIT.search(asked.compact):
        # No name has a figure in it.
        return None
    near = by_sight(key_of(asked.text), asked.day_of_names)
    return _of_name(asked, near) if near else None


_LOOKS: tuple[Callable[[_Asked], ForceAnswer | None], ...] = (
    _by_postcode,
    _by_sector,
    _by_outcode,
    _by_code_without_place,
    _by_name,
    _by_address,
    _by_parts,
    _by_slip,
    _by_near_name,
)
_LOOKS_AT_NAMES = (_by_name, _by_parts, _by_near_name)
"""The ways to read a place, in order. The first that finds forces, a country or suggestions is the answer."""


def _nothing(query: str, reason: str, suggestions: tuple[str, ...] = ()) -> ForceAnswer:
    return ForceAnswer(query, False, "none", (), reason, None, suggestions)


@cache
def _only(code: str) -> tuple[Candidate, ...]:
    return (Candidate(code, forces()[code].name, 1.0),)


@cache
def _unweighed(codes: tuple[str, ...]) -> tuple[Candidate, ...]:
    return tuple(Candidate(code, forces()[code].name, None) for code in codes)


def _each(shares: Shares) -> tuple[Candidate, ...]:
    return tuple(Candidate(code, forces()[code].name, share) for code, share in shares)
