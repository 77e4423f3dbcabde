"""A service on this machine that takes orders by webhook: it checks each signature, and takes one id once.

python -m tests.fakes.service PORT FILE SECRET
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

Answering = Callable[[dict[str, Any]], int | tuple[int, dict[str, str]]]


@dataclass
class Told:
    """What it was told, and what it made of it. `judges_time` is off where a test moves the clock."""

    secret: str
    judges_time: bool = True
    answer: Answering = field(default=lambda event: 204)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    forged: int = 0
    file: Path | None = None

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Judge one call."""
        if not self._is_genuine(headers, body):
            self.forged += 1
            return 401, {}
        event = json.loads(body)
        answer = self.answer(event)
        status, more = answer if isinstance(answer, tuple) else (answer, {})
        self.calls.append((headers["webhook-id"], event))
        self.headers.append(headers)
        self.bodies.append(body)
        if 200 <= status < 300:
            self.taken.setdefault(headers["webhook-id"], event)
            self._keep(headers["webhook-id"], event)
        return status, more

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        verifier = Verifier(self.secret)
        if self.judges_time:
            try:
                verifier.verify(body, headers)
            except WebhookVerificationError:
                return False
            return True
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
        own = verifier.sign(headers["webhook-id"], at, body.decode())
        return own in headers["webhook-signature"].split(" ")

    def _keep(self, message_id: str, event: dict[str, Any]) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps({"id": message_id, "event": event}) + "\n")

    @property
    def orders(self) -> list[str]:
        """The ids of the orders that it was told of, in the order in which it took them."""
        return [event["id"] for event in self.taken.values() if event["type"] == "order.due"]


def counted(file: Path) -> Counter[str]:
    """How often each id was taken by a service that kept its calls in a file, repeats included."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return Counter(json.loads(line)["id"] for line in lines)


class Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        names = {name.lower(): value for name, value in self.headers.items()}
        with self.server.one_at_a_time:
            status, more = self.server.told.take(names, body)
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Service(ThreadingHTTPServer):
    """One service."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, told: Told, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.told, self.one_at_a_time = told, threading.Lock()

    @property
    def url(self) -> str:
        """Where it takes orders."""
        return f"http://127.0.0.1:{self.server_address[1]}/orders"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed in the middle is what these tests are about."""


if __name__ == "__main__":
    told = Told(sys.argv[3], judges_time=False, file=Path(sys.argv[2]))
    Service(told, int(sys.argv[1])).serve_forever()
