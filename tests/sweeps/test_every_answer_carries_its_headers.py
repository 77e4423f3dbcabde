"""The headers of every answer: each door for those it lets in or turns away, and every kind of error."""

import pytest
from django.db import OperationalError
from django.test import Client

from belisha.web.headers import FIXED
from tests.sweeps.doors import API, DOORS, address

FORM = "application/x-www-form-urlencoded"
LARGE = "x" * (1024 * 1024 + 1)
NEEDED = {name: value for name, value in FIXED.items() if not name.startswith(("Content-Sec", "Referrer"))}
LOCAL = {"'self'", "'none'"}


def wrong(answer, path):
    """What is wrong with the headers of an answer, in words."""
    for name, value in NEEDED.items():
        if answer.headers.get(name) != value:
            yield f"{answer.status_code} {path}: {name} is {answer.headers.get(name)}"
    if answer.headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield f"{answer.status_code} {path}: no Referrer-Policy"
    yield from (f"{answer.status_code} {path}: {one}" for one in wrong_policy(answer))
    if answer.headers.get("Cache-Control") != "no-store" and not path.startswith("/static/"):
        yield f"{answer.status_code} {path}: kept by browsers"


def wrong_policy(answer):
    """What the content policy allows beyond our own files."""
    text = answer.headers.get("Content-Security-Policy", "")
    rules = {name: set(sources) for name, *sources in (rule.split() for rule in text.split(";") if rule)}
    if rules.get("default-src") != {"'none'"} or rules.get("frame-ancestors") != {"'none'"}:
        yield f"the policy doesn't begin from nothing: {text}"
    if strange := set().union(*rules.values()) - LOCAL:
        yield f"the policy allows {strange}"


@pytest.fixture
def visitors(solo):
    signed_in = Client(raise_request_exception=False)
    signed_in.force_login(solo)
    return [Client(raise_request_exception=False), signed_in]


@pytest.mark.parametrize("route", [*DOORS, *API])
def test_every_door_answers_with_its_headers_whatever_it_is_asked(route, visitors):
    path = address(route, (DOORS | API)[route])
    found = [
        line
        for client in visitors
        for method in ("GET", "POST", "DELETE")
        for line in wrong(client.generic(method, path, content_type=FORM), path)
    ]
    assert found == []


ERRORS = {
    "400 of a host that isn't ours": (400, "/", {"headers": {"Host": "elsewhere.example"}}),
    "400 of the API for such a host": (400, "/api/v1/reports", {"headers": {"Host": "elsewhere.example"}}),
    "404": (404, "/nothing-here", {}),
    "404 of the API": (404, "/api/v1/nothing", {}),
    "404 of a file": (404, "/static/nothing-here.css", {}),
    "403 of a form from elsewhere": (403, "/account/login/", {"method": "POST"}),
    "405": (405, "/api/v1/reports", {}),
    "413": (413, "/account/login/", {"method": "POST", "data": LARGE}),
    "413 of the form": (413, "/report/", {"method": "POST", "data": LARGE}),
    "413 of the API": (413, "/api/v1/reports", {"method": "POST", "data": LARGE}),
    "415": (415, "/report/", {"method": "POST", "content_type": "multipart/form-data; boundary=b"}),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_every_kind_of_error_carries_them_too(kind):
    status, path, asked = ERRORS[kind]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    method = asked.get("method", "GET")
    content_type = asked.get("content_type", FORM)
    answer = client.generic(
        method, path, asked.get("data", ""), content_type=content_type, headers=asked.get("headers")
    )
    assert answer.status_code == status
    assert list(wrong(answer, path)) == []


@pytest.mark.parametrize("path", ["/", "/report/", "/account/login/", "/api/v1/openapi.json"])
def test_an_error_of_ours_carries_them_and_a_database_that_is_away_says_when_to_come_again(path, monkeypatch):
    client = Client(raise_request_exception=False)
    places = ("belisha.web.public.frame.profile", "belisha.web.context.settings_navigation")
    for problem, status in ((ValueError, 500), (OperationalError, 503)):
        with monkeypatch.context() as broken:
            for place in places:
                broken.setattr(place, fails := _failing(problem))
            broken.setattr("allauth.account.views.LoginView.get_form_class", fails)
            broken.setattr("belisha.api.application.api.get_openapi_schema", fails)
            answer = client.get(path)
        assert answer.status_code == status
        assert list(wrong(answer, path)) == []
        assert status == 500 or answer.headers["Retry-After"]


def _failing(problem):
    def fails(*_, **__):
        raise problem

    return fails


def test_pages_and_errors_hold_no_script_or_style_of_their_own(visitors):
    pages = [client.get(path) for client in visitors for path in ("/", "/report/", "/nothing-here", "/desk/")]
    for page in pages:
        text = page.content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


def test_behind_tls_every_answer_asks_for_tls_from_then_on(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    client = Client(raise_request_exception=False)
    for path in ("/", "/nothing-here", "/api/v1/reports", "/static/belisha/belisha.css", "/livez"):
        assert client.get(path, secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_sweep_sees_an_answer_without_its_headers():
    from django.http import HttpResponse

    bare = HttpResponse(headers={"Content-Security-Policy": "default-src *"})
    assert len(list(wrong(bare, "/"))) >= 8
