"""`belisha ncmec`: the environment, the schema that is fetched, and a report before it leaves."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app
from belisha.ledger.models import Entry
from belisha.referrals.kinds import NotSendable
from belisha.referrals.recipients.cybertip import schema
from belisha.referrals.recipients.cybertip.report import written
from tests.desk_cases import make_case, organisation
from tests.fakes.cybertip import XSD
from tests.referrals.ncmec_desk import american, connected, draft_for_ncmec, ncmec
from tests.referrals.tips import whole_tip

__all__ = ["american", "connected", "draft_for_ncmec", "make_case", "ncmec", "organisation"]


def run(*words: str):
    return CliRunner().invoke(app, ["ncmec", *words])


def test_without_credentials_the_status_says_what_is_missing():
    found = run("status", "--json")
    assert (found.exit_code, json.loads(found.stdout)["environment"]) == (1, "off")
    assert "BELISHA_CYBERTIP_USER" in run("status").stdout


def test_the_status_asks_and_names_the_environment(connected):
    found = run("status", "--json")
    expected = {"environment": "stand_in", "schema": False, "ok": True, "answer": "code_0"}
    assert (found.exit_code, json.loads(found.stdout)) == (0, expected)
    assert connected.memory.calls == ["status"]


def test_a_wrong_password_is_said_by_the_status(connected, settings):
    from pydantic import SecretStr

    wrong = {"cybertip_password": SecretStr("wrong")}
    settings.BELISHA = settings.BELISHA.model_copy(update=wrong)
    found = run("status", "--json")
    assert (found.exit_code, json.loads(found.stdout)["answer"]) == (1, "code_2000")


def test_the_schema_is_fetched_and_from_then_on_every_report_is_checked(connected, monkeypatch):
    assert not schema.is_kept()
    assert run("xsd").exit_code == 0
    assert schema.file().read_bytes() == XSD.read_bytes()
    assert schema.file().parent.stat().st_mode & 0o077 == 0
    schema.refuse_unless_valid(written(whole_tip()))
    wrong = (
        written(whole_tip()).replace(b"<platform>", b"<plattform>").replace(b"</platform>", b"</plattform>")
    )
    with pytest.raises(NotSendable, match="plattform"):
        schema.refuse_unless_valid(wrong)


def test_what_the_schema_refuses_is_named_by_its_place_and_not_repeated(connected):
    run("xsd")
    secret = written(whole_tip()).replace(b"<age>41</age>", b"<age>Invented Person</age>")
    with pytest.raises(NotSendable) as refused:
        schema.refuse_unless_valid(secret)
    assert "/report/personOrUserReported" in refused.value.sentence
    assert "Invented Person" not in refused.value.sentence


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html/>",
        b"not xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + XSD.read_bytes().partition(b"?>")[2],
        XSD.read_bytes().replace(b'name="incidentSummary" type', b'name="other" type'),
        XSD.read_bytes().replace(
            b'<xs:element name="report">',
            b'<xs:include schemaLocation="http://x.example/a.xsd"/><xs:element name="report">',
            1,
        ),
    ],
)
def test_what_is_no_schema_of_a_report_is_not_kept(connected, document):
    run("xsd")
    with pytest.raises(schema.NoSchema):
        schema.keep(document)
    assert schema.file().read_bytes() == XSD.read_bytes()


def test_a_damaged_schema_lets_nothing_pass(connected):
    run("xsd")
    schema.file().write_bytes(b"damaged")
    with pytest.raises(NotSendable, match="fetch it again"):
        schema.refuse_unless_valid(written(whole_tip()))


def test_nothing_but_a_schema_is_taken_for_one(connected):
    connected.memory.fail("xsd", "garbage_before")
    found = run("xsd")
    assert (found.exit_code, schema.is_kept()) == (1, False)


def test_a_preview_is_the_report_that_would_leave_and_is_recorded(connected, draft_for_ncmec, tmp_path):
    referral, _ = draft_for_ncmec
    found = run("preview", referral.number)
    assert found.exit_code == 0
    assert f"Our reference: {referral.number}." in found.stdout
    assert Entry.objects.get(event="referral.previewed").content["number"] == referral.number
    kept = tmp_path / "tip.xml"
    assert run("preview", referral.number, "--out", str(kept)).exit_code == 0
    assert kept.read_text() == found.stdout
    assert kept.stat().st_mode & 0o077 == 0
    assert run("preview", referral.number, "--out", str(kept)).exit_code != 0
    assert connected.memory.calls == []


def test_only_a_referral_to_ncmec_has_a_preview():
    assert run("preview", "C-999999-1").exit_code != 0
