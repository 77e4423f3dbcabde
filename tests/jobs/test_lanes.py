"""Threads that are kept for danger now: whatever else is asked, such a report is heard at once."""

import gc
import json
import threading
from functools import partial
from io import BytesIO

import pytest

from belisha.jobs.lanes import LARGEST_READ, THREADS, Lanes
from belisha.jobs.readers import READERS, WAITING, Readers
from tests.sweeps.test_every_answer_carries_its_headers import wrong

pytestmark = pytest.mark.pure
REPORTS, FORM = "/api/v1/reports", "/report/"


@pytest.fixture(autouse=True)
def _a_server_alone_seldom_looks_for_circles():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


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


class Connection:
    """What comes over the wire: it can be read once, and nothing else."""

    def __init__(self, source):
        self.read = source.read


def asked(lanes, path, body=b"", method="GET", address="192.0.2.1", chunked=False):
    """What a request is answered: its status and headers."""
    said = {}
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "REMOTE_ADDR": address,
        "wsgi.input": Connection(BytesIO(body)),
    }
    environ |= {"HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {"CONTENT_LENGTH": str(len(body))}
    lanes(environ, lambda status, headers: said.update(status=int(status[:3]), headers=dict(headers)))
    return said


def report(danger):
    return json.dumps({"danger_now": danger, "what_happened": "message 1"}).encode()


@pytest.fixture
def full(monkeypatch):
    """A desk whose every ordinary turn is taken."""
    monkeypatch.setattr("belisha.jobs.readers.PATIENCE", 0.01)
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


def test_danger_that_is_sent_in_chunks_is_heard_too(full):
    lanes, held = full
    assert asked(lanes, REPORTS, report("yes"), "POST", chunked=True)["status"] == 200
    assert held.reached[-1] == (REPORTS, report("yes"))


def test_a_body_in_chunks_that_is_too_large_says_how_large_it_is_and_is_read_no_further():
    told = {}
    body = BytesIO(b"x" * (LARGEST_READ + 10))
    environ = {"PATH_INFO": REPORTS, "REQUEST_METHOD": "POST", "wsgi.input": body}
    environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    list(Lanes(lambda environ, _: told.update(environ) or [])(environ, None))
    assert told["CONTENT_LENGTH"] == str(LARGEST_READ + 1)
    assert len(body.read()) == 9


def test_what_is_screened_is_read_with_its_key_in_hand():
    held = Held()
    held.let_go.set()
    for path in ("/api/v1/screen/media", "/api/v1/screen/hashes"):
        assert asked(Lanes(held), path, b"x" * (LARGEST_READ + 1), "POST")["status"] == 200
        assert held.reached[-1] == (path, b"x" * (LARGEST_READ + 1))


def test_whoever_is_ready_says_so_though_every_turn_is_taken(full):
    lanes, held = full
    asking = threading.Thread(target=asked, args=(lanes, "/readyz"))
    asking.start()
    while held.reached[-1][0] != "/readyz":
        pass
    assert asked(lanes, "/", address="192.0.2.2")["status"] == 503


def test_a_body_that_ends_before_its_length_reaches_nobody():
    held = Held()
    lanes, said = Lanes(held), []
    environ = {"PATH_INFO": FORM, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "100"}
    environ["wsgi.input"] = BytesIO(b"what_happened=mess")
    list(lanes(environ, lambda status, _: said.append(status[:3])))
    assert (said, held.reached) == (["503"], [])


def taken(turn, count):
    """So many turns, held."""
    turns = [turn() for _ in range(count)]
    return [one for one in turns if one.__enter__()]


def given_back(turns):
    for turn in turns:
        turn.__exit__(None, None, None)


def test_bodies_that_never_end_hold_a_few_threads_of_their_network_and_no_other(monkeypatch):
    monkeypatch.setattr("belisha.jobs.readers.PATIENCE", 0.01)
    lanes = Lanes(Held())
    turns = taken(lambda: lanes.readers.turn("192.0.2.1"), 6)
    assert asked(lanes, REPORTS, report("yes"), "POST")["status"] == 503
    assert asked(lanes, REPORTS, report("yes"), "POST", address="198.51.100.7")["status"] == 200
    given_back(turns)
    assert asked(lanes, REPORTS, report("yes"), "POST")["status"] == 200


def test_all_bodies_together_hold_fewer_threads_than_there_are(monkeypatch):
    monkeypatch.setattr("belisha.jobs.readers.PATIENCE", 0.01)
    readers = Readers()
    of_all = [taken(partial(readers.turn, f"192.0.2.{net}"), 1) for net in range(60)]
    assert sum(map(len, of_all)) == READERS
    lanes = Lanes(Held()).lanes.values()
    assert READERS + WAITING + sum(lane.at_once + lane.waiting for lane in lanes) < THREADS


def test_networks_that_were_late_share_two_turns_for_a_while(monkeypatch):
    monkeypatch.setattr("belisha.jobs.readers.PATIENCE", 0.01)
    readers = Readers()
    monkeypatch.setattr(readers.watch, "end", lambda _: True)
    for network in ("192.0.2.1", "192.0.2.2"):
        environ = {"REMOTE_ADDR": network, "wsgi.input": BytesIO(b"x")}
        assert readers.read(environ, 1, network) is None
    both = [taken(partial(readers.turn, network), 2) for network in ("192.0.2.1", "192.0.2.2")]
    assert [len(turns) for turns in both] == [2, 0]


class Answer:
    """What `wrong` asks of an answer."""

    def __init__(self, said):
        self.status_code, self.headers = said["status"], said["headers"]


def test_whoever_is_turned_away_gets_every_header_too(full):
    lanes, _ = full
    assert list(wrong(Answer(asked(lanes, "/")), "/")) == []
    assert list(wrong(Answer(asked(lanes, REPORTS)), REPORTS)) == []
    assert asked(lanes, REPORTS)["headers"]["Content-Type"] == "application/problem+json"
