"""Orders to endpoints: one away for a day, and workers killed as they send, against services that remember.

The day goes by on a clock of its own; everything else is real: three servers, each a process of its own,
their signatures, and the desk's own workers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

from bench.survival.clock import Clock

NAMES = ("chat", "forum", "game")
LONGEST = 1.2  # seconds that a worker lives at most
LONGEST_OF_ALL = 20.0  # where the machine is so busy that no worker begins anything before
BESIDE = 3
LEASE = timedelta(seconds=2)
PER_ITEM = 4  # orders about one item, one after the other


@dataclass
class There:
    """One service: its process, which can be sent away and brought back, and what it kept."""

    port: int
    file: Path
    secret: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/orders"

    def come(self) -> None:
        """Listen."""
        command = [sys.executable, "-m", "tests.fakes.service", str(self.port), str(self.file), self.secret]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("a service did not start")

    def go(self) -> None:
        """Be away."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def took(self) -> list[dict[str, Any]]:
        """What it took, each id once: a repeat is known by it."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        events = {one["id"]: one["event"] for one in map(json.loads, lines)}
        return [event for event in events.values() if event["type"] == "order.due"]

    def calls(self) -> int:
        """How often it took something, repeats included."""
        return len(self.file.read_text(encoding="utf-8").splitlines()) if self.file.exists() else 0


def main() -> None:
    """Run the day or the kills on this environment's databases, and print what was found as JSON."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.survival.orders", description="Example: --orders 300"
    )
    asked.add_argument("--orders", type=int, default=5000, help="over a day, one of three services away")
    asked.add_argument("--kills", type=int, default=0, help="instead: so many workers killed as they send")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    django.setup()
    with TemporaryDirectory(prefix="belisha-services-") as folder, _services(Path(folder)) as there:
        dice = random.Random(given.seed)
        found = _killed(there, given.kills, dice) if given.kills else _away(there, given.orders)
    print(json.dumps(found))


@contextmanager
def _services(folder: Path) -> Iterator[list[There]]:
    from django.conf import settings

    settings.BELISHA = settings.BELISHA.model_copy(update={"private_hosts": ["127.0.0.1"]})
    there = [There(_free_port(), folder / name) for name in NAMES]
    with ExitStack() as running:
        for name, one in zip(NAMES, there, strict=True):
            _set(name, one)
            running.callback(one.go)
            one.come()
        _turn_on()
        yield there


def _away(there: list[There], orders: int) -> dict[str, Any]:
    """A day of orders with the first service away, and what it takes to drain them afterwards."""
    clock = Clock()
    made: list[str] = []
    away, *others = there
    away.go()
    hours, late = 24, 0
    for hour in range(hours):
        while len(made) < orders * (hour + 1) // hours:
            made.append(_order(len(made)))
        _send()
        late += sum(len(one.took()) < len(made) for one in others)
        clock.ahead(timedelta(hours=1))
    probes = _attempts_of(NAMES[0])
    away.come()
    began, rounds = time.monotonic(), 0
    while len(away.took()) < orders and rounds < 50:
        _send()
        clock.ahead(timedelta(minutes=5))
        rounds += 1
    return _found(there, made) | {
        "late": late,
        "probes": probes,
        "drained_in": round(time.monotonic() - began, 1),
    }


def _killed(there: list[There], kills: int, dice: random.Random) -> dict[str, Any]:
    """Workers beside each other, each killed at its own moment, until so many are; then all is sent."""
    from django.db import connections

    from belisha.enforcement import shipment_leases as leases
    from belisha.enforcement.models import Shipment
    from belisha.outbound.leased import sending

    # Here it is never the event that breaks its worker off.
    leases.LEASES, sending.BROKE_OFF = replace(leases.LEASES, lasts=LEASE), sys.maxsize
    made, killed, longest, begun = list[str](), 0, LONGEST, _attempts()
    while killed < kills:
        made += [_order(len(made) + number) for number in range(12)]
        connections.close_all()  # A connection is of one process.
        began = time.monotonic()
        for seconds, child in sorted((dice.uniform(0, longest), _worker()) for _ in range(BESIDE)):
            time.sleep(max(0.0, began + seconds - time.monotonic()))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            killed += 1
        before, begun = begun, _attempts()
        longest = longest if begun > before else min(2 * longest, LONGEST_OF_ALL)
    end = time.monotonic() + 600
    while _waiting() and time.monotonic() < end:
        _send()
        time.sleep(0.2)
    interrupted = Shipment.objects.filter(attempts__gt=1).count()
    return _found(there, made) | {"kills": killed, "interrupted": interrupted}


