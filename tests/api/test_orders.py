"""The service asks for its orders, carries them out, and says what became of each."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.desk_cases import case, make_case, organisation

__all__ = ["case", "make_case", "organisation"]

ORDERS = "/api/v1/orders"


@pytest.fixture
def service(caller):
    """The back end of the service, which takes orders."""
    return caller("orders")


@pytest.fixture
def hold(case, rosa):
    """An order of Rosa's to hold an item of her case: hold("item-9")."""
    from belisha.enforcement.act import order
    from belisha.enforcement.order_add import Thing

    def make(item="item-of-the-case", kind="hold"):
        thing = Thing(kind="item", id=item, locator=f"https://service.example/{item}")
        return order(case_id=case.id, kind=kind, thing=thing, by=rosa, details={"until": "2027-11-20"})

    return make


def ledger(order):
    from belisha.ledger.models import Entry

    rows = Entry.objects.filter(about_kind="enforcement.order", about_id=str(order.id)).order_by("seq")
    return list(rows.values_list("event", flat=True))


def test_an_order_goes_from_due_to_done(service, hold):
    given = hold()
    listed = service.get(ORDERS).json()
    assert [one["id"] for one in listed["orders"]] == [str(given.id)]
    assert listed["orders"][0] | {"due_at": "", "delivered_at": ""} == {
        "id": str(given.id),
        "kind": "hold",
        "state": "delivered",
        "target": {
            "kind": "item",
            "id": "item-of-the-case",
            "locator": "https://service.example/item-of-the-case",
        },
        "service": "lantern",
        "undoes": None,
        "reference": None,
        "until": "2027-11-20",
        "law": None,
        "due_at": "",
        "delivered_at": "",
        "answered_at": None,
        "notice": None,
    }
    said = {"at": timezone.now().isoformat(), "detail": "Hidden from everybody."}
    answer = service.post(said, f"{ORDERS}/{given.id}/done")
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    given.refresh_from_db()
    assert (given.state, given.answer) == ("done", "Hidden from everybody.")
    assert ledger(given) == ["order.given", "order.delivered", "order.done"]
    assert service.get(ORDERS).json() == {"orders": [], "next": None}


def test_what_was_handed_out_is_handed_out_again_until_it_is_answered(service, hold):
    given = hold()
    pages = [service.get(ORDERS).json()["orders"] for _ in range(2)]
    assert [[one["id"] for one in page] for page in pages] == [[str(given.id)]] * 2
    assert ledger(given) == ["order.given", "order.delivered"]


def test_pages_follow_each_other_and_lose_nothing_that_is_answered_between(service, hold):
    given = [str(hold(f"item-{number}").id) for number in range(5)]
    first = service.get(f"{ORDERS}?limit=2").json()
    service.post({}, f"{ORDERS}/{first['orders'][1]['id']}/done")
    second = service.get(f"{ORDERS}?limit=2&cursor={first['next']}").json()
    last = service.get(f"{ORDERS}?limit=2&cursor={second['next']}").json()
    shown = [one["id"] for page in (first, second, last) for one in page["orders"]]
    assert (shown, last["next"]) == (given, None)


def test_the_same_answer_again_changes_nothing_and_another_is_refused(service, hold):
    given = hold()
    path = f"{ORDERS}/{given.id}"
    answers = [
        service.post({"detail": "Hidden."}, f"{path}/done"),
        service.post({"detail": "Hidden again."}, f"{path}/done"),
        service.post({"reason": "We lost it."}, f"{path}/failed"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert answers[2].json()["code"] == "order_answered"
    given.refresh_from_db()
    assert (given.state, given.answer) == ("done", "Hidden.")
    assert ledger(given).count("order.done") == 1


def test_what_failed_asks_a_person_and_keeps_the_services_words(service, hold):
    from belisha.work.models import Task

    given = hold()
    picture = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 40
    answer = service.post({"reason": f"No such item. {picture}"}, f"{ORDERS}/{given.id}/failed")
    assert (answer.status_code, answer.json()["state"]) == (200, "failed")
    given.refresh_from_db()
    assert given.answer.startswith("No such item.")
    assert "iVBORw0KGgo" not in given.answer
    task = Task.objects.get(kind="order_failed", about_id=given.id, done_at=None)
    assert task.permission == "enforcement.give_order"


def test_a_clock_that_goes_ahead_is_told_so(service, hold):
    given = hold()
    ahead = (timezone.now() + timedelta(minutes=6)).isoformat()
    answer = service.post({"at": ahead}, f"{ORDERS}/{given.id}/done")
    assert (answer.status_code, answer.json()["code"]) == (422, "clock_ahead")
    assert "5 minutes in the future" in answer.json()["detail"]
    near = (timezone.now() + timedelta(minutes=4)).isoformat()
    assert service.post({"at": near}, f"{ORDERS}/{given.id}/done").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("?state=lost", 422, "invalid"),
        ("?colour=red", 422, "invalid"),
        ("?limit=0", 422, "invalid"),
        ("?cursor=nothing", 422, "wrong_cursor"),
        ("/0b7cf1a2-5f0e-4e0f-9f53-6a1f3f0a7c11", 404, "not_found"),
    ],
)
def test_a_wrong_question_is_named(service, path, status, code):
    answer = service.get(ORDERS + path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_field_that_is_none_here_is_named(service, hold):
    answer = service.post({"when": "now"}, f"{ORDERS}/{hold().id}/done")
    assert answer.json()["errors"] == [{"field": "when", "message": "is no field here"}]


def test_another_service_is_not_asked_for(service, hold):
    given = hold()
    assert service.get(f"{ORDERS}?service=lantern").json()["orders"][0]["id"] == str(given.id)
    assert service.get(f"{ORDERS}?service=other").json()["orders"] == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_cursor_of_no_time_that_we_know_is_refused(service, moment):
    cursor = urlsafe_b64encode(f"{moment} 1 {uuid4()}".encode()).decode().rstrip("=")
    answer = service.get(f"{ORDERS}?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_cursor")
