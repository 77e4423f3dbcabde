"""Names of districts, counties, forces and countries, as people type them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from belisha.routing.countries import countries
from belisha.routing.forces import country_of, forces
from belisha.routing.table import rows

NameBasis = Literal["district", "force", "country"]

_BEFORE = (
    "the ", "city and county of ", "city of ", "county of ", "county borough of ", "county ",
    "london borough of ", "royal borough of ", "metropolitan borough of ", "borough of ",
)  # fmt: skip
_AFTER = (
    " police force", " police service", " police", " constabulary", " force", " metropolitan borough council",
    " county borough council", " borough council", " county council", " city council", " district council",
    " council", " district", " borough",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: codes of forces, best first; none where a country has too many."""

    forces: tuple[str, ...]
    basis: NameBasis
    reason: str
    country: str | None


def named(text: str) -> Named | None:
    """Return what a name stands for, or None where no table knows it."""
    known = _names()
    return next((known[key] for key in _spellings(_key(text)) if key in known), None)


def _key(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).replace("&", " and ")
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", bare.replace("'", "").replace("’", "")))


def _spellings(key: str) -> Iterator[str]:
    yield key
    for before in ("", *_BEFORE):
        if key.startswith(before):
            bare = key[len(before) :]
            yield bare
            yield from (bare[: -len(after)] for after in _AFTER if bare.endswith(after))


@cache
def _names() -> Mapping[str, Named]:
    """Return all names; of two that are spelt alike the later source wins, so the order below matters."""
    known: dict[str, Named] = {}
    for source in (_country_names, _district_names, _force_names, _other_names):
        known.update({key: name for key, name in source() if key})
    return MappingProxyType(known)


def _country_names() -> Iterator[tuple[str, Named]]:
    for country in countries().values():
        reason = f"Police forces are known for the United Kingdom only, not for {country.in_a_sentence}."
        yield _key(country.name), Named((), "country", reason, country.code)


def _district_names() -> Iterator[tuple[str, Named]]:
    # Districts that still exist come last and so win over a former one of the same name.
    for row in sorted(rows("lad_to_force.csv"), key=lambda row: row["status"] == "current"):
        code = row["force_code"]
        name = Named(
            (code,), "district", _district_reason(row, forces()[code].in_a_sentence), country_of(code)
        )
        yield _key(row["lad_name"]), name
        head, comma, tail = row["lad_name"].partition(", ")
        if comma and tail.endswith(" of"):
            yield _key(head), name


def _district_reason(row: dict[str, str], force: str) -> str:
    district = row["lad_name"].removesuffix(", City of").removesuffix(", County of")
    if row["valid_to"]:
        ended = date.fromisoformat(row["valid_to"])
        return f"{district}, a district until {ended.year}, lies in the area of {force}."
    return f"{district} lies in the area of {force}."


def _force_names() -> Iterator[tuple[str, Named]]:
    for force in forces().values():
        name = Named((force.code,), "force", f"{force.name} was named.", force.country)
        yield _key(force.short_name), name
        yield _key(force.name), name


def _other_names() -> Iterator[tuple[str, Named]]:
    for row in rows("other_names.csv"):
        codes = tuple(row["forces"].split())
        reason = row["reason"] or f"{row['name']} lies in the area of {forces()[codes[0]].in_a_sentence}."
        country = country_of(codes[0]) if codes else "GB"
        yield _key(row["name"]), Named(codes, _basis(row["basis"]), reason, country)


def _basis(word: str) -> NameBasis:
    return "country" if word == "country" else "force" if word == "force" else "district"
