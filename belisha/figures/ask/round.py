"""A round: one question, asked of many forces, each under its law."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from belisha.figures.ask.law import LAWS, Law, law_for
from belisha.figures.parse.places import read_area
from belisha.refusal import Refusal
from belisha.routing.forces import forces

NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST: Final = 60  # letters of a name in addresses and commands
OWN: Final = "own-"
"""How the id of a force begins that is in no list of forces: the user named it."""


class BadName(Refusal):
    """A round’s name has small letters, digits and hyphens only, such as 2025-26: it stands in addresses."""

    code = "bad_name"


class ReservedName(Refusal):
    """A round can’t be called “new”: that is the page on which rounds begin. Give it another name."""

    code = "reserved_name"


class NoSuchForce(Refusal):
    """No force is called “{name}”. One of your own needs its law, too: {name}=foia or {name}=foisa"""

    code = "no_such_force"


class AskedTwice(Refusal):
    """{name} is asked twice in this round."""

    code = "asked_twice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A force in a round."""

    id: str
    name: str
    law: Law

    @classmethod
    def under(cls, id: str, name: str, law: str) -> "Asked":
        """As it is kept: the law by its id."""
        return cls(id=id, name=name, law=LAWS[law])

    @property
    def full_name(self) -> str:
        """As a letter names it: “Cambridgeshire Constabulary”."""
        return forces()[self.id].name if self.id in forces() else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One question to many forces. `request` is the text with its placeholders, `name` is its own."""

    name: str
    title: str
    question: str
    years: str
    request: str
    asker: str = ""
    reply_to: str = ""
    begun: date
    by: str
    forces: tuple[Asked, ...]

    def asked(self, force: str) -> Asked:
        """A force of this round by its id or name; raises NoSuchForce."""
        wanted = _plain(force)
        for asked in self.forces:
            if wanted in {_plain(asked.id), _plain(asked.name), _plain(asked.full_name)}:
                return asked
        code = _code(force)
        for asked in self.forces:
            if code == asked.id:
                return asked
        raise NoSuchForce(name=force[:80])


def all_forces() -> tuple[Asked, ...]:
    """The 45 territorial forces, by name, each under its country's law."""
    known = (force for force in forces().values() if force.kind == "territorial")
    asked = [Asked(id=f.code, name=f.short_name, law=law_for(f.code, name=f.short_name)) for f in known]
    return tuple(sorted(asked, key=lambda one: one.name))


def forces_named(words: Iterable[str]) -> tuple[Asked, ...]:
    """Forces as people write them: a code, a name, or "Name=foia" for one that isn't among the 45."""
    found = [_named(word) for word in words if word.strip()]
    refuse_twice(found)
    return tuple(sorted(found, key=lambda one: one.name))


def refuse_twice(asked: Sequence[Asked]) -> None:
    """Raise AskedTwice where a force stands in a round twice."""
    seen: set[str] = set()
    for one in asked:
        if one.id in seen:
            raise AskedTwice(name=one.name)
        seen.add(one.id)


def name_from(title: str) -> str:
    """The name that a title makes: "Round 2025/26" is round-2025-26."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:LONGEST].strip("-")


def refuse_bad_name(name: str) -> None:
    """Raise BadName or ReservedName where a name can't stand in an address."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        raise BadName
    if name == "new":
        raise ReservedName


def _named(word: str) -> Asked:
    name, _, chosen = (part.strip() for part in word.partition("="))
    force = forces().get(_code(name))
    if force:
        law = law_for(force.code, name=force.short_name, chosen=chosen)
        return Asked(id=force.code, name=force.short_name, law=law)
    if not chosen or not name_from(name):
        raise NoSuchForce(name=name[:80])
    return Asked(id=f"{OWN}{name_from(name)}", name=name[:120], law=law_for("", name=name, chosen=chosen))


def _code(name: str) -> str:
    """The code of the one force that people call so; nothing where there is none, or several."""
    wanted = _plain(name)
    for force in forces().values():
        if wanted in {_plain(force.code), _plain(force.short_name), _plain(force.name)}:
            return force.code
    found = read_area(name[:120])
    return found[0].id if len(found) == 1 and found[0].kind == "force" else ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()
