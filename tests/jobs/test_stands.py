"""`belisha appeals`, `belisha preserved`, and what the doctor says of them and of unread contacts."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from typer.testing import CliRunner

from belisha.contact.assess import assess
from belisha.enforcement.models import Appeal, Preserved
from belisha.jobs import appeals, patterns, preserved
from belisha.jobs.checks.check import attempt
from belisha.jobs.checks.desk import patterns as unread
from belisha.jobs.cli import app
from belisha.people.roles import Role
from tests.contact.told import contact
from tests.desk_cases import case, make_case, organisation
from tests.enforcement.test_appeals import WRONG, appealed, upheld
from tests.enforcement.test_preserved import kept

__all__ = ["case", "make_case", "organisation"]
LATER = timedelta(days=120)


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(app, list(words))


def later(by=LATER):
    return time_machine.travel(timezone.now() + by, tick=False)


def test_an_empty_desk_has_nothing_that_waits(run, organisation):
    for name in ("appeals", "preserved"):
        said = run(name, "--json")
        assert (said.exit_code, json.loads(said.stdout)[name]) == (0, [])
        assert run(name, "--state", "lost").exit_code == 2
    assert [appeals.stand(), preserved.stand(), patterns.stand()] == [
        "0 waiting, none late",
        "0 kept, 0 ending within 30 days, none overdue",
        "0 contacts to be looked at, none late",
    ]


def test_appeals_are_listed_without_their_words_and_a_late_one_is_a_no(run, case, rosa, omar, person):
    _, row = appealed(case, rosa, omar)
    said = run("appeals")
    assert (said.exit_code, f"Appeal 1, action, {case.label}: due" in said.output) == (0, True)
    with later():
        said = run("appeals", "--json")
        assert said.exit_code == 1
        found = json.loads(said.stdout)
        assert (found["waiting"], found["late"], found["appeals"][0]["late"]) == (1, 1, True)
        assert WRONG not in said.output + run("appeals").output
        assert "1 of 1 not answered" in attempt("appeals", appeals.stand, "").detail
        upheld(row, person("Nila", Role.MODERATOR))
        assert json.loads(run("appeals", "--json").stdout)["counts"] == [
            {"kind": "action", "outcome": Appeal.Outcome.UPHELD.value, "count": 1}
        ]
        assert "upheld" in run("appeals", "--state", "decided").output


def test_what_is_kept_is_listed_without_where_and_its_end_is_a_no(run, case, rosa):
    [row] = kept(case, rosa)
    said = run("preserved")
    assert (said.exit_code, f"{case.label}, us_content: kept, until" in said.output) == (0, True)
    with later():
        said = run("preserved", "--json")
        assert (said.exit_code, json.loads(said.stdout)["ended"]) == (1, 1)
        assert "vault/1" not in said.output + run("preserved").output
        assert "1 kept past their end" in attempt("preserved", preserved.stand, "").detail
    Preserved.objects.filter(id=row.id).update(state="released", released_at=timezone.now())
    with later():
        assert "overdue" in run("preserved", "--state", "overdue").output
        assert "without proof" in attempt("preserved", preserved.stand, "").detail


def test_the_doctor_says_that_contacts_wait_to_be_looked_at(organisation):
    assess(events=[contact(1)])
    assert unread() == "1 contact to be looked at, none late"
    with later(timedelta(minutes=20)):
        assert "the first for 20 minutes" in attempt("patterns", unread, "").detail
        while patterns.read_contacts():
            pass
        assert attempt("patterns", unread, "").ok
