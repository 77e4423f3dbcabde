"""Names of districts, counties, forces, countries and towns, as people type them."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from belisha.routing.countries import countries
from belisha.routing.forces import country_of, forces
from belisha.routing.named import NameBasis, Named
from belisha.routing.spelling import barer, key_of
from belisha.routing.table import holds, rows, stretch
from belisha.routing.towns import TABLE, of_towns, towns, with_force

_TABLES = ("lad_to_force.csv", "forces.csv", "other_names.csv", TABLE)


def named(key: str, day: str) -> Named | None:
    """Return what a key stands for, on a day that `day_of_names` gave; None where no table knows it.

    Countries, forces and districts come before towns of the same name, which are then named as others.
    """
    official, some = names(day), towns(day)
    for spelling in (key, *barer(key)):
        if spelling in official:
            return _and_elsewhere(official[spelling], spelling, day)
        if spelling in some:
            return of_towns(some[spelling])
    return None


def anywhere(key: str, day: str) -> Named | None:
    """Return what a key stands for with the forces of every place of that name, however small."""
    name, some = named(key, day), towns(day).get(key, ())
    if name is None or not name.forces:
        return name
    return name._replace(forces=tuple(dict.fromkeys((*name.forces, *(town.forces[0] for town in some)))))


def day_of_names(on: date | None) -> str:
    """Return the day for which names are kept ready, the same for all days on which they are the same."""
    return stretch(on, *_TABLES)


def _and_elsewhere(name: Named, spelling: str, day: str) -> Named:
    if name.basis == "country" or spelling not in towns(day):
        return name
    rest = [
        town for town in towns(day)[spelling] if not set(town.forces) & set(name.forces) or town.short_for
    ]
    if not rest:
        return name
    reason = f"{name.reason} Other places have the same name or one that begins with it."
    return name._replace(reason=reason, others=tuple(dict.fromkeys(map(with_force, rest))))


@lru_cache(maxsize=3)
def names(day: str) -> Mapping[str, Named]:
    """Return all names but those of towns; of two spelt alike the later source wins, so the order matters."""
    known: dict[str, Named] = {}
    for source in (_country_names, _region_names, _district_names, _force_names, _other_names):
        known.update({key: name for key, name in source(day) if key})
    return MappingProxyType(known)


def _country_names(_day: str) -> Iterator[tuple[str, Named]]:
    for country in countries().values():
        reason = f"Police forces are known for the United Kingdom only, not for {country.in_a_sentence}."
        yield key_of(country.name), Named(country.name, (), "country", reason, country.code, exact=False)


def _region_names(_day: str) -> Iterator[tuple[str, Named]]:
    regions: dict[str, list[str]] = {}
    for row in rows("forces.csv"):
        if row["type"] == "territorial" and row["country"] == "England":
            regions.setdefault(row["region"], []).append(row["code"])
    for region, codes in regions.items():
        reason = f"{len(codes)} police forces share {region}: a postcode or a district is needed."
        yield key_of(region), Named(region, tuple(codes), "district", reason, "GB", exact=False)


def _district_names(day: str) -> Iterator[tuple[str, Named]]:
    # Districts that exist on the day come last and so win over one that has ended.
    begun = [row for row in rows("lad_to_force.csv") if holds(row["valid_from"], "", day)]
    for row in sorted(begun, key=lambda row: holds("", row["valid_to"], day)):
        code, full = row["force_code"], row["lad_name"]
        title = full.removesuffix(", City of").removesuffix(", County of")
        reason = _district_reason(title, row["valid_to"], day, forces()[code].in_a_sentence)
        name = Named(title, (code,), "district", reason, country_of(code), exact=True)
        yield key_of(full), name
        yield key_of(row["lad_code"]), name
        if title != full:
            yield key_of(title), name


def _district_reason(title: str, ends: str, day: str, force: str) -> str:
    if ends and ends <= day:
        return f"{title}, a district until {ends[:4]}, lies in the area of {force}."
    return f"{title} lies in the area of {force}."


def _force_names(day: str) -> Iterator[tuple[str, Named]]:
    begun = {row["code"] for row in rows("forces.csv") if holds(row["valid_from"], row["valid_to"], day)}
    for force in forces().values():
        if force.code in begun:
            reason = f"{force.name} was named."
            name = Named(force.short_name, (force.code,), "force", reason, force.country, exact=True)
            yield from ((key_of(spelt), name) for spelt in (force.short_name, force.name, force.code))


def _other_names(day: str) -> Iterator[tuple[str, Named]]:
    for row in rows("other_names.csv"):
        if holds(row["valid_from"], row["valid_to"], day):
            codes = tuple(row["forces"].split())
            reason = row["reason"] or _other_reason(row["name"], codes, row["basis"])
            country = country_of(codes[0]) if codes else "GB"
            single = len(codes) == 1
            yield (
                key_of(row["name"]),
                Named(row["name"], codes, _basis(row["basis"]), reason, country, single),
            )


def _other_reason(name: str, codes: tuple[str, ...], basis: str) -> str:
    if basis == "force":
        return f"{forces()[codes[0]].name} was named."
    if len(codes) == 1:
        return f"{name} lies in the area of {forces()[codes[0]].in_a_sentence}."
    return f"{len(codes)} police forces share {name}: a postcode or a district is needed."


def _basis(word: str) -> NameBasis:
    return "country" if word == "country" else "force" if word == "force" else "district"
