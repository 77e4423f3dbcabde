"""Which clocks run on a case, and what they say together. Pure: the caller brings facts and time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from uuid import UUID

from belisha.enforcement.laws import EU_MAXIMUM, OF_AUTHORITY, OWN, UNFOUNDED, Bound, Covers, Law

FOR_EVER = datetime.max.replace(tzinfo=UTC)  # kept until somebody lifts it
JUMP = timedelta(days=1)
ASK_BEFORE = timedelta(days=14)  # a maximum that comes near a case that is still worked on


@dataclass(frozen=True, kw_only=True)
class Told:
    """That an authority was told of a case, the last time it was."""

    referral: UUID
    authority: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the clocks need of a case. `closed_at` is None while it is worked on."""

    opened_at: datetime
    closed_at: datetime | None
    unfounded: bool
    in_eu: bool
    told: tuple[Told, ...] = ()
    zone: tzinfo = UTC


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A clock that is to run."""

    law: Law
    begins_at: datetime
    ends_at: datetime
    referral: UUID | None = None
    authority: str = ""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A clock that runs: what it asks, of what, until when."""

    bound: str
    covers: str
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a case's clocks say together. `due_at` is None while nothing asks for erasure, or two collide."""

    planned_at: datetime | None
    kept_until: datetime | None
    erase_by: datetime | None
    due_at: datetime | None
    collides: bool


def clocks(facts: Facts, laws: Mapping[str, Law]) -> list[Wanted]:
    """The clocks of the law and of this desk that run on a case as it is."""
    found = [clock for told in facts.told for clock in _of_told(told, laws, facts.zone)]
    if facts.in_eu and EU_MAXIMUM in laws:
        found.append(_wanted(laws[EU_MAXIMUM], facts.opened_at))
    if facts.closed_at is not None:
        found.append(_wanted(laws[UNFOUNDED if facts.unfounded else OWN], facts.closed_at))
    return found


def _of_told(told: Told, laws: Mapping[str, Law], zone: tzinfo) -> Iterator[Wanted]:
    for code in OF_AUTHORITY.get(told.authority, ()):
        law = laws[code]
        yield Wanted(
            law=law,
            begins_at=told.at,
            ends_at=law.ends(told.at, zone),
            referral=told.referral,
            authority=told.authority,
        )


def _wanted(law: Law, since: datetime) -> Wanted:
    return Wanted(law=law, begins_at=since, ends_at=law.length.after(since))


def verdict(running: Iterable[Running]) -> Verdict:
    """What the clocks say together: a preservation beats erasure; a collision is left to a person."""
    content = [clock for clock in running if clock.covers == Covers.CONTENT]
    kept = max(_ends(content, Bound.KEEP), default=None)
    planned = min(_ends(content, Bound.OWN), default=None)
    most = min(_ends(content, Bound.MOST), default=None)
    collides = kept is not None and most is not None and kept > most
    asked = min((end for end in (planned, most) if end is not None), default=None)
    # While a case is worked on nothing plans its end; a maximum that passes is a question to a person.
    due = None if asked is None or planned is None or collides else max(asked, kept or asked)
    return Verdict(planned_at=planned, kept_until=kept, erase_by=most, due_at=due, collides=collides)


def _ends(content: Iterable[Running], bound: Bound) -> list[datetime]:
    return [clock.ends_at for clock in content if clock.bound == bound]


def ask_at(found: Verdict, told: Iterable[Told], own: Law) -> datetime | None:
    """When somebody is to be asked to bring a case to its end that is still worked on."""
    last = max((one.at for one in told), default=None)
    times = [own.length.after(last)] if last else []
    return min([*times, *([found.erase_by - ASK_BEFORE] if found.erase_by else [])], default=None)


def jumped(now: datetime, seen: Iterable[datetime]) -> datetime | None:
    """The first of the times seen before from which this one lies more than a day away; None: no jump."""
    return next((moment for moment in seen if abs(now - moment) > JUMP), None)
