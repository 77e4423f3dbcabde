"""NCMEC's CyberTipline on this machine: it keeps what it was told in a file, and fails on command.

`serve()` runs one in threads; `python -m tests.fakes.cybertip PORT FILE` runs one as a process of its own.
Whoever opens the same file with `Memory` sees what was filed, sets the clock and has it fail.
"""

from __future__ import annotations

import base64
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from lxml import etree

USER, PASSWORD = "esp-user", "esp-password"
XSD = Path(__file__).with_name("cybertip.xsd")
AFTER_OPENING, AFTER_CHANGE = 24 * 3600, 3600  # seconds for which a report may stay open
FIRST = 70_000_001

OK, SERVER, AUTHENTICATE, INVALID, MALFORMED, UNKNOWN = 0, 1000, 2000, 4100, 4110, 5001
RETRACTED, FINISHED = 5101, 5102

HOW = (
    "crash_before",
    "crash_after",
    "slow_before",
    "slow_after",
    "garbage_before",
    "garbage_after",
    "500_before",
    "500_after",
    "truncated",
    "twice",
    "expired",
    "endless",
    "empty",
)
"""What can be had at a step, besides `code:N`: before or after it does what was asked for."""

TABLES = """
CREATE TABLE IF NOT EXISTS reports (id INTEGER PRIMARY KEY, state TEXT, opened REAL, changed REAL, xml BLOB);
CREATE TABLE IF NOT EXISTS calls (step TEXT, report INTEGER, code INTEGER);
CREATE TABLE IF NOT EXISTS faults (number INTEGER PRIMARY KEY, step TEXT, how TEXT, times INTEGER);
CREATE TABLE IF NOT EXISTS clock (ahead REAL);
"""


@dataclass(frozen=True)
class Report:
    """What is kept of one report: open, finished, retracted or expired."""

    id: int
    state: str
    xml: bytes

    @property
    def reference(self) -> str:
        """The reporter's own number, as its text has it."""
        found = re.search(rb"Our reference: (\S+)", self.xml)
        return found[1].decode().rstrip(".") if found else ""


class Memory:
    """What the CyberTipline knows; it outlives the process that serves it."""

    def __init__(self, file: Path | str) -> None:
        self._file = str(file)
        with closing(sqlite3.connect(self._file, timeout=30)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.executescript(TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=30, isolation_level=None)) as db:
            # It has to outlive a process that is killed, not a machine that goes dark.
            db.execute("PRAGMA synchronous=OFF")
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    def reports(self, state: str = "") -> list[Report]:
        with self._open() as db:
            self._expire(db)
            rows = db.execute("SELECT id, state, xml FROM reports ORDER BY id").fetchall()
        return [Report(*row) for row in rows if state in ("", row[1])]

    @property
    def finished(self) -> list[Report]:
        return self.reports("finished")

    @property
    def open(self) -> list[Report]:
        return self.reports("open")

    @property
    def calls(self) -> list[str]:
        with self._open() as db:
            return [row[0] for row in db.execute("SELECT step FROM calls ORDER BY rowid")]

    def fail(self, step: str, how: str, times: int = 1) -> None:
        """Have the next calls of a step go wrong: one of HOW, or `code:N`."""
        assert how in HOW or how.startswith("code:"), how
        with self._open() as db:
            db.execute("INSERT INTO faults (step, how, times) VALUES (?, ?, ?)", (step, how, times))

    def mend(self) -> None:
        with self._open() as db:
            db.execute("DELETE FROM faults")

    def advance(self, seconds: float) -> None:
        """Set the clock forward."""
        with self._open() as db:
            db.execute("INSERT INTO clock VALUES (?)", (seconds,))

    def fault(self, step: str) -> str:
        with self._open() as db:
            row = db.execute("SELECT * FROM faults WHERE step = ? AND times > 0", (step,)).fetchone()
            if row:
                db.execute("UPDATE faults SET times = times - 1 WHERE number = ?", (row[0],))
        return str(row[2]) if row else ""

    def do(self, step: str, body: bytes, report: int = 0) -> tuple[int, int, str]:
        """Do what a call asks for: code, report, description."""
        with self._open() as db:
            self._expire(db)
            answer = self._submit(db, body) if step == "submit" else self._change(db, step, report)
            db.execute("INSERT INTO calls VALUES (?, ?, ?)", (step, answer[1], answer[0]))
        return answer

    def count(self, step: str, code: int) -> None:
        with self._open() as db:
            db.execute("INSERT INTO calls VALUES (?, 0, ?)", (step, code))

    def expire_all(self) -> None:
        with self._open() as db:
            db.execute("UPDATE reports SET state = 'expired' WHERE state = 'open'")

    def _now(self, db: sqlite3.Connection) -> float:
        return time.time() + (db.execute("SELECT sum(ahead) FROM clock").fetchone()[0] or 0)

    def _expire(self, db: sqlite3.Connection) -> None:
        now = self._now(db)
        late = "state = 'open' AND opened + ? <= ? AND changed + ? <= ?"
        facts = (AFTER_OPENING, now, AFTER_CHANGE, now)
        db.execute(f"UPDATE reports SET state = 'expired' WHERE {late}", facts)

    def _submit(self, db: sqlite3.Connection, body: bytes) -> tuple[int, int, str]:
        now = self._now(db)
        code, why = checked(body, now)
        if code:
            return code, 0, why
        number = (db.execute("SELECT max(id) FROM reports").fetchone()[0] or FIRST - 1) + 1
        db.execute("INSERT INTO reports VALUES (?, 'open', ?, ?, ?)", (number, now, now, body))
        return OK, number, "Success"

    def _change(self, db: sqlite3.Connection, step: str, report: int) -> tuple[int, int, str]:
        row = db.execute("SELECT state FROM reports WHERE id = ?", (report,)).fetchone()
        refused = {"finished": FINISHED, "retracted": RETRACTED, "expired": UNKNOWN}
        if row is None or row[0] in refused:
            return (refused[row[0]] if row else UNKNOWN), 0, "Refused"
        state = {"finish": "finished", "retract": "retracted"}[step]
        db.execute("UPDATE reports SET state = ?, changed = ? WHERE id = ?", (state, self._now(db), report))
        return OK, report, "Success"


