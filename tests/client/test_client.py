"""The client asks again with patience, says what was refused, and believes no webhook but the desk’s."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import standardwebhooks

import belisha.client
from belisha.client import (
    Client,
    Conflict,
    DeskInTrouble,
    Invalid,
    NotThere,
    NotUnderstood,
    OtherService,
    TooMany,
    Unreachable,
    WrongKey,
    WrongSignature,
    verify_webhook,
    wire,
)

pytestmark = pytest.mark.pure

SECRET = "whsec_" + "bWlycm9yLWxpZ2h0LWFtYmVyLXplYnJhLWNyb3NzaW5n"
REPORT = {"source": "user", "concerns": ["grooming"], "danger_now": "unknown", "what_happened": "Text."}
RECEIPT = {"receipt": "4821 0937 5516 2046", "state": "received", "status_url": "u"}


class Script(ThreadingHTTPServer):
    """A desk that gives the answers of a test one after the other, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = [], []

    def will(self, *answers):
        """Each a JSON value, a (status, value) or (status, value, headers), or None: hang up."""
        self.answers += answers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((f"{self.command} {self.path}", dict(self.headers), body))
        answer = self.server.answers.pop(0)
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        status, value, headers = (*answer, {})[:3] if isinstance(answer, tuple) else (200, answer, {})
        out = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, word in {**headers, "Content-Length": str(len(out))}.items():
            self.send_header(name, word)
        self.end_headers()
        self.wfile.write(out)

    do_GET = do_POST = _answer

    def log_message(self, format, *args):
        """Silent."""


@pytest.fixture
def desk():
    server = Script()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(desk, monkeypatch):
    monkeypatch.setattr(wire, "FIRST_PAUSE", 0.001)
    with Client(f"http://127.0.0.1:{desk.server_port}", "belisha_key", patience=5) as client:
        yield client


def problem(status, code="refused", **more):
    return status, {"title": "T", "status": status, "detail": "No.", "code": code, **more}


def test_a_report_keeps_its_key_however_often_it_is_sent(desk, client):
    desk.will(None, problem(503), problem(429, "key_limit"), (201, RECEIPT))
    assert client.report(**REPORT).receipt == RECEIPT["receipt"]
    keys = {headers["Idempotency-Key"] for _, headers, _ in desk.asked}
    assert len(desk.asked) == 4
    assert len(keys) == 1
    assert len({body for *_, body in desk.asked}) == 1
    desk.will((201, RECEIPT))
    client.report(**REPORT)
    assert desk.asked[-1][1]["Idempotency-Key"] not in keys


def test_a_report_may_bring_a_key_of_its_own_and_any_field_of_the_api(desk, client):
    desk.will((201, RECEIPT))
    client.report(**REPORT, idempotency_key="mine", occurred_at=datetime(2026, 11, 20, tzinfo=UTC))
    asked, headers, body = desk.asked[0]
    assert (asked, headers["Idempotency-Key"]) == ("POST /api/v1/reports", "mine")
    assert json.loads(body) == REPORT | {"occurred_at": "2026-11-20T00:00:00+00:00"}
    assert headers["Authorization"] == "Bearer belisha_key"
    with pytest.raises(ValueError, match="zone"):
        client.report(**REPORT, occurred_at=datetime(2026, 11, 20))  # noqa: DTZ001 - the very mistake


@pytest.mark.parametrize(
    ("status", "kind"), [(401, WrongKey), (403, WrongKey), (404, NotThere), (409, Conflict), (422, Invalid)]
)
def test_a_no_is_said_once_with_its_code_and_fields(desk, client, status, kind):
    desk.will(problem(status, "a_code", errors=[{"field": "at", "message": "is missing"}]))
    with pytest.raises(kind, match="at is missing") as caught:
        client.order("5f0c9c3e")
    assert (caught.value.status, caught.value.code, caught.value.detail) == (status, "a_code", "No.")
    assert len(desk.asked) == 1


def test_a_key_of_another_service_is_told_apart_from_a_wrong_key(desk, client):
    desk.will(problem(403, "other_service"), problem(403, "scope_missing"))
    raised = []
    for _ in range(2):
        with pytest.raises(WrongKey) as caught:
            list(client.orders(service="harbour"))
        raised.append(type(caught.value))
    assert raised == [OtherService, WrongKey]


def test_a_pause_that_is_longer_than_patience_is_not_waited_for(desk, client):
    desk.will((*problem(429, "key_limit"), {"Retry-After": "60"}))
    with pytest.raises(TooMany) as caught:
        client.status("4821 0937 5516 2046")
    assert caught.value.retry_after == 60
    assert desk.asked[0][0] == "GET /api/v1/reports/4821093755162046"


def test_trouble_that_does_not_pass_is_raised(desk):
    with Client(f"http://127.0.0.1:{desk.server_port}", "k", patience=0) as client:
        desk.will(problem(503, "lists_unusable"))
        with pytest.raises(DeskInTrouble):
            client.screen(b"bytes")
        desk.will(None)
        with pytest.raises(Unreachable):
            client.screen(b"bytes")


def test_what_is_no_desk_is_said(desk, client):
    desk.will(b"<html>")
    with pytest.raises(NotUnderstood):
        client.order("1")
    desk.will((404, b"<html>"))
    with pytest.raises(NotThere):
        client.order("1")


