"""From a match at the upload door to the order's leaving, and how fast what waits drains.

The service is a real server on this machine that notes when each event came.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.desk import Desk, prepared
from tests.fakes.service import Service, Told
from tests.screening.draw import picture, saved

MATCHES = 1000
WARM = 20
EACH = 0.2  # seconds from one match to the next: a rate at which nothing piles up
SETTLE = 60.0  # seconds for the last ones
Row = tuple[str, str, str]

SET_UP = """
import sys
from django.utils import timezone
from belisha.enforcement import endpoints, shipments
from belisha.ledger.record import CONSOLE
from belisha.people.staff import add_staff
by = add_staff(email="admin@desk.example", name="Admin", roles=["administrator"],
               password="a long enough one", by=CONSOLE)
made = endpoints.add(name="service", url=URL, by=by)
print(made.endpoint.id, made.verifies_with, by.id)
"""
TURN_ON = """
from uuid import UUID
from django.utils import timezone
from belisha.enforcement import endpoints, shipments
from belisha.people.models import Staff
by = Staff.objects.get(id=BY)
endpoints.test(endpoint_id=UUID(ENDPOINT), by=by)
shipments.send_due(now=timezone.now())
endpoints.turn_on(endpoint_id=UUID(ENDPOINT), by=by)
"""
TARGETS = """
import json
from belisha.enforcement.models import Order
print(json.dumps({str(row.id): row.target_id for row in Order.objects.all()}))
"""


def measure() -> list[Row]:
    """On both databases, one server process with its worker."""
    return [_on(kind) for kind in ("sqlite", "postgres")]


def _on(kind: str, matches: int = MATCHES) -> Row:
    arrived: dict[str, float] = {}

    def take(event: dict[str, Any]) -> int:
        arrived.setdefault(event["id"], time.time())
        return 204

    told = Told("", answer=take)
    service = Service(told)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    with prepared(kind) as made:
        made.env["BELISHA_PRIVATE_HOSTS"] = "127.0.0.1"
        connect(made, service)
        uploads = _list(made, WARM + matches)
        made.start()
        # The server opens its lists with the first upload, and the worker has much to do in its first round.
        _uploaded(made, uploads[:WARM], first=matches)
        _wait(lambda: len(told.orders) >= WARM)
        answered = _uploaded(made, uploads[WARM:])
        _wait(lambda: len(told.orders) >= WARM + matches)
        targets = json.loads(made.python(TARGETS).splitlines()[-1])
    service.shutdown()
    came = {item: arrived[order] for order, item in targets.items() if order in arrived}
    waits = sorted(came[item] - at for item, at in answered.items() if item in came)
    return (f"from a match to the order's leaving, {kind}", _figure(waits, matches, told), "p99 1 s")


def connect(made: Desk, service: Service) -> None:
    """An endpoint of this service at the desk, tested and on."""
    endpoint, service.told.secret, by = made.python(SET_UP.replace("URL", repr(service.url))).split()[-3:]
    made.python(TURN_ON.replace("ENDPOINT", repr(endpoint)).replace("BY", repr(by)))


def _list(made: Desk, count: int) -> list[bytes]:
    """Pictures drawn by code, which are on this desk's list by their SHA-256."""
    dice = random.Random(7)
    uploads = [saved(picture(48, 48, dice.randrange(1 << 30)), "PNG") for _ in range(count)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "listed.txt")
        path.write_text("".join(f"{hashlib.sha256(data).hexdigest()}\n" for data in uploads))
        made.run("lists", "import", str(path), "--list", "listed", "--algorithm", "sha256")
    return uploads


def _uploaded(made: Desk, uploads: list[bytes], first: int = 0) -> dict[str, float]:
    """When the door answered `hold` for each."""
    answered, began = dict[str, float](), time.monotonic()
    connection = HTTPConnection("127.0.0.1", made.port, timeout=60)
    headers = {"Authorization": f"Bearer {made.key}", "Content-Type": "image/png"}
    for number, data in enumerate(uploads, first):
        time.sleep(max(0.0, began + (number - first) * EACH - time.monotonic()))
        address = f"/api/v1/screen/media?id=item-{number}&account=account-{number}"
        connection.request("POST", address, data, headers)
        said = json.loads(connection.getresponse().read())
        if said.get("action") != "hold":
            raise RuntimeError(said)
        answered[f"item-{number}"] = time.time()
    return answered


def _wait(true: object, seconds: float = SETTLE) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.05)


def _figure(waits: list[float], matches: int, told: Told) -> str:
    if len(waits) < matches:
        return f"only {len(waits)} of {matches} left"
    doubled = len(told.calls) - len({message for message, _ in told.calls})
    late = waits[int(len(waits) * 0.99)]
    return f"median {median(waits):.2f} s, p99 {late:.2f} s, longest {waits[-1]:.2f} s ({doubled} doubled)"


if __name__ == "__main__":
    kind, count = os.environ.get("KIND", "sqlite"), int(os.environ.get("MATCHES", "100"))
    print(*_on(kind, count), sep=" | ")
