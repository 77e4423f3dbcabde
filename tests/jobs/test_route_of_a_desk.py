"""`belisha route --desk`: the answer by the desk's own directory."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from belisha.jobs import console
from belisha.jobs.cli import app
from belisha.routing import SHIPPED

FACTS = json.dumps({"reporter": "organisation", "danger_now": "no", "child": {"country": "DE"}})


def steps(*words):
    result = CliRunner().invoke(app, ["route", "-", "--json", *words], input=FACTS)
    assert result.exit_code == 0, result.stderr
    return {step["authority"]["id"]: step for step in json.loads(result.stdout)["steps"]}


@pytest.fixture
def confirmed(monkeypatch):
    """A desk that has confirmed and changed the address of one authority."""
    row = replace(SHIPPED.row("DE:hotlines"), confirmed=True, url="https://hotline.example/")
    monkeypatch.setattr("belisha.organisation.directory.directory", lambda: SHIPPED.with_rows([row]))


def test_without_the_desk_the_shipped_directory_answers_and_with_it_the_desks_own(confirmed):
    shipped, own = steps()["DE:hotlines"], steps("--desk")["DE:hotlines"]
    assert not shipped["confirmed"]
    assert shipped["contact"]["url"] != "https://hotline.example/"
    assert (own["confirmed"], own["contact"]["url"]) == (True, "https://hotline.example/")


def test_without_the_desk_no_database_is_asked(monkeypatch):
    monkeypatch.setattr(console, "set_up", lambda **_: pytest.fail("Django was set up"))
    assert steps()["DE:hotlines"]
