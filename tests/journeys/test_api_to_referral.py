"""The service's back end tells us of grooming in messages: the police and the NCA are told."""

import json

from belisha.guard import inspect
from belisha.intake.models import Report
from belisha.referrals.models import Referral
from tests.journeys.steps import (
    a_report,
    case_on,
    confirms,
    decides,
    downloads_the_pack,
    facts_of,
    ledger_says,
    notes_the_reference,
    opens_the_next_case,
    releases,
    sends_a_report_by_api,
    the_only_case,
    the_worker_runs,
    told,
)

POLICE = "police:E23000023"
DETECTED = a_report(content_detected="yes")


def test_messages_that_a_regulated_service_detected_go_to_the_police_and_the_nca(back_end, rosa, omar):
    receipt = sends_a_report_by_api(back_end, DETECTED, key="report-1")
    assert back_end.asks(receipt)["state"] == "received"
    the_worker_runs()
    assert back_end.asks(receipt)["state"] == "in_review"

    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", why_communication="Line 1 of the conversation.")
    confirms(omar, case)
    assert back_end.asks(receipt)["state"] == "decided"
    assert told(case) == {POLICE: "draft", "nca": "draft"}

    for authority, reference in ((POLICE, "35/1/26"), ("nca", "NCA-2026-0001")):
        referral = releases(rosa, case, authority)
        packs = [downloads_the_pack(rosa, referral, kind) for kind in ("pdf", "json")]
        assert [inspect(pack).verdict for pack in packs] == ["clean", "clean"]
        message = json.loads(packs[1])["message"]
        assert message["recipient"]["authority"] == authority
        assert message["conversation"][0]["text"] == "message 1 of the reported conversation"
        notes_the_reference(rosa, referral, reference)
    assert set(told(case).values()) == {"acknowledged"}
    assert back_end.asks(receipt)["state"] == "referred"
    assert [fact["authority"] for fact in facts_of(case, "referral.released")] == [POLICE, "nca"]
    assert ledger_says(case)[:4] == [
        "Belisha: case.opened",
        "Rosa: case.claimed",
        "Rosa: case.first_seen",
        "Rosa: case.decided",
    ]
    assert ledger_says(case).count("Rosa: referral.delivered") == 2


def test_a_report_that_is_sent_twice_is_one_report_and_one_case(back_end):
    answers = [back_end.sends(DETECTED, key="report-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    other = back_end.sends(DETECTED | {"what_happened": "Something else."}, key="report-1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    the_worker_runs()
    the_worker_runs()
    assert Report.objects.count() == the_only_case().report_count == 1
    assert ledger_says(the_only_case()) == ["Belisha: case.opened"]


def test_the_authoritys_reference_leads_back_to_the_case(back_end, rosa, omar):
    sends_a_report_by_api(back_end, DETECTED)
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer")
    confirms(omar, case)
    notes_the_reference(rosa, releases(rosa, case, "nca"), "NCA-2026-0002")
    ours = Referral.objects.get(authority="nca").number.lower()
    account, item = DETECTED["accounts"][0]["id"], DETECTED["items"][0]["sha256"]
    for asked in ("NCA-2026-0002", ours, case.label, account, item):
        omar.goes_to("/desk/search/").presses("Search", q=asked)
        assert case_on(omar.follows(case.label)) == case
