"""Exchanges on this machine that keep state, page, delete and update, and fail when they are told to."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape

import pytest

USER, PASSWORD = "desk", "neutral words"
SUBSCRIPTION, FUNCTION = "a subscription", "a function"
STAMP = "%Y-%m-%dT%H:%M:%SZ"


class Fake:
    """What both have: what was asked, and what is to go wrong with the next answers."""

    path = "/"

    def __init__(self):
        self.asked, self.headers, self.failures, self.tick = [], [], [], int(time.time()) - 500

    def fail(self, *failures):
        """The next answers: a status, truncated, empty, html, garbage, elsewhere, slow; None: a good one."""
        self.failures.extend(failures)

    def now(self):
        self.tick += 1
        return self.tick

    def spoilt(self, body, failure):
        return {
            "truncated": body[: len(body) // 2],
            "empty": b"",
            "html": b"<html><body><images/><p>Sign in</p></body></html>",
            "garbage": b"\x00\xff<<<{{{",
        }[failure]


class FakeNcmec(Fake):
    """NCMEC's hash sharing API as its documentation shows it: pages in the order of ids, not of time."""

    path, size = "/hashsharing", 2

    def __init__(self):
        super().__init__()
        self.records = {}

    def put(self, name, *, member=42, kind="image", at=None, classification="A1", **fingerprints):
        self.records[member, name] = (kind, at or self.now(), classification, fingerprints)

    def delete(self, name, *, member=42):
        kind, *_ = self.records[member, name]
        self.records[member, name] = (f"deleted{kind.title()}", self.now(), "", {})

    def may(self, headers):
        return headers["authorization"] == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    def answer(self, url):
        assert url.path == "/hashsharing/v2/entries"
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        since, until = (_seconds(asked[name]) for name in ("from", "to"))
        inside = [(key, one) for key, one in sorted(self.records.items()) if since <= one[1] <= until]
        start = int(asked.get("start", 0))
        page, left = inside[start : start + self.size], len(inside) - start - self.size
        more = {**asked, "start": start + self.size, "size": self.size, "max": len(inside)}
        return self._xml(page, f"/v2/entries?{urlencode(more)}" if left > 0 else "").encode()

    def _xml(self, page, more):
        groups = {"images": "", "videos": ""}
        for (member, name), (kind, at, classification, fingerprints) in page:
            hashes = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in fingerprints.items())
            groups["videos" if "ideo" in kind else "images"] += (
                f'<{kind}><member id="{member}">A member</member><id>{name}</id>'
                f"<timestamp>{_stamp(at)}</timestamp>"
                f"<classification>{classification}</classification><fingerprints>{hashes}</fingerprints></{kind}>"
            )
        inside = "".join(
            f'<{name} maxTimestamp="2001-01-01T00:00:00Z">{rows}</{name}>'
            for name, rows in groups.items()
            if rows
        )
        paging = f"<paging><next>{escape(more)}</next></paging>" if more else ""
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">{inside}{paging}</queryResult>'
        )


class FakeStopNcii(Fake):
    """StopNCII's FetchHashes: the newest snapshot of each hash that changed since a time."""

    path, size = "/v1", 2

    def __init__(self):
        super().__init__()
        self.records, self.odd = {}, []

    def put(self, value, *, kind="ImagePDQ", status="Active", cases=None, **more):
        self.records[kind, value] = {
            "lastModtimestamp": self.now(),
            "signalType": kind,
            "hashValue": value,
            "hashStatus": status,
            "caseNumbers": {"1": status} if cases is None else cases,
            "CSPFeedbacks": [{"source": "another", "feedbackValue": "Blocked", "tags": ["x"]}],
            **more,
        }

    def may(self, headers):
        return (headers["x-functions-key"], headers["ocp-apim-subscription-key"]) == (FUNCTION, SUBSCRIPTION)

    def answer(self, url):
        assert url.path == "/v1/FetchHashes"
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        since, start = int(asked["startTimestamp"]), int(asked.get("nextPageToken", 0))
        changed = [one for one in self.records.values() if one["lastModtimestamp"] >= since]
        page = [*changed[start : start + self.size], *self.odd]
        more = start + self.size < len(changed)
        body = {
            "count": len(page),
            "nextPageToken": str(start + self.size) if more else None,
            "nextSetTimestamp": self.tick,
            "hasMoreRecords": more,
            "hashRecords": page,
        }
        return json.dumps(body).encode()


def serve(fake) -> Iterator[str]:
    """Serve one on loopback; yields its address."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            fake.asked.append(self.path)
            fake.headers.append({name.lower(): value for name, value in self.headers.items()})
            failure = fake.failures.pop(0) if fake.failures else None
            if not fake.may(self.headers):
                failure = 401
            body = fake.answer(urlsplit(self.path))
            if failure == "slow":
                time.sleep(0.4)
            status = failure if isinstance(failure, int) else 302 if failure == "elsewhere" else 200
            if isinstance(failure, str) and failure not in ("slow", "elsewhere"):
                body = fake.spoilt(body, failure)
            self.send_response(status)
            if failure == "elsewhere":
                self.send_header("location", f"http://127.0.0.1:{server.server_port}{self.path}")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.handle_error = lambda *_: None  # Who was slow to answer is hung up on.
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{fake.path}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr("belisha.outbound.exchange.PAUSES", (0, 0))


@pytest.fixture
def ncmec(configured, monkeypatch) -> Iterator[FakeNcmec]:
    """An exchange like NCMEC's, which this desk may read."""
    from pydantic import AnyUrl, SecretStr

    fake = FakeNcmec()
    for address in serve(fake):
        fake.address = address
        monkeypatch.setattr("belisha.outbound.exchange.Ncmec.span", 0)
        configured(ncmec_url=AnyUrl(address), ncmec_user=USER, ncmec_password=SecretStr(PASSWORD))
        yield fake


@pytest.fixture
def stopncii(configured) -> Iterator[FakeStopNcii]:
    """An exchange like StopNCII's, which this desk may read."""
    from pydantic import AnyUrl, SecretStr

    fake = FakeStopNcii()
    for address in serve(fake):
        fake.address = address
        configured(
            stopncii_url=AnyUrl(address),
            stopncii_subscription_key=SecretStr(SUBSCRIPTION),
            stopncii_function_key=SecretStr(FUNCTION),
        )
        yield fake


def _seconds(stamp):
    from datetime import UTC, datetime

    return int(datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp())


def _stamp(seconds):
    return time.strftime(STAMP, time.gmtime(seconds))
