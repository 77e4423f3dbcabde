"""The guide's new recipient, run as it stands in the guide: 40 lines, and right."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from belisha.outbound import destinations
from belisha.referrals.recipients.channel import Arrived, Later, Parcel, Reach, Refused, Undone
from tests.referrals import build
from tests.work.channels import configured

__all__ = ["configured"]

pytestmark = pytest.mark.pure

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "recipients.md"


@pytest.fixture
def example():
    """The class of the guide."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line.strip()]) <= 40
    names = {}
    exec(compile(code, "guide", "exec"), names)  # noqa: S102  # Our own page.
    return names["Example"]()


@pytest.fixture
def authority(configured, monkeypatch):
    """An authority on this machine that remembers by key."""
    kept = SimpleNamespace(by_key={}, status=201)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            pack = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if kept.status == 201:
                kept.by_key.setdefault(self.headers["idempotency-key"], pack)
            body = json.dumps({"reference": f"EX-{len(kept.by_key)}"}).encode()
            self.send_response(kept.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/referrals"
    configured(private_hosts=["127.0.0.1"])
    monkeypatch.setattr(destinations, "_providers", [lambda: [kept.url]])
    yield kept
    server.shutdown()
    server.server_close()


def parcel(url):
    from belisha.referrals.pack import render_json

    message = build.usual()
    return Parcel(
        id=UUID(int=7),
        number=message.reference,
        attempt=1,
        now=build.NOON,
        message=message,
        documents={"json": render_json(message)},
        reach=Reach(channel="example", line="example", where=url),
        progress={},
        keep=lambda **_: None,
    )


def test_the_guides_recipient_delivers_once_and_keeps_the_reference(example, authority):
    for _ in range(2):
        said = example.send(parcel(authority.url))
        assert (type(said), said.reference) == (Arrived, "EX-1")
    (pack,) = authority.by_key.values()
    assert pack["message"]["reference"] == "R-000002"


@pytest.mark.parametrize(("status", "outcome"), [(429, Later), (503, Later), (400, Refused), (302, Refused)])
def test_the_guides_recipient_tells_later_from_never(example, authority, status, outcome):
    authority.status = status
    said = example.send(parcel(authority.url))
    assert (type(said), said.problem) == (outcome, f"status_{status}")


def test_the_guides_recipient_waits_where_nobody_answers(example, authority):
    assert type(example.send(parcel("http://127.0.0.1:1/referrals"))) is Later
    assert type(example.undo(parcel(authority.url))) is Undone
