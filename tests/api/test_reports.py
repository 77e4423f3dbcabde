"""`POST reports` and `GET reports/{receipt}` as a back end meets them."""

import json
import logging
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.utils import timezone

from belisha.api.guessing import MISSES
from belisha.intake.models import Report
from belisha.intake.read import SENTENCES
from belisha.intake.receipts import new_receipt
from belisha.intake.receive import move
from belisha.ledger.record import SYSTEM
from belisha.people.keys import add_key, revoke_key
from belisha.people.models import ApiKey
from belisha.web.logs import Redacting
from tests.api.conftest import REPORTS, Caller
from tests.intake.samples import full, least

MEGABYTE = 1024 * 1024


def is_problem(answer, status, code):
    """The problem that the answer is, with the status and code that it must have."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"]
    assert body["title"]
    assert body["detail"]
    return body


def test_a_report_is_kept_and_its_receipt_tells_where_it_stands(shop):
    answer = shop.post(full())
    assert answer.status_code == 201
    receipt, state = answer.json()["receipt"], answer.json()["state"]
    assert (state, Report.objects.get().receipt) == ("received", receipt)
    assert answer.headers["Location"] == answer.json()["status_url"]
    status = shop.get(answer.json()["status_url"])
    assert (status.status_code, status.json()["receipt"], status.json()["state"]) == (
        200,
        receipt,
        "received",
    )
    assert status.json()["sentence"] == "We have your report. A person will look at it."
    assert shop.get(f"{REPORTS}/{receipt}").status_code == 200


def test_the_state_follows_the_report(shop, caller):
    answer = shop.post(least())
    move(report_ids=[Report.objects.get().id], state="in_review")
    status = caller("read").get(answer.json()["status_url"]).json()
    assert (status["state"], status["sentence"]) == ("in_review", SENTENCES["in_review"])


def test_a_repeat_gets_the_same_answer_and_another_report_a_conflict(shop):
    first, again = (shop.post(least(), Idempotency_Key="k-1") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    is_problem(shop.post(least(danger_now="yes"), Idempotency_Key="k-1"), 409, "idempotency_conflict")
    assert Report.objects.count() == 1


def test_every_wrong_field_is_named(shop):
    body = least(
        danger_now="perhaps",
        occurred_at="2026-11-22T10:00:00",
        colour="grey",
        items=[{"id": "1"}, {"id": "2", "sha256": "00", "picture": "x"}],
        accounts=[{"emails": ["x"]}],
    )
    del body["what_happened"]
    problem = is_problem(shop.post(body), 422, "invalid")
    assert {error["field"]: error["message"] for error in problem["errors"]} == {
        "danger_now": "must be one of 'yes', 'no' or 'unknown'",
        "what_happened": "is missing",
        "occurred_at": "must carry its zone, such as Z or +01:00",
        "colour": "is no field here",
        "items[1].sha256": "must be 64 hexadecimal digits",
        "items[1].picture": "is no field here",
        "accounts[0].id": "is missing",
        "accounts[0].emails[0]": "must be an e-mail address",
    }
    assert not Report.objects.exists()


def test_an_unknown_service_is_a_wrong_field(shop):
    problem = is_problem(shop.post(least(service="nowhere")), 422, "unknown_service")
    assert [error["field"] for error in problem["errors"]] == ["service"]


@pytest.mark.parametrize("body", [[], "report", 7, None, True])
def test_a_body_that_is_no_object_is_refused(shop, body):
    assert is_problem(shop.post(body), 422, "invalid")["errors"][0]["field"] == "body"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'source': 'user'}",
        b"\xff\xfe{}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"source": "user", "source": "public"}',
        b'{"items": [{"id": "1", "id": "2"}]}',
        b"[" * 200_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"{}{}",
    ],
)
def test_what_is_not_json_is_refused(shop, body):
    is_problem(shop.post(body), 400, "not_json")


def test_json_with_a_byte_order_mark_is_json(shop):
    assert shop.post(b"\xef\xbb\xbf" + json.dumps(least()).encode()).status_code == 201


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
    ],
)
def test_another_content_type_is_refused(shop, kind):
    is_problem(shop.post(json.dumps(least()).encode(), content_type=kind), 415, "unsupported_media_type")


def padded(size):
    """A report of exactly so many bytes."""
    body = json.dumps(least()).encode()
    return body + b" " * (size - len(body))


def test_a_body_ends_at_one_megabyte(shop):
    assert shop.post(padded(MEGABYTE)).status_code == 201
    is_problem(shop.post(padded(MEGABYTE + 1)), 413, "too_large")


class Endless(BytesIO):
    """A body that never ends, and counts what was read of it."""

    count = 0

    def read(self, size=-1):
        self.count += size
        return b" " * size


def raw(shop, source, **environ):
    """The status of a request whose body comes without a length."""
    from django.test.client import RequestFactory

    request = RequestFactory().post(
        REPORTS, content_type="application/json", headers={"Authorization": f"Bearer {shop.secret}"}
    )
    bare = {name: value for name, value in request.META.items() if name != "CONTENT_LENGTH"}
    said = {}
    answer = get_wsgi_application()(
        bare | {"wsgi.input": source} | environ, lambda status, headers: said.update(status=status)
    )
    return said["status"], b"".join(answer)


class InParts(BytesIO):
    """A chunked body as a server hands it on: never more than one chunk at a time."""

    def read(self, size=-1):
        return super().read(min(size, 1000))


def test_a_chunked_body_is_read_whole(committed, shop):
    status, body = raw(shop, InParts(padded(50_000)), HTTP_TRANSFER_ENCODING="chunked")
    assert (status, json.loads(body)["state"]) == ("201 Created", "received")


def test_a_chunked_body_without_end_is_cut_off(committed, shop):
    source = Endless()
    status, body = raw(shop, source, HTTP_TRANSFER_ENCODING="chunked")
    assert (status, json.loads(body)["code"]) == ("413 Request Entity Too Large", "too_large")
    assert source.count <= MEGABYTE + 64 * 1024


def test_a_length_that_lies_is_no_way_past_the_limit(shop):
    is_problem(
        shop.client.post(
            REPORTS,
            padded(2 * MEGABYTE),
            content_type="application/json",
            headers={"Authorization": f"Bearer {shop.secret}"},
        ),
        413,
        "too_large",
    )


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_an_idempotency_key_has_1_to_255_characters(shop, key):
    problem = is_problem(shop.post(least(), Idempotency_Key=key), 422, "invalid")
    assert [error["field"] for error in problem["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize("scope", ["read", "screen", "contact", "orders"])
def test_a_key_that_may_not_report_is_turned_away(caller, scope):
    is_problem(caller(scope).post(least()), 403, "scope_missing")


@pytest.mark.parametrize("scope", ["screen", "contact", "orders"])
def test_a_key_that_may_not_read_learns_nothing(caller, scope):
    is_problem(caller(scope).get(f"{REPORTS}/{new_receipt()}"), 403, "scope_missing")


def test_a_revoked_key_is_refused_at_its_next_request(shop):
    assert shop.post(least()).status_code == 201
    revoke_key(key_id=ApiKey.objects.get().id, by=SYSTEM)
    is_problem(shop.post(least()), 401, "unauthorised")


def test_an_expired_key_is_refused(time_machine):
    soon = timezone.now() + timedelta(days=1)
    shop = Caller(add_key(name="short", scopes=["report"], by=SYSTEM, expires_at=soon).secret, Client())
    assert shop.post(least()).status_code == 201
    time_machine.move_to(soon)
    is_problem(shop.post(least()), 401, "unauthorised")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "get"])
def test_there_is_no_other_method(client, method):
    answer = getattr(client, method)(REPORTS)
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["", "nothing", "reports/", "reports/a/b", "docs"])
def test_what_is_not_there_is_said_in_json(client, path):
    is_problem(client.get(f"/api/v1/{path}"), 404, "not_found")
    is_problem(client.post(f"/api/v1/{path}"), 404, "not_found")


def test_unknown_and_malformed_receipts_look_the_same(shop):
    answers = [
        shop.get(f"{REPORTS}/{receipt}") for receipt in (new_receipt(), "1", "x" * 300, "%00", "%F0%9F%A6%8A")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert is_problem(answers[0], 404, "not_found")


def test_guessing_receipts_is_slowed_down_and_reporting_is_not(shop, caller):
    known = shop.post(least()).json()["status_url"]
    for _ in range(MISSES):
        assert shop.get(f"{REPORTS}/{new_receipt()}").status_code == 404
    answer = shop.get(known)
    is_problem(answer, 429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) > 0
    assert shop.post(least(danger_now="yes")).status_code == 201
    assert caller("read").get(known).status_code == 200


def test_known_receipts_may_be_asked_for_without_end(shop):
    known = shop.post(least()).json()["status_url"]
    assert {shop.get(known).status_code for _ in range(MISSES + 5)} == {200}


def read_only():
    """Make this connection refuse to write, as a standby or a full disk would."""
    statement = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
    with connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor])


def test_a_database_that_cannot_write_is_never_acknowledged(committed, shop):
    read_only()
    answer = shop.post(full())
    is_problem(answer, 503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    connection.close()
    assert (Report.objects.count(), shop.post(full()).status_code) == (0, 201)


def test_a_full_disk_is_never_acknowledged_and_room_mends_it(committed, shop):
    if committed.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit of its own that could be set for a test")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 12}")
    codes = [shop.post(full()).status_code for _ in range(40)]
    assert set(codes) == {201, 503}
    assert Report.objects.count() == codes.count(201)
    connection.close()
    assert shop.post(full()).status_code == 201


def test_an_error_of_ours_is_a_problem_without_a_trace_of_the_report(committed, shop, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intake_signal RENAME COLUMN produced_by TO produced_with")
    with caplog.at_level(logging.DEBUG):
        answer = shop.post(full())
    assert answer.status_code in (500, 503)
    assert not Report.objects.exists()
    assert not leaks(answer.content.decode() + logged(caplog))


def logged(caplog):
    """Every line of the log as it is written."""
    return "\n".join(Redacting().format(record) for record in caplog.records)


def leaks(text):
    """Which of the personal values of the fullest report stand in a text."""
    values = (
        "greyheron",
        "u-1001",
        "post-77",
        "Ines",
        "Farrow",
        "ines@",
        "960001",
        "192.0.2.17",
        "CB1",
        "Norwich",
        "35/1/26",
        "message 1",
        "Two accounts",
        "forum.example",
        "2d2d",
        "0f0f",
        "0F0F",
    )
    return [value for value in values if value in text]


def test_no_personal_value_is_in_an_error_a_log_or_an_address(shop, caplog):
    with caplog.at_level(logging.DEBUG):
        wrong = [
            full(colour="Ines"),
            full(**{"ines@mail.example": 1}),
            full(source="Ines Farrow"),
            full(service="greyheron"),
            full(occurred_at="Norwich", what_happened=["message 1"]),
            full(accounts=[{"id": "u-1001", "age_band": "CB1", "role": "greyheron", "ips": ["post-77"]}]),
            full(items=[{"id": "post-77", "md5": "greyheron", "ip": "192.0.2.17.1"}]),
        ]
        answers = [shop.post(body) for body in wrong]
        answers += [shop.post(full()), shop.post(json.dumps(full()).encode()[:-1])]
        answers += [shop.post(full(), Idempotency_Key="k"), shop.post(least(), Idempotency_Key="k")]
        receipt = answers[7].json()["receipt"].replace(" ", "")
        shop.get(f"{REPORTS}/{receipt}")
        shop.get(f"{REPORTS}/{receipt[:-1]}")
    assert [answer.status_code for answer in answers] == [422] * 7 + [201, 400, 201, 409]
    assert [leaks(answer.content.decode() + str(answer.headers)) for answer in answers] == [[]] * len(answers)
    lines = logged(caplog)
    assert leaks(lines) == []
    assert receipt[:-1] not in lines


@pytest.mark.parametrize("name", ["belisha-contact-pattern/1", "Belisha/0.1", "belisha"])
def test_nobody_else_reports_in_the_name_of_this_desks_own_detectors(shop, name):
    signals = [{"kind": "contact_pattern", "produced_by": name, "facts": {"score": 100}}]
    is_problem(shop.post(least(source="contact_pattern", signals=signals)), 422, "not_by_this_desk")
    assert Report.objects.count() == 0
    signals[0]["produced_by"] = "their-own/2"
    assert shop.post(least(source="contact_pattern", signals=signals)).status_code == 201


def test_no_answer_may_be_kept_by_a_cache(shop):
    answer = shop.post(least())
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
