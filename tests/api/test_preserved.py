"""A service that is told to preserve says what it keeps, asks what it may destroy, and proves it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from belisha.enforcement import preserve_due
from belisha.enforcement.act import order, reverse
from belisha.enforcement.models import Preserved
from belisha.enforcement.order_add import Thing
from belisha.enforcement.preserve import StillToBeKept
from belisha.ledger.record import CONSOLE
from belisha.people.keys import add_key
from tests.api.conftest import Caller
from tests.desk_cases import make_case, organisation

__all__ = ["make_case", "organisation"]

DIGEST = sha256(b"an invented file").hexdigest()
KEPT = [{"what": "The picture", "locator": "vault/7", "sha256": DIGEST}, {"locator": "vault/8"}]


@pytest.fixture
def orders(client):
    """The program of the service that carries out orders."""
    return Caller(add_key(name="Orders", scopes=["orders"], by=CONSOLE).secret, client)


@pytest.fixture
def told(make_case, rosa):
    """An order to keep an item for ninety days."""
    until = (timezone.now() + timedelta(days=90)).isoformat()
    details = {"until": until, "law": "us_content"}
    return order(case_id=make_case().id, kind="preserve", thing=Thing(kind="item", id="i-7", locator="l"),
                 by=rosa, details=details)  # fmt: skip


def said(moment=None):
    return (moment or timezone.now()).isoformat()


def test_a_service_keeps_is_let_go_and_proves_that_it_destroyed(orders, told, rosa, sana):
    done = orders.post({"at": said(), "kept": KEPT}, f"/api/v1/orders/{told.id}/done")
    assert done.status_code == 200, done.content
    assert done.json()["state"] == "done"
    kept = orders.get("/api/v1/preserved?state=kept&limit=1").json()
    assert len(kept["preserved"]) == 1
    rest = orders.get(f"/api/v1/preserved?state=kept&after={kept['next']}").json()
    both = sorted((*kept["preserved"], *rest["preserved"]), key=lambda one: one["locator"])
    assert [one["locator"] for one in both] == ["vault/7", "vault/8"]
    assert rest["next"] is None
    first = both[0]
    assert (first["sha256"], first["order"], first["service"]) == (DIGEST, str(told.id), "lantern")
    assert orders.get("/api/v1/preserved").json()["preserved"] == []

    with pytest.raises(StillToBeKept):
        reverse(order_id=told.id, by=rosa, reason="The court has what it needs.")
    reverse(order_id=told.id, by=sana, reason="The court has what it needs.")
    preserve_due.follow_releases(now=timezone.now())
    released = orders.get("/api/v1/preserved").json()["preserved"]
    assert {one["id"] for one in released} == {one["id"] for one in both}
    proof = {"at": said(), "by": "Alex", "detail": "Overwritten."}
    path = f"/api/v1/preserved/{first['id']}/destroyed"
    answers = [orders.post(proof, path), orders.post(proof, path), orders.post(proof | {"by": "Sam"}, path)]
    assert [one.status_code for one in answers] == [200, 200, 409]
    assert answers[0].json()["state"] == "destroyed"
    assert answers[2].json()["code"] == "destroyed_already"
    row = Preserved.objects.get(id=first["id"])
    assert (row.destroyed_by, row.proof, row.early) == ("Alex", "Overwritten.", False)


def test_an_answer_that_is_given_twice_is_kept_once(orders, told):
    for _ in range(2):
        assert orders.post({"kept": KEPT}, f"/api/v1/orders/{told.id}/done").status_code == 200
    assert Preserved.objects.count() == 2


def test_a_service_that_lists_nothing_keeps_what_was_ordered(orders, told):
    orders.post({}, f"/api/v1/orders/{told.id}/done")
    assert [row.locator for row in Preserved.objects.all()] == ["l"]


def test_only_a_preservation_lists_what_is_kept(orders, make_case, rosa):
    held = order(case_id=make_case().id, kind="hold", thing=Thing(kind="item", id="i-8"), by=rosa)
    answer = orders.post({"kept": KEPT}, f"/api/v1/orders/{held.id}/done")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_preservation")
    held.refresh_from_db()
    assert held.state == "due"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kept": [{"what": "w"}]}, "kept[0].locator"),
        ({"kept": [{"locator": "l", "sha256": "xyz"}]}, "kept[0].sha256"),
        ({"kept": [{"locator": "l", "until": "2027-01-01"}]}, "kept[0].until"),
        ({"kept": [{"locator": "l", "file": "x"}]}, "kept[0].file"),
    ],
)
def test_what_can_not_be_used_is_named(orders, told, wrong, field):
    answer = orders.post(wrong, f"/api/v1/orders/{told.id}/done")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_a_clock_that_is_ahead_is_named(orders, told):
    orders.post({"kept": KEPT}, f"/api/v1/orders/{told.id}/done")
    row = Preserved.objects.first()
    ahead = {"at": said(timezone.now() + timedelta(hours=1)), "by": "Alex"}
    answer = orders.post(ahead, f"/api/v1/preserved/{row.id}/destroyed")
    assert (answer.status_code, answer.json()["code"]) == (422, "clock_ahead")
    row.refresh_from_db()
    assert row.state == "kept"


def test_what_nobody_let_go_is_noted_too_and_a_person_is_asked(orders, told):
    orders.post({"kept": KEPT[:1]}, f"/api/v1/orders/{told.id}/done")
    row = Preserved.objects.get()
    answer = orders.post({"at": said(), "by": "Alex"}, f"/api/v1/preserved/{row.id}/destroyed")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.early) == ("destroyed", True)


def test_a_key_without_the_scope_learns_nothing(client, told):
    other = Caller(add_key(name="Screen", scopes=["screen"], by=CONSOLE).secret, client)
    assert other.get("/api/v1/preserved").status_code == 403
