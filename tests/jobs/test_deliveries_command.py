"""`belisha deliveries`, the doctor and `/metrics`: what waits, what stopped, and whether anybody sends."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from belisha.api.delivery_metrics import deliveries as metrics
from belisha.jobs.checks.check import attempt
from belisha.jobs.cli import app
from belisha.jobs.deliveries import stand
from belisha.referrals.recipients.channel import Refused
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import channel, clock, on_its_way, send, ways

__all__ = ["case", "channel", "clock", "danger", "make_case", "on_its_way", "organisation", "ways"]


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("belisha.jobs.deliveries.with_a_desk", lambda act: act)

    def invoke(*words):
        return CliRunner().invoke(app, ["deliveries", *words])

    return invoke


def test_what_waits_is_listed_with_when_it_is_tried_next(on_its_way, run):
    said = run()
    assert said.exit_code == 0, said.output
    assert f"{on_its_way.number} to" in said.output
    assert "It leaves within seconds." in said.output


def test_what_stopped_is_a_no(on_its_way, channel, run):
    channel.script = [Refused(problem="code_4101", words="They did not take a field.")]
    send()
    said = run("--json")
    assert said.exit_code == 1
    found = json.loads(said.stdout)
    assert found["counts"]["stopped"] == 1
    assert [one["state"] for one in found["deliveries"]] == ["stopped"]
    assert not attempt("deliveries", stand, "").ok
    assert b"belisha_deliveries_stopped 1.0" in metrics()


def test_the_doctor_says_that_no_worker_runs(on_its_way, clock):
    assert attempt("deliveries", stand, "").ok
    clock(timedelta(minutes=6))
    assert "no worker is running" in attempt("deliveries", stand, "").detail
