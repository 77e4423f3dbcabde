"""What is proposed for a decision, and why: pure. A person ticks; nothing here orders anything.

The law fixes none of this but what is preserved (laws.py). The rest is this desk's own way: what is illegal
goes, what is evidence stays, a suspect's reach ends, and a child is no offender by default.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from belisha.enforcement.order_rules import (
    ITEM,
    PRESERVE,
    REMOVE,
    RESTRICT,
    SUSPEND,
)

SUSPECT = "suspect"
IMAGES = "indecent_images"
TALK = ("grooming", "coercion")
CHILDREN = ("under_13", "13_15", "16_17")
KEPT = "What is told to an authority must be there when it asks."
"""Why something is preserved."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a case names: an item or an account of the service. `key` tells one from another."""

    kind: str
    key: str
    role: str = ""
    age_band: str = ""
    matched: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One order that may be given with the decision; `ticked` where it is by default."""

    kind: str
    target_kind: str
    key: str
    ticked: bool
    why: str

    @property
    def word(self) -> str:
        """What a form sends for it."""
        return f"{self.kind}.{self.key}"


def propose(*, category: str, child_suspect: bool, things: Sequence[About]) -> list[Proposal]:
    """The orders for a decision to refer: first what is preserved, then what is removed, then accounts."""
    found = [one for thing in things for one in _of(thing, category, child_suspect)]
    return sorted(found, key=lambda one: _ORDER.index(one.kind))


_ORDER = (PRESERVE, REMOVE, RESTRICT, SUSPEND)
"""Nothing is removed before it is preserved."""


def _of(thing: About, category: str, child_suspect: bool) -> Iterator[Proposal]:
    if thing.kind == ITEM:
        yield from _of_item(thing, category)
    elif thing.role == SUSPECT:
        yield from _of_suspect(thing, category, child_suspect or thing.age_band in CHILDREN)


def _of_item(thing: About, category: str) -> Iterator[Proposal]:
    yield _proposal(PRESERVE, thing, True, KEPT)
    if thing.matched:
        yield _proposal(REMOVE, thing, category == IMAGES, "It matches known material.")
    else:
        yield _proposal(REMOVE, thing, False, "Tick it where this is what was found to be illegal.")


def _of_suspect(thing: About, category: str, child: bool) -> Iterator[Proposal]:
    if category in TALK:
        yield _proposal(PRESERVE, thing, True, "The conversation is evidence: it must not be deleted.")
    if child:
        why = "A child may be the suspect: help comes first. A senior says whether this is needed."
        yield _proposal(RESTRICT, thing, False, why)
        return
    yield _proposal(RESTRICT, thing, category in TALK, "So that nobody else is written to.")
    yield _proposal(SUSPEND, thing, category == IMAGES, "So that nothing more is shared from it.")


def _proposal(kind: str, thing: About, ticked: bool, why: str) -> Proposal:
    assert thing.kind == ITEM or kind != REMOVE  # noqa: S101 - for us alone: an account isn't removed
    return Proposal(kind=kind, target_kind=thing.kind, key=thing.key, ticked=ticked, why=why)


def law_for(country: str) -> str:
    """The clock of laws.py by which something is preserved in this country; "own" where none says so."""
    return _LAWS.get(country, "own")


_LAWS = {"US": "us_content", "GB": "nca_content", "CA": "canada_content"}
