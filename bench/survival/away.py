"""PostgreSQL that is stopped again and again while reports come in; each is sent until it is acknowledged."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from signal import SIGINT, SIGQUIT

from bench.desk import Desk
from tests.databases import EmbeddedPostgres

CLIENTS = 3
BACK_WITHIN = 30.0  # seconds


@dataclass
class Sent:
    """What the clients were answered."""

    kept: dict[str, str] = field(default_factory=dict)
    other: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    last: float = 0.0


def run(made: Desk, server: EmbeddedPostgres, times: int) -> tuple[Sent, list[float]]:
    """Stop the server so often, under load; how long each time until a report was acknowledged again."""
    sent, waits = Sent(), []
    made.start()
    clients = [threading.Thread(target=_client, args=(made, sent)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for number in range(times):
        time.sleep(0.3)
        server.halt(SIGQUIT if number % 2 else SIGINT)
        server.start()
        waits.append(_until_acknowledged(sent, time.monotonic()))
    sent.ended.set()
    for client in clients:
        client.join()
    return sent, waits


def _until_acknowledged(sent: Sent, since: float) -> float:
    while sent.last < since and time.monotonic() - since < 2 * BACK_WITHIN:
        time.sleep(0.02)
    return time.monotonic() - since


def _client(made: Desk, sent: Sent) -> None:
    while not sent.ended.is_set():
        key = secrets.token_hex(8)
        while not _is_kept(made, key, sent):
            time.sleep(0.1)


def _is_kept(made: Desk, key: str, sent: Sent) -> bool:
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {made.key}", "Content-Type": "application/json"}
    report = {"source": "user", "concerns": ["grooming"], "danger_now": "no", "what_happened": key}
    connection = HTTPConnection("127.0.0.1", made.port, timeout=60)
    try:
        connection.request("POST", "/api/v1/reports", json.dumps(report), headers | {"Idempotency-Key": key})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        sent.other.append(0)
        return False
    finally:
        connection.close()
    if answer.status == 201:
        sent.kept[key], sent.last = json.loads(body)["receipt"].replace(" ", ""), began
    elif answer.status != 503:
        sent.other.append(answer.status)
    return answer.status == 201
