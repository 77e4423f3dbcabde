"""A hundred times the demo's load, and how long a report of danger now waits among it.

The flood is sent by a process of its own over connections that stay open: reports that can wait, public pages
and pages of the desk. Beside it somebody reports danger, by the API and by the public form.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

from bench.desk import ROOT, Desk

DEMO = 10
"""Requests in a busy second of a desk as small as the demo's: assumed, not measured. A moderator opens a
page, which with its style, scripts and mark comes to some five requests where the browser keeps nothing, and
hardly does so more than once a second; a forum's reports come minutes apart. Twice that leaves
room for visitors."""
TIMES = 100
CONNECTIONS = 200
DANGER_EVERY = 0.25  # seconds
PAGES = ("/", "/report/", "/where-to-report/", "/desk/", "/api/v1/openapi.json")


@dataclass
class Heard:
    """How long each report of danger took, what it was answered, and its receipt."""

    seconds: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def p99(self) -> float:
        """How long all but one in a hundred waited at most for their receipt."""
        return _p99(self.seconds)

    @property
    def whole_p99(self) -> float:
        """The same from opening the form on, with its pages."""
        return _p99(self.whole)


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] if seconds else float("inf")


def run(made: Desk, seconds: int) -> tuple[Heard, dict[str, int]]:
    """Report danger for so long amid the flood; what was heard, and what the flood was answered."""
    made.env["BELISHA_BASE_URL"] = "https://127.0.0.1"  # so that the flood may come from many networks
    made.start()
    command = [sys.executable, "-m", "bench.survival.flood", str(made.port), made.key, str(seconds)]
    flood = subprocess.Popen(command, cwd=ROOT, env=made.env, stdout=subprocess.PIPE, text=True)
    heard, end = Heard(), time.monotonic() + seconds
    doors = (_by_the_api, _by_the_form)
    people = [threading.Thread(target=_report_danger, args=(made, door, heard, end)) for door in doors]
    for person in people:
        person.start()
    for person in people:
        person.join()
    answers = flood.communicate(timeout=120)[0]
    return heard, json.loads(answers.splitlines()[-1])


def _report_danger(
    made: Desk, door: Callable[[Desk, str], tuple[str, float]], heard: Heard, end: float
) -> None:
    while time.monotonic() < end:
        key, began = secrets.token_hex(8), time.monotonic()
        heard.sent += 1
        try:
            receipt, sent = door(made, key)
        except (OSError, HTTPException, ValueError, KeyError) as problem:
            heard.wrong[repr(problem)[:80]] += 1
            continue
        heard.seconds.append(time.monotonic() - sent)
        heard.whole.append(time.monotonic() - began)
        heard.kept[key] = receipt
        time.sleep(DANGER_EVERY)


def _by_the_api(made: Desk, key: str) -> tuple[str, float]:
    sent = time.monotonic()
    report = {"source": "user", "concerns": ["grooming"], "danger_now": "yes", "what_happened": key}
    headers = {"Authorization": f"Bearer {made.key}", "Content-Type": "application/json"}
    body = _post(made, "/api/v1/reports", json.dumps(report), headers | {"Idempotency-Key": key}, 201)
    return str(json.loads(body)["receipt"]).replace(" ", ""), sent


def _by_the_form(made: Desk, key: str) -> tuple[str, float]:
    """Danger now needs two pages: that it is so, and where the child is."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    page = _opened(made)
    page = _post(made, "/report/", f"state={_state(page)}&go=next&danger_now=yes", kind, 200)
    sent = time.monotonic()
    page = _post(made, "/report/", f"state={_state(page)}&go=send&what_happened={key}", kind, 200)
    return page.partition('class="b-receipt"')[2].partition(">")[2].partition("<")[0].translate(BLANKS), sent


def _opened(made: Desk) -> str:
    """The form's first page; whoever is told to come again does so, and the wait counts."""
    while True:
        try:
            return _post(made, "/report/", "", {}, 200, "GET")
        except ValueError:
            time.sleep(0.3)


BLANKS = str.maketrans("", "", " \u00a0")


def _state(page: str) -> str:
    return quote(page.partition('name="state" value="')[2].partition('"')[0])


def _post(
    made: Desk, path: str, body: str, headers: dict[str, str], wanted: int, method: str = "POST"
) -> str:
    connection = HTTPConnection("127.0.0.1", made.port, timeout=60)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != wanted:
        raise ValueError(f"{path} answered {answer.status}")
    return text


class Flood:
    """So many requests a second, over a few hundred connections."""

    def __init__(self, port: int, key: str, seconds: float) -> None:
        self.port, self.key = port, key
        self.end = time.monotonic() + seconds
        self.next = time.monotonic()
        self.answers = Counter[str]()

    async def run(self) -> None:
        """Send until the end."""
        await asyncio.gather(*(self._connection() for _ in range(CONNECTIONS)))

    async def _connection(self) -> None:
        while time.monotonic() < self.end:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                while time.monotonic() < self.end:
                    await self._one(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                self.answers["broken off"] += 1
                await asyncio.sleep(0.05)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.next += 1 / (DEMO * TIMES)
        if (pause := self.next - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        writer.write(self._request())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split("\r")[0] or 0)
        await reader.readexactly(length)
        self.answers[head.split(" ")[1]] += 1

    def _request(self) -> bytes:
        if secrets.randbelow(2):
            path = PAGES[secrets.randbelow(len(PAGES))]
            # Of many visitors: one network alone would soon be asked to wait, which costs less.
            visitor = f"X-Forwarded-For: 198.51.{secrets.randbelow(256)}.{secrets.randbelow(256)}\r\n"
            return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{visitor}\r\n".encode()
        report = {
            "source": "user",
            "concerns": ["grooming"],
            "danger_now": "no",
            "what_happened": "message 1",
        }
        body = json.dumps(report)
        head = f"POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.key}\r\n"
        return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def main() -> None:
    """Flood a port for so many seconds, and print what was answered."""
    asked = argparse.ArgumentParser(prog="python -m bench.survival.flood")
    asked.add_argument("port", type=int)
    asked.add_argument("key")
    asked.add_argument("seconds", type=float)
    given = asked.parse_args()
    flood = Flood(given.port, given.key, given.seconds)
    asyncio.run(flood.run())
    print(json.dumps(flood.answers))


if __name__ == "__main__":
    main()
