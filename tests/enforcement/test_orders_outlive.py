"""Erasing a case loses no order that the service has yet to carry out, and keeps none that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.enforcement import order_answers
from belisha.enforcement.act import order
from belisha.enforcement.models import Order
from belisha.enforcement.order_add import Thing
from belisha.enforcement.order_apart import forget_ended
from belisha.jobs.carry_orders import make_orders
from belisha.ledger.record import SYSTEM
from belisha.triage.models import Case
from tests.api.conftest import caller
from tests.enforcement.kept import YEARS, clocks_begin, no_action, on_day

__all__ = ["caller"]


@pytest.fixture
def held(case, rosa):
    """An item that Rosa had held; then she found nothing against it."""
    thing = Thing(kind="item", id="post-1", locator="https://service.example/post-1")
    made = order(case_id=case.id, kind="hold", thing=thing, by=rosa, reason="Words of the case.")
    no_action(case, rosa)
    make_orders()
    return made


def is_erased(case):
    clocks_begin()
    on_day(YEARS)
    assert not Case.objects.filter(id=case.id).exists()


def test_what_the_service_has_not_answered_outlives_its_case(case, held, caller):
    is_erased(case)
    service = caller("orders")
    hold, release = service.get("/api/v1/orders").json()["orders"]
    assert [(one["kind"], one["target"]["id"]) for one in (hold, release)] == [
        ("hold", "post-1"),
        ("release", "post-1"),
    ]
    assert release["undoes"] == str(held.id)
    assert service.post({}, f"/api/v1/orders/{release['id']}/done").status_code == 200
    assert {(row.case, row.decision, row.details.get("reason")) for row in Order.objects.all()} == {
        (None, None, None)
    }


def test_what_the_service_carried_out_goes_with_its_case(case, held):
    for row in Order.objects.order_by("place"):
        order_answers.done(order_id=row.id, by=SYSTEM)
    is_erased(case)
    assert not Order.objects.exists()


def test_a_hold_goes_on_in_another_case_that_names_the_same(case, rosa, make_case):
    item = case.memberships.get().report.items.get()
    thing = Thing(kind="item", id=item.external_id)
    made = order(case_id=case.id, kind="hold", thing=thing, by=rosa)
    order_answers.done(order_id=made.id, by=SYSTEM)
    Case.objects.filter(id=case.id).update(state="closed")
    other = make_case(items=[{"id": item.external_id}])
    Case.objects.filter(id=case.id).update(state="open")
    no_action(case, rosa)
    is_erased(case)
    made.refresh_from_db()
    assert (made.case, made.target_id, made.state) == (other, thing.id, "done")


def test_orders_without_a_case_are_forgotten_when_they_are_long_over(case, held):
    is_erased(case)
    for row in Order.objects.order_by("place"):
        order_answers.done(order_id=row.id, by=SYSTEM)
    assert forget_ended(before=timezone.now() - timedelta(days=1)) == 0
    assert forget_ended(before=timezone.now() + timedelta(days=1)) == 2
    assert not Order.objects.exists()
