"""The register of the NCA's references: complete, kept 5 years, and harmless as a table."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from belisha.enforcement import nca_register
from belisha.jobs import nca as command
from belisha.jobs.cli import app
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_team
from belisha.organisation.models import Service
from belisha.people.roles import Role
from belisha.referrals import refer
from belisha.referrals.models import Referral
from belisha.triage.models import Case
from tests.enforcement.kept import YEARS, clocks_begin, closed, on_day, told
from tests.referrals.filing_steps import released


@pytest.fixture
def filed_case(make_case, rosa, omar):
    case = make_case(content_detected="yes")
    told(case, rosa, omar)
    clocks_begin()
    return case


def the_row():
    [row] = nca_register.filed()
    return row


def test_what_was_filed_stands_in_the_register_with_its_reference(filed_case):
    referral = Referral.objects.get(case=filed_case, authority="nca")
    row = the_row()
    assert (row.number, row.reference, row.state) == (referral.number, referral.reference, "Acknowledged")
    assert row.keep_until.year == row.filed_at.year + 5


def test_before_the_clock_has_begun_the_law_tells_how_long(make_case, rosa, omar):
    told(make_case(content_detected="yes"), rosa, omar)
    before = the_row().keep_until
    clocks_begin()
    assert the_row().keep_until == before


def test_it_survives_the_erasure_of_its_case_and_goes_after_5_years(make_case, rosa, omar):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    reference = Referral.objects.get(case=case, authority="nca").reference
    clocks_begin()
    on_day(2 * YEARS)
    assert not Case.objects.filter(id=case.id).exists()
    row = the_row()
    assert (row.number, row.reference, row.state) == (case.label, reference, "Case erased")
    assert row.case_id is None
    on_day(5 * YEARS + timedelta(days=2))
    assert nca_register.filed() == []


def test_what_only_failed_to_arrive_is_not_in_it(make_case, rosa, omar):
    row = released(make_case(content_detected="yes"), rosa, omar)
    told_so = {"at": timezone.now(), "channel": "portal"}
    refer.record_delivery(referral_id=row.id, by=rosa, failed=True, **told_so)
    assert nca_register.filed() == []
    [waits] = nca_register.waiting()
    assert (waits.number, waits.priority) == (row.number, 2)
    assert waits.target == row.drafted_at + timedelta(hours=24)


def test_the_police_are_not_in_it(case, rosa, omar):
    told(case, rosa, omar)
    assert nca_register.filed() == []
    assert nca_register.waiting() == []


def test_the_most_pressing_is_filed_first(make_case, rosa, omar):
    slow = released(make_case(content_detected="yes"), rosa, omar)
    danger = released(make_case(content_detected="yes", danger_now="yes"), rosa, omar)
    assert [one.number for one in nca_register.waiting()] == [danger.number, slow.number]


def test_the_operators_own_targets_count(make_case, rosa, omar, settings, monkeypatch):
    monkeypatch.setattr(settings.BELISHA, "nca_urgent_hours", 4)
    row = released(make_case(content_detected="yes"), rosa, omar)
    assert nca_register.waiting()[0].target == row.drafted_at + timedelta(hours=4)


def test_a_reference_of_another_teams_case_is_not_shown(filed_case, omar, person):
    edda = person("Edda", Role.MODERATOR)
    lantern = Service.objects.get(slug="lantern")
    save_team(name="Lantern team", services=[lantern.id], members=[omar.id], by=CONSOLE)
    other = Service.objects.create(slug="harbour", name="Harbour")
    save_team(name="Harbour team", services=[other.id], members=[edda.id], by=CONSOLE)
    rows = nca_register.filed()
    assert [shown for _, shown in nca_register.shown_to(omar, rows)] == [True]
    assert [shown for _, shown in nca_register.shown_to(edda, rows)] == [False]


@pytest.mark.parametrize("beginning", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_of_the_table_is_a_formula(filed_case, beginning):
    referral = Referral.objects.get(case=filed_case, authority="nca")
    referral.reference = f"{beginning} NCA"
    referral.save()
    text = nca_register.export(form="csv", by=CONSOLE)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == list(nca_register.COLUMNS)
    assert rows[1][1].startswith("'")
    assert len(rows) == 2


def test_json_has_one_object_a_line_with_the_reference_as_it_was_given(filed_case):
    [line] = nca_register.export(form="json", by=CONSOLE).splitlines()
    row = json.loads(line)
    assert tuple(row) == nca_register.COLUMNS
    assert row["reference"] == the_row().reference


def test_who_took_it_out_is_recorded_and_another_form_is_refused(filed_case, sana):
    nca_register.export(form="csv", by=sana)
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.actor) == ("register.exported", sana.ledger_name)
    assert entry.content == {"authority": "nca", "form": "csv", "rows": 1}
    with pytest.raises(nca_register.WrongForm):
        nca_register.export(form="xlsx", by=sana)


def test_one_whose_clock_a_senior_lifted_is_kept_with_its_case_alone(filed_case, sana):
    from belisha.enforcement.keep import lift
    from belisha.enforcement.models import Clock

    clock = Clock.objects.get(case=filed_case, code="nca_reference")
    lift(case_id=filed_case.id, clock_id=clock.id, reason="The NCA said so.", by=sana)
    assert the_row().keep_until is None


@pytest.fixture
def belisha(monkeypatch):
    """Runs a command in this process, on the desk of the test."""
    monkeypatch.setattr(command, "use_data_dir", lambda data: None)
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)
    monkeypatch.setattr("belisha.jobs.console._refuse_no_desk", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(app, ["nca", *arguments])


def test_the_console_writes_the_register_and_says_what_is_late(belisha, filed_case, make_case, rosa, omar):
    ran = belisha("register", "--json")
    assert json.loads(ran.stdout)["reference"] == the_row().reference
    assert belisha("register").stdout.startswith("number,reference,filed_at,keep_until,state\n")
    assert Entry.objects.filter(event="register.exported", actor="console").count() == 2
    assert (belisha("waiting").exit_code, belisha("waiting").stdout) == (0, "")
    row = released(make_case(content_detected="yes"), rosa, omar)
    assert belisha("waiting").exit_code == 0
    Referral.objects.filter(id=row.id).update(drafted_at=timezone.now() - timedelta(days=2))
    late = belisha("waiting", "--json")
    assert (late.exit_code, json.loads(late.stdout)["number"]) == (1, row.number)
    assert "priority 2, released, to be filed by" in belisha("waiting").stdout


def test_with_the_case_go_its_ticks_and_answers_and_the_own_list_stays(make_case, rosa, omar):
    from belisha.referrals.assessed import addresses_of, assess
    from belisha.referrals.models import Assessment, Tick
    from belisha.screening.models import ListChange

    case = make_case(content_detected="yes", may_be_elsewhere="yes")
    rows = {row.authority: row for row in told(case, rosa, omar)}
    assert Tick.objects.filter(referral=rows["nca"]).exists()
    said = {"outcome": "confirmed", "category": "indecent_images", "said_on": timezone.localdate()}
    assess(referral_id=rows["iwf"].id, address=addresses_of(rows["iwf"])[0].id, by=rosa, **said)
    for row in rows.values():
        refer.close(referral_id=row.id, by=rosa, reason="They have it.")
    clocks_begin()
    on_day(2 * YEARS)
    assert not Case.objects.filter(id=case.id).exists()
    assert not Tick.objects.exists()
    assert not Assessment.objects.exists()
    assert ListChange.objects.count() == 1
