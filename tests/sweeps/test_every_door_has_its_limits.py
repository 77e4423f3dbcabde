"""Limits of body and pace: each door refuses what is too large, and whoever has no key is asked to wait."""

import pytest
from django.test import Client

from belisha.api import apart
from belisha.people.keys import Scope, add_key
from belisha.web import limits
from tests.sweeps.doors import API, DOORS, PUBLIC, address
from tests.web.public_form import Visitor, harbour

FORM = "application/x-www-form-urlencoded"
BEYOND = 66 * 1024 * 1024  # more than any door takes


def sent(client, path, length, **headers):
    """A request that says how long its body is; nothing of it would have to be read."""
    return client.generic("POST", path, "x", content_type=FORM, CONTENT_LENGTH=str(length), headers=headers)


@pytest.mark.parametrize("route", DOORS)
def test_every_page_refuses_a_body_that_is_too_large(route, solo):
    client = Client(raise_request_exception=False)
    client.force_login(solo)
    answer = sent(client, address(route, DOORS[route]), 1024 * 1024 + 1)
    assert answer.status_code == 413
    assert "Nothing was" in answer.content.decode()


@pytest.mark.parametrize("route", API)
def test_every_door_of_the_api_refuses_a_body_that_is_too_large(route, alex):
    secret = add_key(name="all", scopes=list(Scope), by=alex).secret
    kind = {"content_type": "application/octet-stream" if "media" in route else "application/json"}
    answer = Client().generic(
        "POST",
        address(route, API[route]),
        "x",
        CONTENT_LENGTH=str(BEYOND),
        headers={"Authorization": f"Bearer {secret}"},
        **kind,
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


KEYLESS = [route for route, door in DOORS.items() if PUBLIC in door.needs]


@pytest.mark.parametrize("route", KEYLESS)
def test_every_public_door_asks_whoever_comes_too_often_to_wait(route, monkeypatch):
    monkeypatch.setattr(limits.VISITS, "most", 2)
    client = Client(raise_request_exception=False)
    answers = [client.get(address(route, DOORS[route])) for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert answers[-1].headers["Retry-After"] == "60"


@pytest.mark.parametrize("route", API)
def test_the_api_asks_whoever_has_no_key_to_wait(route, monkeypatch):
    monkeypatch.setattr(apart.VISITS, "most", 2)
    path = address(route, API[route])
    answers = [Client().generic(API[route].methods[0], path) for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert answers[-1].headers["Retry-After"] == "60"
    assert answers[-1].json()["code"] == "too_many_requests"


def test_a_wrong_key_keeps_nobody_with_a_right_one_from_reporting(monkeypatch, alex):
    monkeypatch.setattr(apart.VISITS, "most", 1)
    secret = add_key(name="reports", scopes=[Scope.REPORT], by=alex).secret
    report = {"source": "user", "concerns": ["grooming"], "danger_now": "yes", "what_happened": "message 1"}
    for _ in range(3):
        Client().post("/api/v1/reports", report, "application/json")
    answer = Client().post(
        "/api/v1/reports", report, "application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 201


def test_the_form_keeps_what_was_written_and_lets_danger_pass_at_once(monkeypatch):
    harbour()
    visitor = Visitor().open()
    visitor.press(danger_now="no")
    monkeypatch.setattr(limits.VISITS, "most", 0)
    visitor.press(what_happened="Message 1.", concerns=["grooming"])
    assert visitor.page.status_code == 429
    assert "Message 1." in visitor.page.content.decode()
    in_danger = Visitor().open()
    assert in_danger.page.status_code == 429
    in_danger.press(danger_now="yes")
    assert in_danger.page.status_code == 200
