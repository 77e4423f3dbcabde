"""`belisha keys` and the doctor: whom a key is for, and which orders none of them reaches."""

import json

import pytest
from typer.testing import CliRunner

from belisha.enforcement.act import order
from belisha.enforcement.models import Order
from belisha.enforcement.order_add import Thing
from belisha.jobs.checks.check import attempt
from belisha.jobs.cli import app
from belisha.jobs.keys import stand
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service
from belisha.people.models import ApiKey
from tests.desk_cases import case, make_case, organisation

__all__ = ["case", "make_case", "organisation"]


@pytest.fixture
def run(organisation):
    save_service(name="Harbour", slug="harbour", by=CONSOLE)
    return lambda *words: CliRunner().invoke(app, ["keys", *words])


def add(run, *services):
    bound = [word for slug in services for word in ("--service", slug)]
    return run("add", "back end", "--scope", "orders", *bound)


def test_a_key_is_made_for_services_and_listed_with_them(run):
    assert "It is for harbour alone." in add(run, "harbour").output
    assert "It is for all services of this desk." in add(run).output
    lines = run("list", "--json").stdout.splitlines()
    assert [json.loads(line)["services"] for line in lines] == [None, ["harbour"]]
    assert "all services" in run("list").stdout


def test_a_key_for_a_service_that_there_is_not_is_refused(run):
    said = add(run, "harbuor")
    assert said.exit_code != 0
    assert not ApiKey.objects.exists()


def test_the_doctor_says_how_many_keys_reach_all_services(run):
    add(run, "harbour")
    add(run)
    assert stand() == "2 live; bound to no service, and so in reach of all 2: 1"


def test_the_doctor_names_orders_that_no_key_reaches(run, case, rosa):
    order(case_id=case.id, kind="hold", thing=Thing(kind="item", id="post-1"), by=rosa)
    add(run, "harbour")
    assert "1 order waits that no key reaches" in attempt("keys", stand, "").detail
    add(run, "lantern")
    assert attempt("keys", stand, "").ok
    Order.objects.update(service=None)
    assert not attempt("keys", stand, "").ok
    add(run)
    assert attempt("keys", stand, "").ok