def test_a_file_is_sent_as_it_is_and_anything_but_none_is_held(desk, client):
    desk.will({"verdict": "match", "action": "hold", "reference": "R", "reason": None, "later": "field"})
    seen = client.screen(b"\xff\xd8", id="a b/ü", account="u-1", content_type="image/jpeg", locator=None)
    assert (seen.held, seen.reference) == (True, "R")
    asked, headers, body = desk.asked[0]
    assert asked == "POST /api/v1/screen/media?id=a+b%2F%C3%BC&account=u-1"
    assert (headers["Content-Type"], body) == ("image/jpeg", b"\xff\xd8")


def test_many_are_asked_at_once_and_answered_in_their_order(desk, client):
    advice = {"advice": "warn", "reasons": ["stranger"]}
    message = {"title": "T", "text": "t", "actions": [{"action": "block", "label": "Block"}], "help": []}
    desk.will({"results": [{**advice, "message": message}, {**advice, "advice": "allow", "message": None}]})
    warned, allowed = client.assess_all([{"event": "first_message"}, {"event": "block"}])
    assert (warned.advice, warned.message.title, allowed.message) == ("warn", "T", None)
    desk.will({"results": []})
    with pytest.raises(NotUnderstood):
        client.screen_urls([{"id": "1", "url": "https://pictures.example/"}])


def test_orders_are_read_page_after_page_and_answered(desk, client):
    order = {"kind": "hold", "state": "due", "target": {"kind": "item", "id": "i", "locator": None}}
    desk.will(
        {"orders": [{**order, "id": "1"}], "next": "c"}, {"orders": [{**order, "id": "2"}], "next": None}
    )
    assert [one.id for one in client.orders(service="lantern")] == ["1", "2"]
    assert desk.asked[1][0] == "GET /api/v1/orders?state=due&service=lantern&cursor=c"
    desk.will({**order, "id": "1"}, {**order, "id": "2"})
    at = datetime(2026, 11, 20, tzinfo=UTC)
    client.done("1", at=at, kept=[{"what": "w", "locator": "l", "until": at}])
    client.failed("2", reason="It is gone.", at=at)
    said = [json.loads(body) for *_, body in desk.asked[2:]]
    when = at.isoformat()
    assert said[0] == {"at": when, "kept": [{"what": "w", "locator": "l", "until": when}]}
    assert said[1] == {"at": when, "reason": "It is gone."}


def test_a_key_never_travels_in_the_clear_beyond_this_machine():
    with pytest.raises(ValueError, match="https"):
        Client("http://desk.example", "belisha_key")
    Client("http://desk.example", "belisha_key", plain=True).close()
    with pytest.raises(ValueError, match="address"):
        Client("desk.example", "belisha_key")
    assert "belisha_key" not in repr(Client("https://desk.example", "belisha_key").__dict__)


BODY = b'{"type":"order.due","id":"5f0c9c3e","at":"2026-11-22T10:00:00+00:00"}'


def signed(secret=SECRET, body=BODY, at=None):
    at = at or datetime.now(UTC)
    signature = standardwebhooks.Webhook(secret).sign("msg_1", at, body.decode())
    return {
        "webhook-id": "msg_1",
        "Webhook-Timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }


def test_a_webhook_is_believed_by_either_secret_while_one_takes_the_others_place():
    other = "whsec_" + "YW5vdGhlci1zZWNyZXQtb2YtdGhlLXNhbWUtZW5kcG9pbnQ="
    event = verify_webhook([other, SECRET], signed(), BODY)
    assert (event.type, event.id, event.message_id) == ("order.due", "5f0c9c3e", "msg_1")
    both = signed() | {"webhook-signature": f"v1a,xxxx {signed(other)['webhook-signature']} v1,AAAA"}
    assert verify_webhook(other, both, BODY).id == "5f0c9c3e"


@pytest.mark.parametrize("wrong", ["body", "id", "secret", "old", "ahead", "none", "stamp"])
def test_a_webhook_of_somebody_else_or_of_another_time_is_not_believed(wrong):
    headers, body = signed(), BODY
    at = datetime.now(UTC).timestamp()
    if wrong == "body":
        body = BODY.replace(b"5f0c", b"5f0d")
    elif wrong == "id":
        headers["webhook-id"] = "msg_2"
    elif wrong == "secret":
        headers = signed("whsec_" + "YW5vdGhlci1zZWNyZXQtb2YtdGhlLXNhbWUtZW5kcG9pbnQ=")
    elif wrong in ("old", "ahead"):
        headers = signed(at=datetime.fromtimestamp(at + (-400 if wrong == "old" else 400), UTC))
    elif wrong == "none":
        headers = {}
    else:
        headers["Webhook-Timestamp"] = "now"
    with pytest.raises(WrongSignature):
        verify_webhook(SECRET, headers, body)


def test_the_client_needs_no_django_and_its_example_is_python():
    code = "import sys, belisha.client; sys.exit('django' in sys.modules or 'pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
    example = belisha.client.__doc__.split("import it.\n\n")[1].split("\n\nEach call")[0]
    ast.parse("\n".join(line.removeprefix("    ") for line in example.splitlines()))
    assert (Path(belisha.client.__file__).parents[1] / "py.typed").exists()