def _worker() -> int:
    child = os.fork()
    if child:
        return child
    try:
        from belisha.jobs.shippers import Shippers

        Shippers(pause=0.01).run()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _set(name: str, there: There) -> None:
    from belisha.enforcement import endpoints
    from belisha.ledger.record import CONSOLE
    from belisha.people.models import Staff
    from belisha.people.staff import add_staff

    words = {"name": "Admin", "roles": ["administrator"], "password": "a long enough one", "by": CONSOLE}
    by = Staff.objects.first() or add_staff(email="admin@desk.example", **words)  # type: ignore[arg-type]
    there.secret = endpoints.add(name=name, url=there.url, by=by).verifies_with


def _turn_on() -> None:
    from belisha.enforcement import endpoints
    from belisha.enforcement.models import Endpoint
    from belisha.people.models import Staff

    by = Staff.objects.get()
    for row in Endpoint.objects.all():
        endpoints.test(endpoint_id=row.id, by=by)
    _send()
    for row in Endpoint.objects.all():
        endpoints.turn_on(endpoint_id=row.id, by=by)


def _order(number: int) -> str:
    """The next order: a few about each item, holds and what releases them."""
    from django.db import transaction
    from django.utils import timezone

    from belisha.enforcement.order_add import Basis, Thing, add
    from belisha.people.models import Staff

    thing = Thing(kind="item", id=f"item-{number // PER_ITEM}")
    with transaction.atomic():
        if number % 2 == 0:
            basis = Basis(origin="machine")
            return str(add(kind="hold", thing=thing, basis=basis, now=timezone.now()).id)
        held = _newest(thing)
        basis = Basis(origin="person", by=Staff.objects.first(), undoes=held)
        return str(add(kind="release", thing=thing, basis=basis, now=timezone.now()).id)


def _newest(thing: Any) -> Any:
    from belisha.enforcement.models import Order

    return Order.objects.filter(target=thing.target, kind="hold").latest("place")


def _send() -> None:
    from django.utils import timezone

    from belisha.enforcement import shipments
    from belisha.enforcement.shipment_leases import endpoints_due

    for endpoint in endpoints_due(timezone.now()):
        shipments.send_endpoint(endpoint)


def _waiting() -> int:
    from belisha.enforcement.models import Shipment

    return Shipment.objects.filter(state="waiting").count()


def _attempts() -> int:
    from django.db.models import Sum

    from belisha.enforcement.models import Shipment

    return Shipment.objects.aggregate(tries=Sum("attempts"))["tries"] or 0


def _attempts_of(name: str) -> int:
    from belisha.enforcement.models import ShipmentAttempt

    return ShipmentAttempt.objects.filter(shipment__endpoint__name=name).count()


def _found(there: list[There], made: list[str]) -> dict[str, Any]:
    from belisha.enforcement.models import Order
    from belisha.ledger.verify import verify

    place = {str(row.id): (bytes(row.target), row.place) for row in Order.objects.all()}
    missing = doubled = disordered = 0
    for one in there:
        took = [event["id"] for event in one.took()]
        missing += len(set(made) - set(took))
        doubled += len(took) - len(set(took))
        disordered += _disordered([place[order] for order in took])
    ok = verify().ok
    repeats = sum(one.calls() for one in there) - sum(len(one.took()) for one in there) - len(there)
    words = (
        f"{len(made)} orders to {len(there)} endpoints, {missing} missing, {doubled} doubled, "
        f"{disordered} out of order, {repeats} repeats known by their id, {_waiting()} still waiting, "
        f"ledger ok: {ok}"
    )
    whole = not (missing or doubled or disordered or _waiting()) and ok
    return {"orders": len(made), "words": words, "whole": whole}


def _disordered(took: list[tuple[bytes, int]]) -> int:
    """How many orders came after a later one about the same thing."""
    last: dict[bytes, int] = {}
    wrong = 0
    for target, place in took:
        wrong += place < last.get(target, 0)
        last[target] = max(place, last.get(target, 0))
    return wrong


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
