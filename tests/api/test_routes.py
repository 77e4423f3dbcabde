"""`POST routes` as a back end meets it."""

import json
import logging
from dataclasses import fields

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belisha.api import facts as shape
from belisha.ledger.models import Entry
from belisha.routing import facts, route
from belisha.web.logs import Redacting
from tests.api.test_reports import is_problem

ROUTES = "/api/v1/routes"
FACTS = {
    "reporter": "organisation",
    "danger_now": "unknown",
    "concerns": ["grooming"],
    "child": {"place": "CB2 1TN", "age": 13},
    "service": {"country": "GB", "regulated_user_to_user": "yes"},
    "already_reported": [{"authority": "nca", "reference": "grey heron", "at": "2026-11-20T10:00:00Z"}],
}


@pytest.fixture
def reader(caller):
    """A back end that may read and do nothing else."""
    return caller("read")


def answered(answer):
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    return answer.json()


@pytest.mark.parametrize("known", [FACTS, {}, {"child": None, "at": None}, {"child": {"place": "SG8"}}])
def test_the_answer_is_that_of_the_package(reader, known):
    assert answered(reader.post(known, ROUTES)) == json.loads(json.dumps(route(known).as_json()))


def test_who_may_report_may_ask_whom_to_tell_and_other_keys_may_not(caller):
    assert answered(caller("report").post(FACTS, ROUTES))["steps"]
    for scope in ("screen", "contact", "orders"):
        is_problem(caller(scope).post(FACTS, ROUTES), 403, "scope_missing")


def test_every_wrong_field_is_named_by_its_path_at_once(reader):
    wrong = {
        "reporter": "robot",
        "ready": "yes",
        "concerns": ["grooming", "weather"],
        "child": {"country": "UK", "age": "13", "town": "Ely"},
        "suspect": "Leeds",
        "already_reported": [{"authority": "nca"}, {"authority": "NCA", "at": "2026-11-20T10:00:00"}],
        "at": "today",
        "colour": "grey",
    }
    problem = is_problem(reader.post(wrong, ROUTES), 422, "invalid")
    said = {error["field"]: error["message"] for error in problem["errors"]}
    assert set(said) == {
        "reporter",
        "ready",
        "concerns[1]",
        "child.country",
        "child.age",
        "child.town",
        "suspect",
        "already_reported[1].authority",
        "already_reported[1].at",
        "at",
        "colour",
    }
    assert "GB" in said["child.country"]
    assert said["colour"].startswith("is no field")


@pytest.mark.parametrize("body", [[], "facts", 7, None, True])
def test_a_body_that_is_no_object_is_refused(reader, body):
    assert is_problem(reader.post(body, ROUTES), 422, "invalid")["errors"][0]["field"] == "body"


@pytest.mark.parametrize("body", [b" ", b"{", b'{"at": NaN}', b'{"site": "railway", "site": "defence"}'])
def test_what_is_not_json_is_refused(reader, body):
    is_problem(reader.post(body, ROUTES), 400, "not_json")


def test_another_content_type_and_a_body_that_is_too_large_are_refused(reader):
    is_problem(reader.post(b"{}", ROUTES, content_type="text/plain"), 415, "unsupported_media_type")
    is_problem(reader.post(b"{}" + b" " * 1024 * 1024, ROUTES), 413, "too_large")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_there_is_no_other_method(client, method):
    is_problem(getattr(client, method)(ROUTES), 405, "method_not_allowed")


def test_a_name_that_may_be_somebodys_is_not_said_back(reader):
    wrong = {"grey heron": 1, "heron@mail.example": 2, "child": {"Heron Farrow, 13": 3}, "facts": 4}
    problem = is_problem(reader.post(wrong, ROUTES), 422, "invalid")
    assert "eron" not in json.dumps(problem)
    assert problem["errors"][0]["field"] == "(a name of 10 characters)"


def test_an_impossible_place_is_an_answer_and_no_error(reader):
    for place in ("", "\ud800", "\0", "x" * 200, "🦊"):
        assert answered(reader.post({"child": {"place": place}}, ROUTES))["steps"]


def test_nothing_of_the_facts_is_kept_or_logged(reader, caplog):
    before = Entry.objects.count()
    reader.post({}, ROUTES)  # The first use of a key is noted.
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        answered(reader.post(FACTS, ROUTES))
        reader.post(FACTS | {"child": {"place": 7}, "colour": "grey heron"}, ROUTES)
    logged = "\n".join(Redacting().format(record) for record in caplog.records)
    asked = "\n".join(query["sql"] for query in queries)
    for value in ("CB2", "grey heron"):
        assert value not in logged + asked
    assert not any(
        line.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) for line in asked.splitlines()
    )
    assert Entry.objects.count() == before


def test_asking_often_is_never_refused(reader):
    assert {reader.post(FACTS, ROUTES).status_code for _ in range(40)} == {200}


def test_the_document_has_every_field_of_the_facts_and_no_other():
    shapes = {shape.Facts: facts.Facts, shape.ChildAtRisk: facts.Child, shape.OnlineService: facts.Service}
    shapes |= {shape.SomebodysPlace: facts.Where, shape.EarlierReport: facts.EarlierReport}
    for documented, read in shapes.items():
        assert set(documented.model_fields) == {one.name for one in fields(read)}
