"""Administrators look after the desk and auditors read its ledger: no page shows either what is in a case."""

import re

import pytest
from django.db import transaction
from django.test import Client

from belisha.contact import pattern_switch
from belisha.contact.assess import assess
from belisha.contact.models import Raised
from belisha.contact.watch_patterns import read_on
from belisha.decisions import decide, emergency
from belisha.decisions.models import Decision, EmergencyCall
from belisha.enforcement.models import Appeal, Endpoint, Order, Preserved, Shipment
from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Connector
from belisha.intake.receive import receive
from belisha.jobs import patterns
from belisha.organisation.models import Service, Team
from belisha.people.models import ApiKey, Staff
from belisha.people.roles import Role
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, prepare_now, release
from belisha.triage import arrange
from belisha.triage.models import Case
from belisha.triage.triage import triage
from belisha.work.models import Task
from tests.contact.told import contact
from tests.desk_cases import make_case, organisation
from tests.sweeps.a_desk_in_use import organise
from tests.sweeps.acted_on import act_on, other_tools, tell_and_appeal
from tests.sweeps.canaries import Canaries, a_report, sing_everywhere
from tests.sweeps.doors import DOORS, PUBLIC, SOMETHING, address

__all__ = ["make_case", "organisation"]

MODELS = {
    "case_id": Case,
    "decision_id": Decision,
    "call_id": EmergencyCall,
    "referral_id": Referral,
    "task_id": Task,
    "service_id": Service,
    "team_id": Team,
    "person_id": Staff,
    "key_id": ApiKey,
    "order_id": Order,
    "loose_id": Order,
    "shipment_id": Shipment,
    "appeal_id": Appeal,
    "preserved_id": Preserved,
    "endpoint_id": Endpoint,
    "connector_id": Connector,
}


@pytest.fixture
def sing():
    return Canaries()


@pytest.fixture
def full_desk(organisation, sing, rosa, omar, sana, alex):
    """Cases with a canary wherever somebody writes, called about, decided, referred and waiting."""
    organise(sana, rosa)
    key = ApiKey.objects.get(name="Back end")
    cases = [a_case(sing, number, key) for number in (10, 1, 2)]
    for case in cases:
        arrange.add_note(case_id=case.id, text=sing.word(), by=rosa)
    call = emergency.record_emergency_call(
        case_id=cases[0].id, by=rosa, reference=sing.word(), note=sing.word()
    )
    assert call
    prepare_now(case_id=cases[0].id, by=rosa)
    release(referral_id=Referral.objects.first().id, by=rosa)
    made = judged(cases[1], sing, rosa)
    decide.confirm(decision_id=made.id, by=omar)
    prepare(case_id=cases[1].id)
    judged(cases[2], sing, rosa)
    other_tools(sana, sing)
    act_on(cases[1], rosa, sing)
    tell_and_appeal(cases[1], rosa, sana, sing)
    seeks_children(sing, alex, sana)
    return cases


def a_case(sing, number, key):
    body = IncomingReport.model_validate_json(sing_everywhere(a_report(sing, number)))
    return triage(report_id=receive(report=body, by=key).report_id)


def seeks_children(sing, alex, sana):
    """A stranger who writes to child after child, and is reported for the pattern of it."""
    row = pattern_switch.propose(threshold=40, window_days=14, reason="We have looked at it.", by=alex)
    while patterns.replay_patterns():
        pass
    pattern_switch.confirm(switch_id=row.id, by=sana)
    who = {"actor": {"id": sing.word()}, "group": sing.word(), "place": sing.word()}
    assess(
        events=[
            contact(n, recipient={"id": sing.word()}, off_platform_proposed=True, **who) for n in range(18)
        ]
    )
    while read_on():
        pass
    triage(report_id=Raised.objects.exclude(report_id=None).get().report_id)


def judged(case, sing, by):
    grounds = [{"element": "concern", "inferred": "yes", "why": sing.word()}]
    return decide.decide(
        case_id=case.id, outcome="refer", category="other", reasons=sing.word(), grounds=grounds, by=by
    )


def addresses():
    """Every address of the desk, filled with every row there is, and its methods."""
    for route, door in DOORS.items():
        if PUBLIC in door.needs:
            continue
        names = re.findall(r"<uuid:(\w+)>", route)
        known = [name for name in names if name in MODELS]
        rows = list(MODELS[known[-1]].objects.all()[:4]) if known else [None]
        for row in rows:
            yield filled(route, door, known, row), door.methods or ("GET",)


def filled(route, door, known, row):
    if row is None:
        return address(route, door)
    ids = {name: getattr(row, name, SOMETHING) for name in known} | {known[-1]: row.pk}
    route = re.sub(r"<uuid:(\w+)>", lambda found: str(ids.get(found[1], SOMETHING)), route)
    return "/" + re.sub(r"<\w+:\w+>", "pdf", route)


def seen(client, path, method, words):
    """Which of these words the answer to one request holds, whose effects are then undone."""
    with transaction.atomic():
        answer = client.generic(method, path, follow=True)
        transaction.set_rollback(True)
    body = answer.content.decode(errors="replace") + str(answer.headers)
    return [f"{word} at {method} {path}" for word in words if word in body]


def walked(person, words):
    client = Client()
    found, pages = [], 0
    for path, methods in list(addresses()):
        for method in methods:
            client.force_login(person)
            found += seen(client, path, method, words)
            pages += 1
    return found, pages


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_page_shows_them_what_is_in_a_case(full_desk, sing, person, role):
    found, pages = walked(person("Looker", role), sing.words)
    assert found == []
    assert pages > 100


def test_the_ledger_and_its_check_name_nobody_of_a_case_and_tell_no_facts(full_desk, sing, ada):
    client = Client()
    client.force_login(ada)
    pages = [
        client.get("/desk/ledger/"),
        client.get("/desk/ledger/?event=case."),
        client.post("/desk/ledger/verify/"),
    ]
    shown = " ".join(page.content.decode() for page in pages)
    assert "Rosa" in shown
    assert [word for word in sing.words if word in shown] == []


def test_the_tasks_of_an_administrator_name_no_case(full_desk, alex):
    client = Client()
    client.force_login(alex)
    shown = client.get("/desk/tasks/").content.decode()
    assert Task.objects.filter(done_at=None, about_kind="triage.case").exists()
    assert [case.label for case in full_desk if case.label in shown] == []
    assert client.post("/desk/search/", {"q": full_desk[0].label}).status_code == 403


def test_the_walk_sees_a_canary_where_one_may_be_seen(full_desk, sing, sana):
    client = Client()
    client.force_login(sana)
    path = f"/desk/cases/{full_desk[0].id}/"
    assert seen(client, path, "GET", sing.words)
