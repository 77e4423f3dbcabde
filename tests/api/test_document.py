"""The OpenAPI document tells the truth: schemathesis tries the API against it."""

import warnings
from pathlib import Path

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from belisha.ledger.record import SYSTEM
from belisha.people.keys import Scope, add_key

FEW, EXAMPLES, MANY = 2, 5, 25  # for each operation and phase
CHECKS = {
    # What JSON Schema can't say, such as "a country of ISO 3166", is refused with the field's name.
    "positive_data_acceptance": {"enabled": False},
    # It can't make its request in process (schemathesis 4.32); the last test here asks the same.
    "ignored_auth": {"enabled": False},
}


def config(secret, examples=EXAMPLES):
    return SchemathesisConfig.from_dict(
        {
            "seed": 2,
            # A machine that is busy with other tests is no reason to fail.
            "suppress-health-check": ["too_slow"],
            "headers": {"Authorization": f"Bearer {secret}"},
            "generation": {
                "max-examples": examples,
                "database": "none",
                "deterministic": True,
                "no-shrink": True,
            },
            "checks": CHECKS,
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": examples >= EXAMPLES}},
        }
    )


def failures(event):
    """What one event of the run says is wrong, as text."""
    if isinstance(event, events.FatalError | events.NonFatalError):
        yield repr(getattr(event, "value", None) or event.exception)
    if isinstance(event, events.ScenarioFinished):
        for nodes in event.recorder.checks.values():
            yield from (str(node.failure_info.failure) for node in nodes if node.failure_info)


def tried(secret, examples=EXAMPLES):
    """Every event of a run over the whole document with this key."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = get_wsgi_application()
        path, with_key = "/api/v1/openapi.json", config(secret, examples)
        return list(from_schema(schemathesis.openapi.from_wsgi(path, app, config=with_key)).execute())


@pytest.fixture
def run(committed, caller):
    """Every event of a run with a key that may do everything."""
    return tried(caller(*Scope).secret)


def answers(run):
    """The status codes that each operation answered with."""
    found = {}
    for event in run:
        if isinstance(event, events.ScenarioFinished):
            for made in event.recorder.interactions.values():
                found.setdefault(event.label, set()).add(made.response and made.response.status_code)
    return found


def test_schemathesis_finds_no_answer_that_the_document_does_not_promise(run):
    assert sorted({failure for event in run for failure in failures(event)}) == []
    found = answers(run)
    # It searched where it should: reports that are taken, and reports that are refused. Whatever else it
    # comes upon differs from run to run; every other status has a test of its own.
    assert found["POST /api/v1/reports"] >= {201, 422}
    assert found["POST /api/v1/routes"] >= {200, 422}
    assert 404 in found["GET /api/v1/reports/{receipt}"]


V1 = "/api/v1"
OPENED = {
    Scope.READ: {f"{V1}/routes"},
    Scope.ORDERS: {
        f"{V1}/orders",
        f"{V1}/orders/{{order_id}}",
        f"{V1}/orders/{{order_id}}/done",
        f"{V1}/orders/{{order_id}}/failed",
        f"{V1}/preserved",
        f"{V1}/preserved/{{preserved_id}}/destroyed",
        f"{V1}/notices",
        f"{V1}/notices/{{order_id}}/told",
    },
}
# The signature of another tool stands in place of a key.
WITHOUT_A_KEY = {f"{V1}/connectors/{{connector_id}}"}
REFUSED_OTHERS = {401, 403, 404, 405, 415, None}


def of_each_scope(examples, scopes=tuple(Scope)):
    """The same promise for the key of each scope alone: what it doesn't open is refused as documented."""
    for scope in scopes:
        made = add_key(name=scope, scopes=[scope], by=SYSTEM)
        told = tried(made.secret, examples)
        yield scope, {failure for event in told for failure in failures(event)}, answers(told)


def opened_by(found):
    """The operations that answered a key with anything but a refusal of the key."""
    opened = {label.split()[1] for label, statuses in found.items() if statuses - REFUSED_OTHERS}
    return opened - WITHOUT_A_KEY


def test_the_key_of_each_scope_alone_gets_documented_answers_and_only_its_own(committed):
    for scope, wrong, found in of_each_scope(FEW, (Scope.READ, Scope.ORDERS)):
        assert (scope, sorted(wrong)) == (scope, [])
        assert all(500 not in statuses for statuses in found.values())
        assert opened_by(found) == OPENED[scope]


@pytest.mark.slow
def test_the_key_of_each_scope_alone_gets_documented_answers_however_long_one_tries(committed):
    assert {scope: wrong for scope, wrong, _ in of_each_scope(MANY) if wrong} == {}


def operations():
    from belisha.api.application import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, details in methods.items():
            yield method, path, details


def test_every_operation_declares_every_error_that_it_may_answer_with():
    for method, path, details in operations():
        declared = {int(status) for status in details["responses"] if int(status) >= 400}
        always = {401, 403, 404, 405, 422, 429, 500, 503}
        named = {parameter["name"] for parameter in details["parameters"]}
        body = {400, 413, 415} if method == "post" else set()
        assert declared >= always | body | ({409} if "Idempotency-Key" in named else set()), path
        for status in declared:
            assert list(details["responses"][status]["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer belisha_x_y", "Basic YTpi", "Bearer \x00"]
)
def test_no_operation_answers_without_a_live_key(client, header):
    headers = {} if header is None else {"Authorization": header}
    for method, path, details in operations():
        if not details.get("security"):
            continue
        answer = client.generic(method.upper(), path, b"{}", content_type="application/json", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), path
        assert answer.json()["code"] == "unauthorised"


def test_only_what_another_tool_signs_needs_no_key():
    assert {path for _, path, details in operations() if not details.get("security")} == WITHOUT_A_KEY


def test_the_document_is_openapi_3_1_for_anyone_and_there_is_no_page_that_loads_scripts(client):
    document = client.get("/api/v1/openapi.json")
    assert (document.status_code, document.json()["openapi"]) == (200, "3.1.0")
    assert client.get("/api/v1/docs").status_code == 404


PAGE = Path(__file__).parents[2] / "docs" / "API.md"


def test_the_page_of_the_api_names_every_operation_field_and_word():
    from belisha.api.application import api

    page = PAGE.read_text(encoding="utf-8")
    schema = api.get_openapi_schema()
    named = {f"{method.upper()} {path}" for method, path, _ in operations()}
    for shape in schema["components"]["schemas"].values():
        named |= {f"`{name}`" for name in shape.get("properties", {}) if name not in ANSWERED}
        named |= {f"`{word}`" for word in shape.get("enum", [])}
    assert sorted(name for name in named if name not in page) == []


ANSWERED = {"type", "status_url", "sentence", "receipt", "received_at", "field", "message"}
"""Shown in the page's examples."""


def test_the_page_of_the_api_lists_every_code_of_a_problem():
    from belisha.api import handlers
    from belisha.intake.receive import WrongSource
    from belisha.organisation.reach import ServiceMissing, UnknownService

    codes = {refusal.code for refusal in (*handlers.STATUS, UnknownService, ServiceMissing, WrongSource)}
    page = PAGE.read_text(encoding="utf-8")
    assert sorted(code for code in codes if f"`{code}`" not in page) == []
