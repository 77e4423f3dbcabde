"""HTTP to configured addresses alone."""

import socket

import pytest

from belisha.outbound import http
from belisha.outbound.problem import NotSent
from tests.work.channels import SECRET

pytestmark = pytest.mark.pure


def headers(body):
    from datetime import UTC, datetime

    from standardwebhooks import Webhook

    now = datetime.now(UTC)
    signed = Webhook(SECRET).sign("1", now, body.decode())
    return {"webhook-id": "1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signed}


def problem_of(url, body=b"{}"):
    with pytest.raises(NotSent) as refused:
        http.post(url, body, headers(body))
    return refused.value.problem


def test_what_the_operator_configured_is_reached(hook):
    assert http.post(hook.url, b"{}", headers(b"{}")) == 204
    assert hook.events == [{}]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ("http://127.0.0.2:80/alerts", "not_configured"),
        ("https://example.org/", "not_configured"),
        ("http://127.0.0.1:1/alerts", "not_configured"),
        ("file:///etc/passwd", "wrong_address"),
        ("alerts", "wrong_address"),
    ],
)
def test_no_other_host_port_or_scheme_is_dialled(hook, other, word):
    assert problem_of(other) == word


def test_nothing_is_dialled_where_nothing_is_configured():
    assert http.allowed_origins() == frozenset()
    assert problem_of("http://127.0.0.1:8000/") == "not_configured"


def test_a_redirect_is_a_failure_and_is_not_followed(hook):
    hook.status, hook.headers = 307, {"location": f"{hook.url}/elsewhere"}
    assert problem_of(hook.url) == "status_307"
    assert len(hook.events) == 1


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_anything_but_success_is_a_failure(hook, status):
    hook.status = status
    assert problem_of(hook.url) == f"status_{status}"


def test_a_receiver_that_is_away_is_a_failure(configured):
    from pydantic import AnyUrl

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    configured(alert_webhook_url=AnyUrl(url))
    assert problem_of(url) == "unreachable"


def test_a_body_that_is_too_long_stays_here(hook):
    assert problem_of(hook.url, b"x" * (http.LONGEST_BODY + 1)) == "too_long"
    assert hook.events == []


def test_a_proxy_of_the_environment_is_not_used(hook, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert http.post(hook.url, b"{}", headers(b"{}")) == 204
