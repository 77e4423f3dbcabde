"""1,000 canaries through a day's use: none lies in clear in database, write-ahead log, logs or mail."""

import io
import logging

import pytest
from django.test import Client
from django.utils import timezone

from belisha.decisions import decide, emergency
from belisha.jobs import carry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.people.keys import add_key
from belisha.referrals import read as referrals
from belisha.referrals import refer
from belisha.triage import arrange, queue
from belisha.triage import page as triage
from belisha.triage.models import Case
from belisha.web.logs import Redacting
from belisha.work.rota import add_turn
from tests.sweeps.canaries import Canaries, a_report, found, resting_places, sing_everywhere

REPORTS = 44


@pytest.fixture
def written(monkeypatch):
    """Everything that the log says."""
    lines = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Redacting):
            monkeypatch.setattr(handler, "stream", lines)
    return lines


@pytest.fixture
def sing():
    return Canaries()


@pytest.fixture
def a_day(committed, rosa, omar, sing, written):
    """Reports come in over HTTP, are triaged, decided, confirmed, referred and told by hand."""
    contact = {"name": sing.word(), "email": f"{sing.word()}@desk.example"}
    profile = {"legal_name": "The test desk", "country": "GB", "place": "NR1 3QA", "contact": contact}
    save_profile(by=CONSOLE, regulated_user_to_user="yes", nca_registered="yes", **profile)
    now = timezone.now()
    add_turn(person_id=rosa.id, starts_at=now, ends_at=now.replace(year=now.year + 1), by=omar)
    key = add_key(name="service", scopes=["report", "read"], by=CONSOLE).secret
    client = Client(HTTP_AUTHORIZATION=f"Bearer {key}")
    for number in range(REPORTS):
        sent = client.post("/api/v1/reports", sing_everywhere(a_report(sing, number)), "application/json")
        assert sent.status_code == 201, sent.content
    go_wrong(client, sing)
    carry.reports_into_cases()
    carry.wake_the_next()
    carry.deliver_alerts()
    for case in list(Case.objects.order_by("number")):
        work_on(case, rosa, omar, sing)
    return [desk_page(case, rosa) for case in Case.objects.all()]


def go_wrong(client, sing):
    """Requests that fail, each with canaries in it."""
    for body in (
        b"{",
        sing_everywhere({"source": sing.word(), sing.word(): 1, "what_happened": sing.word()}),
    ):
        assert client.post("/api/v1/reports", body, "application/json").status_code in (400, 422)
    assert client.get(f"/api/v1/reports/{sing.word()}").status_code == 404
    assert client.get(f"/desk/cases/{sing.word()}/").status_code in (302, 404)


def work_on(case, rosa, omar, sing):
    queue.claim(case_id=case.id, by=rosa)
    queue.opened(case_id=case.id, by=rosa)
    arrange.override_priority(case_id=case.id, priority=case.priority, reason=sing.word(), by=rosa)
    emergency.record_emergency_call(case_id=case.id, by=rosa, reference=sing.word(), note=sing.word())
    made = decide.decide(case_id=case.id, outcome="refer", category="grooming", reasons=sing.word(), by=rosa)
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)
    refer.prepare(case_id=case.id)
    for referral in referrals.of_case(case.id):
        if referral.state == "draft":
            refer.release(referral_id=referral.id, by=omar)
            told = {"reference": sing.word(), "contact": sing.word(), "note": sing.word()}
            refer.record_delivery(
                referral_id=referral.id, by=omar, at=timezone.now(), channel="by_hand", **told
            )


def desk_page(case, person):
    return triage.case_page(case.id, viewer=person)


@pytest.mark.slow
def test_a_thousand_canaries_through_a_day_lie_nowhere_in_clear(a_day, sing, written):
    assert len(sing.words) >= 1000
    assert found(sing.words, resting_places()) == []
    assert [word for word in sing.words if word in written.getvalue()] == []


@pytest.mark.slow
def test_the_search_finds_a_canary_that_does_lie_about(a_day, sing, rosa):
    rosa.name = f"named {sing.words[3]}"
    rosa.save()
    assert found(sing.words[:10], resting_places())