@cache
def own_schema() -> Any:
    return etree.XMLSchema(etree.parse(str(XSD)))


def checked(body: bytes, now: float) -> tuple[int, str]:
    """The code for a document that isn't what a report must be, and why; 0 for one that is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as problem:
        return MALFORMED, str(problem)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return MALFORMED, "A document type is not taken."
    schema = own_schema()
    if not schema.validate(root):
        return INVALID, str(schema.error_log.last_error)
    happened = datetime.fromisoformat(str(root.findtext("incidentSummary/incidentDateTime")))
    if happened > datetime.fromtimestamp(now, UTC):
        return INVALID, "The incident is in the future."
    return OK, ""


class Handler(BaseHTTPRequestHandler):
    """The doors of the API."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._handle("")

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self._handle(self.rfile.read(size) if size else b"")

    def _handle(self, body: bytes | str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        step = self.path.removeprefix("/ispws/")
        if step in ("upload", "fileinfo"):
            # Whatever the rest says: no file may ever come here.
            self.server.memory.count(step, 3000)
            return self._say(403, response(3000, "No file is taken here.", 0))
        if self.headers.get("Authorization") != self.server.login:
            self.server.memory.count(step, AUTHENTICATE)
            return self._say(401, response(AUTHENTICATE, "Authentication required", 0))
        how = self.server.memory.fault(step)
        if how.endswith("_before") or how.startswith("code:") or how in ("endless", "empty"):
            return self._fail(how, step)
        if how == "expired":
            self.server.memory.expire_all()
        status, text = self._done(step, raw)
        if how == "twice":
            status, text = self._done(step, raw)
        return (
            self._fail(how, step, text)
            if how and how not in ("twice", "expired")
            else self._say(status, text)
        )

    def _done(self, step: str, raw: bytes) -> tuple[int, bytes]:
        if step == "status":
            self.server.memory.count(step, OK)
            return 200, response(OK, f"Remote User : {USER}", 0)
        if step == "xsd":
            self.server.memory.count(step, OK)
            return 200, XSD.read_bytes()
        if step not in ("submit", "finish", "retract"):
            return 404, b"Not found"
        form = parse_qs(raw.decode("ascii", "replace")) if step != "submit" else {}
        asked = (form.get("id") or ["0"])[0]
        code, report, why = self.server.memory.do(step, raw, int(asked) if asked.isdecimal() else 0)
        return status_of(code), response(code, why, report, done=step == "finish" and not code)

    def _fail(self, how: str, step: str, text: bytes = b"") -> None:
        if how.startswith("code:"):
            code = int(how.removeprefix("code:"))
            self.server.memory.count(step, code)
            # The status alone says "well": only the code says how it went.
            return self._say(200, response(code, "As it was told to answer", 0))
        kind = how.partition("_")[0]
        if kind == "slow":
            self.server.released.wait(self.server.slow)
        if kind in ("slow", "crash"):
            self.close_connection = True
            return None
        if kind == "truncated":
            return self._say(200, text, promised=len(text) + 100)
        if kind == "endless":
            return self._endless()
        answers = {"garbage": (200, b"<html>&garbage;"), "500": (500, b"down"), "empty": (200, b"")}
        return self._say(*answers[kind])

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.released.is_set():
                self.wfile.write(b" " * 65_536)
        except OSError:
            pass
        self.close_connection = True

    def _say(self, status: int, text: bytes, promised: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/xml;charset=UTF-8")
        self.send_header("Content-Length", str(promised or len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = bool(promised) or self.close_connection

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: what is sent here is nobody's to read."""


def status_of(code: int) -> int:
    return {0: 200, 1: 500, 2: 401, 3: 403, 4: 400, 5: 404}.get(code // 1000, 500) if code else 200


def response(code: int, why: str, report: int, *, done: bool = False) -> bytes:
    root = etree.Element("reportDoneResponse" if done else "reportResponse")
    etree.SubElement(root, "responseCode").text = str(code)
    if not done:
        etree.SubElement(root, "responseDescription").text = why
    if report:
        etree.SubElement(root, "reportId").text = str(report)
    if done:
        etree.SubElement(root, "files")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Server(ThreadingHTTPServer):
    """One CyberTipline on a loopback port."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, memory: Memory, port: int = 0, *, slow: float = 30.0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.memory, self.slow, self.released = memory, slow, threading.Event()
        self.login = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ispws"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away in the middle is what these tests are about."""


@contextmanager
def serve(file: Path | str, *, slow: float = 30.0) -> Iterator[Server]:
    """A CyberTipline in threads: its address is `.url`, what it knows `.memory`."""
    server = Server(Memory(file), slow=slow)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    port, file = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "cybertip.sqlite3"
    server = Server(Memory(file), port)
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
