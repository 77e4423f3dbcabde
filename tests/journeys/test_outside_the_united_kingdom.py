"""A child elsewhere: NCMEC for a provider in the United States, and nobody whose address is not confirmed."""

import pytest
from django.urls import reverse

from belisha.referrals.models import Referral
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    facts_of,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens_the_next_case,
    reads_the_referral,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)


@pytest.fixture
def decided(back_end, rosa, omar):
    """decided(child={"country": "FR"}): a case of messages, decided by one and confirmed by another."""

    def decide(**changed):
        sends_a_report_by_api(back_end, a_report(content_detected="yes", **changed))
        the_worker_runs()
        case = opens_the_next_case(rosa)
        decides(rosa, case, "refer")
        confirms(omar, case)
        return case

    return decide


@pytest.fixture
def in_the_united_states(organisation):
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile

    save_profile(by=CONSOLE, country="US", place="", regulated_user_to_user="no", nca_registered="no")


def test_a_provider_in_the_united_states_reports_to_ncmec(in_the_united_states, decided, rosa):
    case = decided(child={"country": "US", "age": 13})
    assert told(case) == {"police:local": "held", "ncmec": "draft"}
    ncmec = releases(rosa, case, "ncmec")
    assert "report.cybertip.org" in rosa.reads
    notes_the_reference(rosa, ncmec, "CT-0001")
    assert (told(case)["ncmec"], ncmec.case.state) == ("acknowledged", "referred")
    assert facts_of(case, "referral.delivered")[0]["reference"] == "CT-0001"


def test_what_ncmec_has_already_is_not_filed_again(decided):
    had = [{"authority": "ncmec", "reference": "CT-0002", "at": "2026-11-21T09:00:00Z"}]
    assert set(told(decided(child={"country": "US", "age": 13}, already_reported=had))) == {
        "police:E23000023"
    }


def test_an_address_in_france_that_nobody_confirmed_is_held_and_says_why(decided, rosa):
    case = decided(child={"country": "FR", "place": "Lyon", "age": 13})
    held = {authority for authority, state in told(case).items() if state == "held"}
    assert {"FR:pharos", "FR:point-de-contact"} <= held

    pharos = reads_the_referral(rosa, case, "FR:pharos")
    assert "Confirm first: nobody has checked with PHAROS (police/gendarmerie)" in rosa.reads
    assert not rosa.offered("Release it")
    rosa.forces(reverse("release_referral", args=[pharos.id]), answered=409)
    assert "Nobody has confirmed how PHAROS (police/gendarmerie) takes such reports" in rosa.reads

    pharos.refresh_from_db()
    assert (pharos.state, pharos.released_at, pharos.pack_rows.count()) == ("held", None, 0)
    assert "release_referrals" in open_tasks(case)
    assert "Rosa: referral.released" not in ledger_says(case)


def test_the_organisations_own_police_hear_of_a_child_in_france_all_the_same(decided, rosa):
    case = decided(child={"country": "FR", "place": "Lyon", "age": 13})
    notes_the_reference(rosa, releases(rosa, case, "police:E23000023"), "35/2/26")
    assert Referral.objects.filter(case=case, state="acknowledged").count() == 1
    case.refresh_from_db()
    assert case.state == "referred"
