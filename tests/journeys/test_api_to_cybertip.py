"""A service in the United States tells us of grooming by its API: one CyberTip is filed, and referenced."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import etree

from belisha.referrals.models import Dispatch
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    has_all_shown,
    ledger_says,
    open_tasks,
    opens_the_next_case,
    reads_the_referral,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)
from tests.referrals.ncmec_desk import american, connect, ncmec
from tests.referrals.tips import ENTICEMENT

__all__ = ["american", "ncmec"]


@pytest.fixture
def production(ncmec, settings, monkeypatch, american):
    """NCMEC's production environment, which here is the one on this machine."""
    for module in ("belisha.referrals.reach", "belisha.outbound.destinations"):
        monkeypatch.setattr(f"{module}.CYBERTIP_LIVE", ncmec.url)
    connect(settings, ncmec, cybertip_url=None, cybertip_production=True)
    return ncmec


def describes(person, referral, **more: str):
    """Enter what a CyberTip says besides."""
    person.goes_to(reverse("referral", args=[referral.id])).follows("What the CyberTip says besides")
    return person.presses("Keep it", incident_type=ENTICEMENT, **more)


def a_case_for_ncmec(back_end, rosa, omar):
    sends_a_report_by_api(back_end, a_report(), key="report-1")
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", why_communication="Line 1 of the conversation.")
    confirms(omar, case)
    assert told(case)["ncmec"] == "draft"
    return case


def test_a_report_by_api_ends_as_one_finished_cybertip(production, back_end, rosa, omar):
    case = a_case_for_ncmec(back_end, rosa, omar)
    has_all_shown(rosa, case)
    referral = reads_the_referral(rosa, case, "ncmec")
    assert "NCMEC: production" in rosa.reads
    assert "not chosen yet" in rosa.reads
    describes(
        rosa,
        referral,
        annotations="sextortion",
        **{
            "account1-ip_events": "192.0.2.44, Login, 2026-11-19 07:00, 50123",
            "account1-bio": "An invented bio.",
        },
    )
    releases(rosa, case, "ncmec")
    assert Dispatch.objects.get(referral=referral).channel == "cybertip"
    the_worker_runs()

    referral.refresh_from_db()
    filed = production.memory.finished
    assert [one.reference for one in filed] == [referral.number]
    assert (referral.state, referral.reference) == ("acknowledged", str(filed[0].id))
    assert "tell_authority" not in open_tasks(referral)
    assert production.memory.open == []
    root = etree.fromstring(filed[0].xml)
    assert root.findtext("incidentSummary/incidentType") == ENTICEMENT
    assert root.findtext("personOrUserReported/ipCaptureEvent/port") == "50123"
    assert root.findtext("personOrUserReported/profileBio") == "An invented bio."
    assert "Belisha: referral.attempted" in ledger_says(case)

    the_worker_runs()
    assert len(production.memory.finished) == 1
    assert not {"upload", "fileinfo"} & set(production.memory.calls)


def test_without_a_kind_of_incident_nothing_is_released(production, back_end, rosa, omar):
    case = a_case_for_ncmec(back_end, rosa, omar)
    referral = reads_the_referral(rosa, case, "ncmec")
    rosa.presses("Release it", answered=409)
    referral.refresh_from_db()
    assert referral.state == "held"
    assert "“Type of incident” of the CyberTip must be chosen by a person" in rosa.reads
    assert "incident_type" not in rosa.reads
    describes(rosa, referral)
    releases(rosa, case, "ncmec")


def test_a_cybertip_filed_with_the_answer_lost_is_told_once(production, back_end, rosa, omar, time_machine):
    from datetime import timedelta

    from django.utils import timezone

    case = a_case_for_ncmec(back_end, rosa, omar)
    referral = reads_the_referral(rosa, case, "ncmec")
    describes(rosa, referral)
    production.memory.fail("finish", "crash_after")
    releases(rosa, case, "ncmec")
    the_worker_runs()
    referral.refresh_from_db()
    assert referral.state == "released"
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    the_worker_runs()
    referral.refresh_from_db()
    assert (referral.state, referral.reference) == ("acknowledged", "70000001")
    assert len(production.memory.reports()) == 1


def test_the_police_that_we_told_are_named_in_the_cybertip(production, back_end, rosa, omar):
    from tests.journeys.steps import notes_the_reference

    case = a_case_for_ncmec(back_end, rosa, omar)
    police = next(name for name in told(case) if name != "ncmec")
    notes_the_reference(rosa, releases(rosa, case, police), "35/1/26")
    referral = reads_the_referral(rosa, case, "ncmec")
    describes(rosa, referral)
    releases(rosa, case, "ncmec")
    the_worker_runs()
    root = etree.fromstring(production.memory.finished[0].xml)
    assert root.findtext("lawEnforcement/caseNumber") == "35/1/26"
    assert root.findtext("lawEnforcement/reportedToLe") == "true"
