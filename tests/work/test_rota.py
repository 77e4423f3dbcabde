"""Who is on call."""

from datetime import UTC, datetime, timedelta

import pytest

from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.refusal import NotFound
from belisha.work import read, rota

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def turn(person, by, place=0, start=NOW, length=8 * HOUR):
    return rota.add_turn(person_id=person.id, starts_at=start, ends_at=start + length, place=place, by=by)


def test_those_on_call_come_in_the_order_of_their_places(rosa, omar, sana):
    turn(omar, sana, place=1)
    turn(rosa, sana, place=0)
    turn(sana, sana, place=2, start=NOW + HOUR)
    assert rota.on_call(NOW) == [rosa, omar]
    assert rota.on_call(NOW + HOUR) == [rosa, omar, sana]
    assert rota.on_call(NOW + 8 * HOUR) == [sana]


def test_two_people_in_one_place_are_woken_together(rosa, omar, sana):
    turn(rosa, sana)
    turn(omar, sana)
    assert [set(rung) for rung in rota.ladder(NOW, "triage.view_case")] == [{rosa, omar}]


def test_whoever_has_left_or_may_not_see_cases_is_not_woken(rosa, omar, sana):
    turn(rosa, sana)
    turn(omar, sana, place=1)
    rosa.is_active = False
    rosa.save()
    omar.roles = [Role.AUDITOR]
    omar.save()
    assert rota.on_call(NOW) == []


def test_a_turn_needs_somebody_who_may_help_and_an_end_after_its_beginning(rosa, ada, sana):
    with pytest.raises(rota.CannotBeWoken, match="Ada may not open cases"):
        turn(ada, sana)
    with pytest.raises(rota.WrongTimes):
        turn(rosa, sana, length=timedelta())
    with pytest.raises(NotFound):
        rota.add_turn(person_id=turn(rosa, sana).id, starts_at=NOW, ends_at=NOW + HOUR, by=sana)


def test_the_rota_is_in_the_ledger(rosa, sana):
    rota.remove_turn(turn_id=turn(rosa, sana).id, by=sana)
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.event for entry in entries] == ["rota.turn_added", "rota.turn_removed"]
    assert entries[1].content["person"] == str(rosa.id)
    assert rota.on_call(NOW) == []


def test_turns_that_have_ended_are_not_listed(rosa, sana):
    turn(rosa, sana)
    assert [(one.person, one.now) for one in read.turns(NOW)] == [("Rosa", True)]
    assert read.turns(NOW + 9 * HOUR) == []
