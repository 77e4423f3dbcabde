"""Reports a second, each acknowledged only after its commit is durable."""

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection

from bench.desk import Desk, desk

SECONDS = 8.0


@dataclass
class Count:
    """What the clients saw."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0


def measure() -> list[tuple[str, str, str]]:
    """(what, figure, goal) for both databases, one and eight clients."""
    rows = []
    for kind in ("sqlite", "postgres"):
        with desk(kind) as running:
            for clients in (1, 8):
                rows.append(_row(running, kind, clients))
            rows.append(_check(running, kind))
    return rows


def _row(running: Desk, kind: str, clients: int) -> tuple[str, str, str]:
    count = Count()
    started = time.monotonic()
    threads = [
        threading.Thread(target=_client, args=(running, started + SECONDS, count)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    times = sorted(count.times)
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    figure = f"{len(times) / seconds:7.0f} /s   median {middle * 1e3:.1f} ms, p99 {late * 1e3:.1f} ms"
    return (
        f"reports acknowledged, {kind}, {clients} client{'s' * (clients > 1)}",
        figure,
        f"{count.wrong} refused",
    )


def _client(running: Desk, end: float, count: Count) -> None:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    while time.monotonic() < end:
        body = json.dumps(_report()).encode()
        sent = time.monotonic()
        connection.request("POST", "/api/v1/reports", body, _headers(running.key))
        answer = connection.getresponse()
        answer.read()
        if answer.status == 201:
            count.times.append(time.monotonic() - sent)
        else:
            count.wrong += 1


def _report() -> dict[str, object]:
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "unknown",
        "what_happened": "message 1 of the reported conversation",
        "accounts": [{"id": secrets.token_hex(8), "role": "suspect"}],
        "conversation": [
            {"at": "2026-11-01T10:00:00Z", "from": "a", "to": "b", "text": f"message {n}"} for n in range(5)
        ],
    }


def _headers(key: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": secrets.token_hex(16),
    }


def _check(running: Desk, kind: str) -> tuple[str, str, str]:
    """Every acknowledged report is there: the figure would mean nothing otherwise."""
    said = json.loads(running.run("ledger", "verify", "--json"))
    return (f"ledger afterwards, {kind}", f"{said['entries']:7d} entries, ok: {said['ok']}", "ok: True")
