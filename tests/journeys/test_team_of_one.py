"""A desk with a single person: the mode is switched on knowingly, and every act under it is marked."""

import pytest

from belisha.decisions.models import Decision, EmergencyCall
from belisha.ledger.models import Entry
from belisha.organisation.profile import profile
from tests.journeys.steps import (
    a_report,
    decides,
    facts_of,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens,
    opens_the_next_case,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)

POLICE = "police:E23000023"
MODE = "/desk/settings/one-person-mode/"
SWITCH_ON = "Switch one-person mode on"


@pytest.fixture
def case(back_end, solo):
    sends_a_report_by_api(back_end, a_report())
    the_worker_runs()
    return opens_the_next_case(solo)


def test_the_mode_is_switched_on_with_a_reason_that_the_page_shows(organisation, solo):
    solo.goes_to(MODE).presses(SWITCH_ON, reason="", answered=422)
    assert not profile().one_person_mode
    solo.presses(SWITCH_ON, reason="There is one moderator.")
    assert profile().one_person_mode
    assert all(said in solo.reads for said in ("Last switched by Solo", "There is one moderator."))
    entry = Entry.objects.get(event="organisation.one_person_mode")
    assert (entry.actor, entry.content["on"]) == (solo.person.ledger_name, True)


def test_without_the_mode_one_person_cannot_refer_alone(case, solo):
    decides(solo, case, "refer")
    assert (case.state, told(case)) == ("proposed", {})


def test_one_person_refers_alone_and_every_act_is_marked(case, solo):
    solo.goes_to(MODE).presses(SWITCH_ON, reason="There is one moderator.")
    decides(solo, case, "refer")
    assert "Decided in one-person mode." in opens(solo, case).reads
    police = releases(solo, case, POLICE)
    assert "One-person mode" in solo.reads
    notes_the_reference(solo, police, "35/1/26")

    assert (Decision.objects.get().one_person_mode, Decision.objects.get().asks_for_two) == (True, True)
    assert (police.one_person_mode, police.case.state) == (True, "referred")
    for event in ("case.decided", "referral.released"):
        assert facts_of(case, event)[0]["one_person_mode"] is True
    assert ledger_says(case) == [
        "Belisha: case.opened",
        "Solo: case.claimed",
        "Solo: case.first_seen",
        "Solo: case.decided",
        "Solo: referral.drafted",
        "Solo: referral.released",
        "Solo: referral.delivered",
    ]


def test_a_call_in_the_mode_waits_for_nobodys_second_look(back_end, solo):
    solo.goes_to(MODE).presses(SWITCH_ON, reason="There is one moderator.")
    sends_a_report_by_api(back_end, a_report(danger_now="yes"))
    the_worker_runs()
    case = opens_the_next_case(solo)
    solo.presses("I have called 999")
    assert (EmergencyCall.objects.get().one_person_mode, open_tasks(case)) == (True, [])
    assert "Called by Solo, in one-person mode." in solo.reads


def test_what_was_decided_in_the_mode_stays_marked_after_it(case, solo):
    solo.goes_to(MODE).presses(SWITCH_ON, reason="There is one moderator.")
    decides(solo, case, "refer")
    solo.goes_to(MODE).presses("Switch one-person mode off", reason="A second person joined.")
    assert not profile().one_person_mode
    assert "Decided in one-person mode." in opens(solo, case).reads
