"""Threads that are kept for danger now: whatever else is asked, such a report is heard at once."""

import json
import threading
from io import BytesIO

import pytest

from belisha.jobs.lanes import Lanes
from tests.sweeps.test_every_answer_carries_its_headers import wrong

pytestmark = pytest.mark.pure
REPORTS, FORM = "/api/v1/reports", "/report/"


class Held:
    """An application that answers no ordinary request until it is let go; it says which paths reached it."""

    def __init__(self):
        self.reached, self.let_go = [], threading.Event()

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read()
        self.reached.append((environ["PATH_INFO"], body))
        if b'"yes"' not in body:
            self.let_go.wait(20)
        start_response("200 OK", [])
        return [b"answered"]


def asked(lanes, path, body=b"", method="GET", address="192.0.2.1"):
    """What a request is answered: its status and headers."""
    said = {}
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "REMOTE_ADDR": address,
        "wsgi.input": BytesIO(body),
    }
    environ["CONTENT_LENGTH"] = str(len(body))
    lanes(environ, lambda status, headers: said.update(status=int(status[:3]), headers=dict(headers)))
    return said


def report(danger):
    return json.dumps({"danger_now": danger, "what_happened": "message 1"}).encode()


@pytest.fixture
def full(monkeypatch):
    """A desk whose every ordinary turn is taken."""
    monkeypatch.setattr("belisha.jobs.lanes.PATIENCE", 0.01)
    held = Held()
    lanes = Lanes(held)
    asking = [threading.Thread(target=asked, args=(lanes, "/where-to-report/")) for _ in range(3)]
    for one in asking:
        one.start()
    while len(held.reached) < 3:
        pass
    yield lanes, held
    held.let_go.set()
    for one in asking:
        one.join()


def test_what_comes_on_top_is_told_at_once_when_to_come_again(full):
    lanes, _ = full
    for path, body, method in (("/", b"", "GET"), (REPORTS, report("unknown"), "POST")):
        said = asked(lanes, path, body, method)
        assert said["status"] == 503
        assert said["headers"]["Retry-After"] == "5"


def test_a_report_of_danger_now_is_heard_whatever_else_is_asked(full):
    lanes, held = full
    assert asked(lanes, REPORTS, report("yes"), "POST")["status"] == 200
    assert held.reached[-1] == (REPORTS, report("yes"))


def test_danger_that_is_written_with_escaped_letters_is_heard_too(full):
    lanes, _ = full
    body = report("yes").replace(b"yes", b"\\u0079es") + b' "yes"'
    assert asked(lanes, REPORTS, body, "POST")["status"] == 200


def test_one_kind_of_work_takes_no_turn_of_another(full):
    lanes, held = full
    for path in ("/desk/", "/api/v1/screen/hashes"):
        asking = threading.Thread(target=asked, args=(lanes, path))
        asking.start()
        while held.reached[-1][0] != path:
            pass


def test_bodies_that_never_end_hold_a_few_threads_of_their_network_and_no_other(monkeypatch):
    monkeypatch.setattr("belisha.jobs.lanes.PATIENCE", 0.01)
    lanes = Lanes(Held())
    slow = lanes._readers_of({"REMOTE_ADDR": "192.0.2.1"})
    turns = [slow.turn() for _ in range(6)]
    assert all(turn.__enter__() for turn in turns)
    assert asked(lanes, REPORTS, report("yes"), "POST")["status"] == 503
    for turn in turns:
        turn.__exit__(None, None, None)
    assert asked(lanes, REPORTS, report("yes"), "POST")["status"] == 200


class Answer:
    """What `wrong` asks of an answer."""

    def __init__(self, said):
        self.status_code, self.headers = said["status"], said["headers"]


def test_whoever_is_turned_away_gets_every_header_too(full):
    lanes, _ = full
    assert list(wrong(Answer(asked(lanes, "/")), "/")) == []
    assert list(wrong(Answer(asked(lanes, REPORTS)), REPORTS)) == []
    assert asked(lanes, REPORTS)["headers"]["Content-Type"] == "application/problem+json"
