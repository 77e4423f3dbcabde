"""`belisha orders`, the doctor and `/metrics`: what waits for the service, and what failed."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from typer.testing import CliRunner

from belisha.api.delivery_metrics import deliveries as metrics
from belisha.enforcement import order_answers
from belisha.enforcement.act import order
from belisha.enforcement.order_add import Thing
from belisha.jobs.checks.check import attempt
from belisha.jobs.cli import app
from belisha.jobs.orders import stand
from belisha.ledger.record import SYSTEM
from tests.desk_cases import case, make_case, organisation

__all__ = ["case", "make_case", "organisation"]


@pytest.fixture
def run():
    def invoke(*words):
        return CliRunner().invoke(app, ["orders", *words])

    return invoke


@pytest.fixture
def hold(case, rosa):
    return order(case_id=case.id, kind="hold", thing=Thing(kind="item", id="post-1"), by=rosa)


def test_an_empty_desk_has_no_order_and_nothing_wrong(run, organisation):
    said = run("--json")
    assert (said.exit_code, json.loads(said.stdout)["orders"]) == (0, [])
    assert stand() == "0 waiting, none late or failed"
    assert b"belisha_orders_waiting 0.0" in metrics()


def test_what_waits_is_listed_without_what_it_names(run, hold, case):
    said = run()
    assert said.exit_code == 0, said.output
    assert f"Hold, item of {case.label}: due" in said.output
    assert "post-1" not in said.output + run("--json").output


def test_what_failed_is_a_no(run, hold):
    order_answers.failed(order_id=hold.id, by=SYSTEM, reason="No such item.")
    said = run("--json")
    assert (said.exit_code, json.loads(said.stdout)["failed"]) == (1, 1)
    assert json.loads(said.stdout)["counts"] == [{"kind": "hold", "state": "failed", "count": 1}]
    assert "1 failed and wait for a person" in attempt("orders", stand, "").detail
    assert b'belisha_orders{kind="hold",state="failed"} 1.0' in metrics()


def test_the_doctor_says_that_nobody_fetches(run, hold):
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert "the service never fetched" in attempt("orders", stand, "").detail
        assert run().exit_code == 1


def test_a_wrong_state_is_wrong_use(run, organisation):
    assert run("--state", "lost").exit_code == 2
