"""A disk that is full, or can only be read, while reports come in: nothing is acknowledged that isn't kept.

The shim (shim.cpp) lets so many changes of the databases through and refuses all later ones, until it is told
that there is room again. The server is the real one, and is never started again.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.desk import Desk
from bench.survival import power

POINTS, STEP = 20, 7  # an intake is some 120 changes of both databases
RECOVERS_WITHIN = 15  # seconds
FORM = "application/x-www-form-urlencoded"


@dataclass
class Seen:
    """What the clients were answered while the disk was full, and afterwards."""

    kept: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def note(self, problem: str) -> None:
        """Note an answer that should not have been given."""
        self.wrong.append(problem)


def environment(made: Desk) -> dict[str, str]:
    """What a server needs to run below the shim."""
    folder = Path(made.env["BELISHA_DATA_DIR"])
    return {
        "LD_PRELOAD": str(power.build(folder.parent)),
        "SURVIVAL_FOLDER": str(folder),
        "SURVIVAL_FAULT": str(folder.parent / "fault"),
    }


def run(made: Desk, points: int = POINTS) -> Seen:
    """Fill the disk at so many points of an intake, then make it read-only once."""
    made.env |= environment(made)
    fault, seen = Path(made.env["SURVIVAL_FAULT"]), Seen()
    made.start()
    _ask(made, "GET", "/report/")  # Its key is made at its first visit.
    for point in range(points):
        _one(made, fault, f"full {point * STEP}", seen)
    _one(made, fault, "readonly", seen)
    return seen


def _one(made: Desk, fault: Path, kind: str, seen: Seen) -> None:
    fault.write_text(kind)
    for _ in range(3):
        _report(made, seen, kind)
    _ready(made, seen, kind)
    _form(made, seen, kind)
    fault.write_text("")
    _recovers(made, seen, kind)


def _report(made: Desk, seen: Seen, kind: str) -> bool:
    key = secrets.token_hex(8)
    status, headers, body = _ask(made, "POST", "/api/v1/reports", json.dumps(_body(key)), key)
    if status == 201:
        seen.kept[key] = json.loads(body)["receipt"].replace(" ", "")
        return True
    seen.refused += 1
    if status != 503 or not headers.get("Retry-After") or "again" not in json.loads(body)["detail"]:
        seen.note(f"{kind}: a report was answered {status}")
    return False


def _ready(made: Desk, seen: Seen, kind: str) -> None:
    if (status := _ask(made, "GET", "/readyz")[0]) != 503:
        seen.note(f"{kind}: /readyz says {status}")


def _form(made: Desk, seen: Seen, kind: str) -> None:
    """Somebody sends the form: what they wrote is still on the page that says that it wasn't kept."""
    page = _ask(made, "GET", "/report/")[2]
    for answers in ("danger_now=no", "concerns=grooming&what_happened=Message+1.", "", "", "go=send"):
        state = page.partition('name="state" value="')[2].partition('"')[0]
        go = answers if "go=" in answers else f"go=next&{answers}"
        status, headers, page = _ask(made, "POST", "/report/", f"state={quote(state)}&{go}", kind=FORM)
    if status != 503 or not headers.get("Retry-After") or "could not save" not in page:
        seen.note(f"{kind}: the form was answered {status}")


def _recovers(made: Desk, seen: Seen, kind: str) -> None:
    began = time.monotonic()
    while time.monotonic() - began < RECOVERS_WITHIN:
        if _report(made, Seen(), kind) and _ask(made, "GET", "/readyz")[0] == 200:
            seen.slowest = max(seen.slowest, time.monotonic() - began)
            return
        time.sleep(0.1)
    seen.note(f"{kind}: the desk did not recover")


def _body(key: str) -> dict[str, Any]:
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "no",
        "what_happened": f"Text of report {key}.",
    }


def _ask(
    made: Desk, method: str, path: str, body: str = "", key: str = "", *, kind: str = "application/json"
) -> tuple[int, Any, str]:
    connection = HTTPConnection("127.0.0.1", made.port, timeout=60)
    headers = {"Content-Type": kind} | ({"Idempotency-Key": key} if key else {})
    headers |= {"Authorization": f"Bearer {made.key}"} if kind != FORM else {}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text
