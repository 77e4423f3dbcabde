"""Referrals by letter: a public report to the police's own mailbox, a German service to its authority."""

import pytest
from django.urls import reverse

from belisha.guard import inspect
from tests.journeys.steps import (
    WORDS,
    a_report,
    confirms,
    decides,
    facts_of,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens_the_next_case,
    releases,
    sends_a_public_report,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)
from tests.referrals.post import POLICE, has_mailbox, office, opened, parts_of, public, their_key
from tests.referrals.receipts import of_a_server

__all__ = ["has_mailbox", "office", "their_key"]

WHO = {"child_age": "12", "child_country": "GB", "child_place": "CB4 1YG", "accounts": "harbour_fan_71"}
BKA = "DE:bka"


def test_a_report_from_the_public_form_is_read_in_the_polices_mailbox(
    organisation, office, has_mailbox, their_key, parent, rosa, omar
):
    has_mailbox(key=public(their_key))
    sends_a_public_report(parent, what={}, who=WHO, reporter_kind="parent", may_contact="no")
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", inferred_communication="yes")
    confirms(omar, case)
    police = releases(rosa, case, POLICE)
    assert office.kept == []
    the_worker_runs()

    (kept,) = office.kept
    assert WORDS.encode() not in kept.data
    assert b"harbour_fan_71" not in kept.data
    inner = opened(kept.data, their_key)
    parts = parts_of(inner)
    text = parts["text/plain"].get_content()
    assert all(said in text for said in (WORDS, "harbour_fan_71", "12 years old", police.number))
    assert inspect(parts["application/pdf"].get_content(), name="pack.pdf").verdict == "clean"
    assert (told(case), open_tasks(police)) == ({POLICE: "sent"}, [])

    notes_the_reference(rosa, police, "35/1/26")
    assert (police.state, police.reference) == ("acknowledged", "35/1/26")
    assert "Belisha: referral.attempted" in ledger_says(case)
    assert facts_of(case, "referral.attempted")[0]["answer"] == "taken"
    the_worker_runs()
    assert len(office.kept) == 1


def test_a_letter_that_comes_back_is_told_by_hand(
    organisation, office, has_mailbox, their_key, parent, rosa, omar, monkeypatch
):
    from typer.testing import CliRunner

    from belisha.jobs.cli import app

    has_mailbox(key=public(their_key))
    sends_a_public_report(parent, what={}, who=WHO, reporter_kind="parent", may_contact="no")
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", inferred_communication="yes")
    confirms(omar, case)
    police = releases(rosa, case, POLICE)
    the_worker_runs()
    letter = str(office.kept[0].letter["Message-ID"]).partition("-")[2].partition("@")[0]

    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)
    said = CliRunner().invoke(app, ["mail", "receipt"], input=of_a_server(letter))
    assert (said.exit_code, f"referral {police.number}" in said.stderr) == (0, True)
    assert told(case) == {POLICE: "released"}
    assert open_tasks(police) == ["tell_authority"]
    rosa.goes_to(reverse("referral", args=[police.id]))
    assert "Their mail server says that there is no such mailbox." in rosa.reads
    notes_the_reference(rosa, police, "35/2/26")
    assert (police.state, len(office.kept)) == ("acknowledged", 1)


@pytest.fixture
def in_germany(organisation):
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile

    save_profile(by=CONSOLE, country="DE", place="", regulated_user_to_user="no", nca_registered="no")


def test_a_german_service_writes_to_its_authority(
    in_germany, office, has_mailbox, their_key, back_end, rosa, omar
):
    has_mailbox(authority=BKA, email="dsa@bka.example", key=public(their_key))
    child = {"country": "DE", "place": "Köln", "age": 13}
    sends_a_report_by_api(back_end, a_report(content_detected="yes", danger_now="yes", child=child))
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer")
    assert told(case)[BKA] == "draft"
    bka = releases(rosa, case, BKA)
    the_worker_runs()
    # Whoever is on call was alerted by the same server.
    (kept,) = [one for one in office.kept if one.to == ("dsa@bka.example",)]
    inner = opened(kept.data, their_key)
    assert inner["Subject"] == f"Referral {bka.number} to Bundeskriminalamt (BKA)"
    assert "Köln" in parts_of(inner)["text/plain"].get_content()
    notes_the_reference(rosa, bka, "DSA-1")
    assert told(case)[BKA] == "acknowledged"


def test_a_message_that_is_nobodys_receipt_is_let_go(monkeypatch):
    from typer.testing import CliRunner

    from belisha.jobs.cli import app

    for text in (b"Subject: hello\r\n\r\nNothing of ours.", b"\xff" * 100):
        said = CliRunner().invoke(app, ["mail", "receipt", "--json"], input=text)
        assert (said.exit_code, said.stdout.strip()) == (0, '{"noted": false, "number": ""}')
