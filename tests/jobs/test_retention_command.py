"""`belisha retention`: the calendar and the certificates on the console."""

import json

import pytest
from typer.testing import CliRunner

from belisha.enforcement.models import Keeping
from belisha.jobs import retention as command
from belisha.jobs.cli import app
from tests.desk_cases import make_case, organisation
from tests.enforcement.kept import DAY, clocks_begin, closed, no_action, on_day

__all__ = ["make_case", "organisation"]


@pytest.fixture
def belisha(monkeypatch):
    """Runs a command in this process, on the desk of the test."""
    monkeypatch.setattr(command, "use_data_dir", lambda data: None)
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)
    monkeypatch.setattr("belisha.jobs.console._refuse_no_desk", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(app, ["retention", *arguments])


def test_list_says_of_each_case_what_keeps_it_and_when_it_goes(belisha, make_case, rosa, omar):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    no_action(make_case(), rosa)
    clocks_begin()
    ran = belisha("list", "--json")
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.exit_code, len(rows)) == (0, 2)
    kept = next(row for row in rows if row["case"] == case.label)
    assert kept["kept_by"] == ["NCA, content"]
    assert "erased after" in belisha("list", "--kind", "kept").stdout


def test_list_ends_with_1_where_something_waits_for_a_person_and_2_for_a_wrong_kind(belisha, make_case, rosa):
    no_action(make_case(), rosa)
    clocks_begin()
    Keeping.objects.update(collides=True)
    assert belisha("list").exit_code == 1
    assert "TWO LAWS COLLIDE" in belisha("list").stdout
    assert belisha("list", "--kind", "wrong").exit_code == 2


def test_a_certificate_is_found_by_the_label_of_its_case(belisha, make_case, rosa):
    case = no_action(make_case(), rosa)
    clocks_begin()
    assert belisha("certificate", case.label).exit_code == 1
    on_day(100 * DAY)
    said = json.loads(belisha("certificate", case.label.lower(), "--json").stdout)
    assert (said["case"], said["rule"]) == (case.label, "planned")
    assert "2 keys destroyed" in belisha("certificate", case.label).stdout
