"""Calling the emergency number: at once, by anybody, recorded, looked at afterwards."""

import pytest
from django.db import IntegrityError, transaction

from belisha.decisions.decide import decide
from belisha.decisions.emergency import complete_call, look_at, record_emergency_call
from belisha.decisions.models import EmergencyCall
from belisha.decisions.refusals import AlreadyLookedAt, OwnCall
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.organisation.emergency import number_to_call
from belisha.triage.arrange import mark_child_suspect
from belisha.triage.queue import claim
from tests.desk_cases import events, open_tasks


def test_a_call_is_recorded_at_once_and_stops_waking_people(danger, rosa):
    call = record_emergency_call(case_id=danger.id, by=rosa)
    danger.refresh_from_db()
    assert (call.number, call.by, danger.first_seen_by) == ("999", rosa, rosa)
    assert "open_immediate_case" not in open_tasks(danger)
    assert events(danger)[-1] == "emergency.called"


def test_neither_an_owner_nor_a_decision_nor_a_child_as_suspect_stands_before_a_call(danger, rosa, omar):
    claim(case_id=danger.id, by=omar)
    decide(case_id=danger.id, outcome="no_action", category="other", reasons="Nothing.", by=omar)
    record_emergency_call(case_id=danger.id, by=rosa)


def test_a_child_as_suspect_does_not_hold_up_a_call(danger, rosa):
    mark_child_suspect(case_id=danger.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    assert record_emergency_call(case_id=danger.id, by=rosa)


def test_a_call_is_looked_at_by_somebody_else(danger, rosa, omar):
    call = record_emergency_call(case_id=danger.id, by=rosa)
    assert "call_look" in open_tasks(danger)
    with pytest.raises(OwnCall):
        look_at(case_id=call.case_id, call_id=call.id, by=rosa)
    with pytest.raises(IntegrityError, match="nobody_looks_at_their_own_call"), transaction.atomic():
        EmergencyCall.objects.filter(id=call.id).update(looked_at_by=rosa)
    look_at(case_id=call.case_id, call_id=call.id, by=omar)
    assert "call_look" not in open_tasks(danger)
    with pytest.raises(AlreadyLookedAt):
        look_at(case_id=call.case_id, call_id=call.id, by=omar)


def test_the_second_look_stays_open_until_every_call_was_looked_at(danger, rosa, omar):
    calls = [record_emergency_call(case_id=danger.id, by=rosa) for _ in range(2)]
    look_at(case_id=calls[0].case_id, call_id=calls[0].id, by=omar)
    assert "call_look" in open_tasks(danger)
    look_at(case_id=calls[1].case_id, call_id=calls[1].id, by=omar)
    assert "call_look" not in open_tasks(danger)


def test_what_the_emergency_service_answered_is_added_afterwards(danger, rosa):
    call = record_emergency_call(case_id=danger.id, by=rosa)
    complete_call(
        case_id=call.case_id, call_id=call.id, by=rosa, reference="INC-4711", note="They go there now."
    )
    call.refresh_from_db()
    assert (call.reference, call.note) == ("INC-4711", "They go there now.")


def test_in_one_person_mode_a_call_says_so_and_waits_for_nobody(danger, one_person, solo):
    assert record_emergency_call(case_id=danger.id, by=solo).one_person_mode
    assert "call_look" not in open_tasks(danger)


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("US", "911"), ("FR", "112")])
def test_the_number_is_that_of_the_organisations_country(organisation, country, number):
    save_profile(by=CONSOLE, country=country)
    assert number_to_call() == number
