"""A situation as a link that can be shared: words of lists, codes and names of places, nobody's data."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from belisha.routing.directory import SHIPPED
from belisha.routing.facts import Facts
from belisha.routing.force import ForceAnswer, find_force
from belisha.routing.names import day_of_names, named
from belisha.routing.parse import MOST_EARLIER_REPORTS, WrongFacts, parse_facts
from belisha.routing.scene import Scene, Spot, look
from belisha.routing.spelling import key_of

ADULT = 18
"""Age in years from which somebody is no child."""
_AGES = {"under_18": ADULT - 1, "18_or_over": ADULT}
_WORDS = (
    "danger_now", "content_detected", "may_be_elsewhere", "uk_link", "suspect_is_child", "child_made_it",
    "service.regulated_user_to_user", "service.nca_registered",
)  # fmt: skip
_FLAGS = ("own_behaviour", "other_adult_behaviour")
_SPOTS = ("child", "suspect", "service", "reader")
_LONGEST_LIST = 5_000
"""Longest list of words in a link, in characters."""


def to_link(facts: Facts) -> dict[str, str]:
    """Return the query of a link to the answer for `facts`, without anything that names or finds a person.

    A place becomes the code of its force, else its outward code or the name of its district or town. Of an
    age only the side of eighteen stays, of an earlier report only who has it, of a time only its day.
    """
    scene = look(facts, SHIPPED)
    query = {"reporter": facts.reporter or "", "ready": "" if facts.ready else "no"}
    query |= {path: "yes" for path in _FLAGS if getattr(facts, path)}
    query |= {path: word for path in _WORDS if (word := _word(facts, path)) != "unknown"}
    query["concerns"] = " ".join(sorted(facts.concerns))
    for name, spot in zip(_SPOTS, _spots(scene), strict=True):
        query |= {f"{name}.country": spot.country or "", f"{name}.place": _short(spot.force)}
    query["child.age"] = _side_of_eighteen(facts.child.age)
    query["site"] = facts.site or ""
    query["already_reported"] = " ".join(sorted(scene.told))
    query["on"] = scene.day.isoformat() if scene.day else ""
    return {key: value for key, value in query.items() if value}


def from_link(query: Mapping[str, str]) -> Facts:
    """Return the facts in the query of a link. What is unknown or can't be read is left out: no exception."""
    read: dict[str, Any] = {}
    for key, value in query.items():
        for path, one in _read(key, value):
            _keep(read, path, one)
    return parse_facts(read)


def _word(facts: Facts, path: str) -> str:
    *inside, name = path.split(".")
    return str(getattr(facts.service if inside else facts, name))


def _spots(scene: Scene) -> tuple[Spot, ...]:
    return (scene.child, scene.suspect, scene.organisation, scene.reader)


def _short(found: ForceAnswer | None) -> str:
    """Return a place that holds many people and has the same forces; empty where there is none."""
    if found is None or not found.forces:
        return ""
    if found.exact:
        return found.forces[0].code
    if found.basis in {"postcode", "sector", "outcode"}:
        read_as = next(iter(found.suggestions), found.query)
        return next((part for part in _outward(read_as) if find_force(part).basis == "outcode"), "")
    codes = _codes(found)
    return next((name for name in _names(found) if _codes(find_force(name)) == codes), "")


def _codes(found: ForceAnswer) -> list[str]:
    return [one.code for one in found.forces]


def _names(found: ForceAnswer) -> Iterator[str]:
    """Yield names from the tables, never what else was typed, such as a street; and slips of such names."""
    day = day_of_names(None)
    parts = (found.query, *re.split(r"[,()]", found.query)[::-1])
    yield from (key for part in parts if named(key := key_of(part), day))
    typed = key_of(found.query)
    for name in found.suggestions:
        # No longer than the name that was meant by a letter: there is no room for anything else in it.
        if typed.replace(" ", "").isalpha() and len(typed) <= len(key_of(name)) + 1:
            yield typed
        yield key_of(name)


def _outward(query: str) -> Iterator[str]:
    """Yield what may be the outward code of a postcode or sector, the likeliest first."""
    parts = query.upper().replace("-", " ").split()
    compact = "".join(parts)
    if len(parts) > 1:
        yield parts[0]
    yield compact[:-3] if compact[-3:-2].isdigit() else compact
    yield compact[:-1]


def _side_of_eighteen(age: int | None) -> str:
    return "" if age is None else "18_or_over" if age >= ADULT else "under_18"


def _read(key: str, value: str) -> Iterator[tuple[str, Any]]:
    """Yield what a part of a link says as (path, value)."""
    reader = _READERS.get(key)
    if reader is not None:
        for one in reader(value):
            yield key if key != "on" else "at", one


def _keep(read: dict[str, Any], path: str, value: Any) -> None:
    """Add one value where the parser takes it."""
    outer, _, inner = path.partition(".")
    known = read.get(outer)
    new = value
    if inner:
        new = {**(known or {}), inner: value}
    elif isinstance(value, list):
        new = [*(known or []), *value]
    try:
        parse_facts({outer: new})
    except WrongFacts:
        return
    read[outer] = new


def _as_it_is(value: str) -> Iterator[str]:
    yield value.strip()


def _flag(value: str) -> Iterator[bool]:
    if value in {"yes", "no"}:
        yield value == "yes"


def _words(value: str) -> Iterator[list[str]]:
    for word in dict.fromkeys(value[:_LONGEST_LIST].split()):
        yield [word]


def _authorities(value: str) -> Iterator[list[dict[str, str]]]:
    for word in list(dict.fromkeys(value[:_LONGEST_LIST].split()))[:MOST_EARLIER_REPORTS]:
        yield [{"authority": word}]


def _age(value: str) -> Iterator[int]:
    if value in _AGES:
        yield _AGES[value]


def _noon(value: str) -> Iterator[datetime]:
    try:
        yield datetime.combine(date.fromisoformat(value), time(12), UTC)
    except ValueError:
        return


_READERS: dict[str, Callable[[str], Iterator[Any]]] = {
    **dict.fromkeys(("reporter", "site", *_WORDS), _as_it_is),
    **dict.fromkeys((f"{spot}.{part}" for spot in _SPOTS for part in ("country", "place")), _as_it_is),
    **dict.fromkeys(("ready", *_FLAGS), _flag),
    "concerns": _words,
    "already_reported": _authorities,
    "child.age": _age,
    "on": _noon,
}
"""How each part of a link is read. A generator yields nothing where a part can't be read."""
