"""One contact as a pattern sees it: which account, towards whom, with which ties. Pure.

Source of the shape: docs/API.md, `contacts/assess`, of which this keeps as little as the rules look at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from belisha.contact.event import CHILD, Event, Relation

Ties = Literal["none", "place", "real"]

NEW_CONTACT = frozenset({"first_message", "connection_request", "group_invitation"})
REFUSAL = frozenset({"block", "report"})
MUTUAL = 5
"""So many connections in common are a tie. Fewer are not: whoever is let in by one child of a circle has
connections in common with all the others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What one account did towards another, or was answered. Digests stand for both, never their ids.

    `account` is the adult, or the one of unknown age, whose contacts are looked at.
    """

    kind: str
    at: datetime
    account: bytes
    other: bytes
    other_band: str
    ties: Ties = "none"
    off_platform: bool = False
    group: bytes = b""
    place: bytes = b""
    account_age_days: int | None = None
    upheld_reports: int | None = None


def ties_of(relation: Relation) -> Ties:
    """What ties the two had before: none, a place that they share, or real ones. Unknown is none."""
    if relation.connected or relation.in_contacts or relation.earlier_conversation:
        return "real"
    if (relation.mutual_connections or 0) >= MUTUAL:
        return "real"
    return "place" if relation.common_place else "none"


def counts(kind: str, band: str) -> bool:
    """Is an event of this kind, by an account of this age, one that a pattern is made of?

    A child's contacts are not: peers meet, and a child is never reported by a count.
    """
    if kind in REFUSAL:
        return True
    return kind in NEW_CONTACT and band not in CHILD


def steps_of(event: Event, digest: Callable[[str], bytes]) -> tuple[Step, ...]:
    """The steps that an event is: none where patterns do not look at it.

    Whoever blocks or reports is the actor for some services and the recipient for others. Both are tried: a
    refusal counts only against an account that had newly contacted the other.
    """
    if not counts(event.event, event.actor.age_band):
        return ()
    if event.event in REFUSAL:
        sides = ((event.actor, event.recipient), (event.recipient, event.actor))
        return tuple(
            Step(
                kind=event.event,
                at=event.at,
                account=digest(one.id),
                other=digest(other.id),
                other_band=other.age_band,
            )
            for one, other in sides
            if one.age_band not in CHILD
        )
    return (_contact(event, digest),)


def _contact(event: Event, digest: Callable[[str], bytes]) -> Step:
    return Step(
        kind=event.event,
        at=event.at,
        account=digest(event.actor.id),
        other=digest(event.recipient.id),
        other_band=event.recipient.age_band,
        ties=ties_of(event.relation),
        off_platform=bool(event.off_platform_proposed),
        group=digest(event.group) if event.group else b"",
        place=digest(event.place) if event.place else b"",
        account_age_days=event.actor.account_age_days,
        upheld_reports=event.actor.upheld_reports,
    )
