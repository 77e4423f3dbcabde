"""A key that sends too much waits; a child in danger now never does."""

import pytest

from belisha.people.key_limits import WITHIN, Limits, limits
from belisha.people.models import ApiKey

REPORT = {"source": "moderator", "concerns": ["grooming"], "danger_now": "no", "what_happened": "Message 1."}
ROUTES = "/api/v1/routes"
FACTS = {"child": {"country": "GB"}}


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"key_requests_per_minute": 3})
    limits.forget()
    yield
    limits.forget()


def test_the_fourth_request_of_a_minute_waits_and_is_told_for_how_long(caller):
    shop = caller("report")
    statuses = [shop.post(REPORT).status_code for _ in range(3)]
    answer = shop.post(REPORT)
    assert [*statuses, answer.status_code] == [201, 201, 201, 429]
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "key_limit"
    assert "3 requests" in answer.json()["detail"]


def test_a_report_of_a_child_in_danger_now_is_taken_however_many_came_before(caller):
    shop = caller("report")
    answers = [shop.post(REPORT | {"danger_now": "yes"}).status_code for _ in range(8)]
    assert answers == [201] * 8
    assert [shop.post(REPORT | {"danger_now": now}).status_code for now in ("no", "unknown")] == [429, 429]


def test_each_key_has_its_own_limit_whatever_it_asks(caller):
    one, other = caller("report", "read"), caller("read")
    for _ in range(3):
        one.post(FACTS, ROUTES)
    assert one.post(FACTS, ROUTES).status_code == 429
    assert one.get("/api/v1/reports/4821093755162046").status_code == 429
    assert other.post(FACTS, ROUTES).status_code != 429


def test_a_wrong_key_or_scope_counts_for_nobody(caller):
    reader = caller("read")
    for _ in range(5):
        assert reader.post(REPORT).status_code == 403
    assert reader.post(FACTS, ROUTES).status_code != 429


@pytest.mark.pure
def test_a_new_minute_begins_where_the_old_one_ends():
    counted, key = Limits(), ApiKey(name="a")
    assert [counted.count(key, 1000.0) is None for _ in range(4)] == [True, True, True, False]
    assert counted.count(key, 1000.0 + WITHIN - 0.5).wait == 1
    assert counted.count(key, 1000.0 + WITHIN) is None
