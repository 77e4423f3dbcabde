"""Who is on call when, and in which place of the ladder."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import Actor, record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.work.models import Turn


class WrongTimes(Refusal):
    """A turn ends after it begins."""

    code = "wrong_times"


class CannotBeWoken(Refusal):
    """{name} may not open cases, so waking them helps nobody. Make them a moderator first."""

    code = "cannot_be_woken"


@transaction.atomic
def add_turn(*, person_id: UUID, starts_at: datetime, ends_at: datetime, place: int = 0, by: Actor) -> Turn:
    """Put a person on call from one moment to another; place 0 is woken first, then 1, and so on."""
    person = Staff.objects.filter(id=person_id, is_active=True).first()
    if person is None:
        raise NotFound(what="member of staff")
    if ends_at <= starts_at:
        raise WrongTimes
    if not person.has_perm("triage.view_case"):
        raise CannotBeWoken(name=person.name)
    turn = Turn.objects.create(person=person, starts_at=starts_at, ends_at=ends_at, place=place)
    record("rota.turn_added", by=by, about=turn, **_facts(turn))
    return turn


@transaction.atomic
def remove_turn(*, turn_id: UUID, by: Actor) -> None:
    """Take a turn off the rota."""
    turn = Turn.objects.select_for_update().filter(id=turn_id).first()
    if turn is None:
        raise NotFound(what="turn")
    entry_about, facts = Turn(id=turn.id), _facts(turn)
    turn.delete()
    record("rota.turn_removed", by=by, about=entry_about, **facts)


def ladder(now: datetime, permission: str) -> list[list[Staff]]:
    """The rungs, from the place that is woken first; each holds the people of that place who may help."""
    turns = Turn.objects.filter(starts_at__lte=now, ends_at__gt=now).select_related("person")
    helpful = [turn for turn in turns.order_by("place", "starts_at", "id") if _may(turn.person, permission)]
    return [_once(turn.person for turn in rung) for _, rung in groupby(helpful, key=lambda turn: turn.place)]


def on_call(now: datetime, permission: str = "triage.view_case") -> list[Staff]:
    """Everybody who is on call, in the order in which they are woken."""
    return _once(person for rung in ladder(now, permission) for person in rung)


def everybody(permission: str) -> list[Staff]:
    """All who hold a permission, by name."""
    return [person for person in Staff.objects.order_by("name") if _may(person, permission)]


def _may(person: Staff, permission: str) -> bool:
    return person.has_perm(permission)


def _once(people: Iterable[Staff]) -> list[Staff]:
    return list({person.id: person for person in people}.values())


def _facts(turn: Turn) -> dict[str, object]:
    return {
        "person": str(turn.person_id),
        "starts_at": turn.starts_at.isoformat(),
        "ends_at": turn.ends_at.isoformat(),
        "place": turn.place,
    }
