"""Contacts assessed over HTTP on a real server on loopback, with a million accounts in store.

The contacts are invented: nearly all change what is kept, and each of those is a durable write. The clients
run on the same processors, and their cost is part of the figures. Beside them stands what an object and a
commit for each contact would do, in a program of its own, without HTTP, without rules and without counts.
"""

import json
import random
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median

from bench.contact_store import BASELINE, COUNT, FILL, RULES
from bench.desk import Desk, desk
from bench.screen import _receive, _spread

ACCOUNTS = 1_000_000
SECONDS = 6.0
MANY = 2000  # contacts in a batch
WORKERS = 2
BANDS = ["adult"] * 13 + ["unknown"] * 2 + ["13_15"] * 3 + ["16_17"] * 2
Row = tuple[str, str, str]
_others: Barrier


def measure(kinds: tuple[str, ...] = ("sqlite", "postgres")) -> list[Row]:
    """(what, figure, goal): the rules alone, then each database."""
    rows: list[Row] = []
    for kind in kinds:
        with desk(kind, WORKERS) as running:
            rows += [] if rows else [_rules(running)]
            rows.append(_fill(running, kind))
            rows.append(_baseline(running, kind))
            rows.append(_single(running, kind, clients=1))
            rows.append(_single(running, kind, clients=8))
            rows.append(_batches(running, kind))
            rows.append(_memory(running, kind))
    return rows


def _rules(running: Desk) -> Row:
    alone, seen = (float(word) for word in running.python(RULES).split())
    return "rules, one contact", f"{alone:.1f} µs, {seen:.1f} µs where more was shown before", "20 µs"


def _fill(running: Desk, kind: str) -> Row:
    began = time.monotonic()
    running.python(f"ACCOUNTS = {ACCOUNTS}\n{FILL}")
    kept, seconds = int(running.python(COUNT)), time.monotonic() - began
    return (
        f"accounts in store, {kind}",
        f"{ACCOUNTS:7,} in {kept:,} contacts, filled in {seconds:.0f} s",
        "1,000,000",
    )


def _baseline(running: Desk, kind: str) -> Row:
    rate = float(running.python(f"ACCOUNTS, SECONDS = {ACCOUNTS}, {SECONDS / 2}\n{BASELINE}"))
    return f"baseline: an object and a commit each, {kind}", f"{rate:7,.0f} /s", "-"


def _single(running: Desk, kind: str, clients: int) -> Row:
    before = int(running.python(COUNT))
    times = _load(running, clients, each=1)
    kept = int(running.python(COUNT)) - before
    figure = f"{len(times) / SECONDS:7,.0f} /s   {_spread(times)}, {kept / len(times):.0%} kept"
    return f"single assessments, {kind}, {clients} client{'s' * (clients > 1)}", figure, "500 /s"


def _batches(running: Desk, kind: str) -> Row:
    before = int(running.python(COUNT))
    times = _load(running, 2 * WORKERS, each=MANY)
    kept = int(running.python(COUNT)) - before
    figure = (
        f"{len(times) * MANY / SECONDS:7,.0f} /s   median {median(times) * 1e3:.0f} ms,"
        f" {kept / len(times) / MANY:.0%} kept"
    )
    return f"assessments in batches of {MANY:,}, {kind}", figure, "20,000 /s"


def _memory(running: Desk, kind: str) -> Row:
    peaks = [_peak(pid) for pid in _family(running)]
    return f"memory of a server process at its peak, {kind}", f"{max(peaks):.0f} MB", "-"


def _family(running: Desk) -> Iterator[int]:
    assert running.server is not None
    group = str(running.server.pid)
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            if one.read_text().rpartition(")")[2].split()[3] == group:
                yield int(one.parent.name)
        except OSError:
            continue


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _load(running: Desk, clients: int, each: int) -> list[float]:
    """How long each request took, of so many clients at once."""
    given = [(running.port, running.key, each, seed) for seed in range(clients)]
    context = get_context("spawn")
    with context.Pool(clients, initializer=_start_with, initargs=(context.Barrier(clients),)) as pool:
        return [one for times in pool.starmap(_client, given) for one in times]


def _start_with(others: Barrier) -> None:
    global _others  # noqa: PLW0603  (a process of the pool is given it before it has anything to do)
    _others = others


def _client(port: int, key: str, each: int, seed: int) -> list[float]:
    bodies = _bodies(random.Random(f"{seed} {time.time()}"), each)
    # Made before: what a service says costs its own machine, not the desk's.
    made = [next(bodies) for _ in range(40 if each > 1 else 2500)]
    _others.wait()  # To begin costs these machines too.
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times, end = list[float](), time.monotonic() + SECONDS
        while (sent := time.monotonic()) < end:
            body = made.pop() if made else next(bodies)
            connection.sendall(_head(port, key, len(body)) + body)
            _receive(connection)
            times.append(time.monotonic() - sent)
    return times


def _head(port: int, key: str, length: int) -> bytes:
    return (
        f"POST /api/v1/contacts/assess HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def _bodies(rng: random.Random, each: int) -> Iterator[bytes]:
    while True:
        some = [_contact(rng) for _ in range(each)]
        yield json.dumps({"events": some} if each > 1 else some[0]).encode()


def _contact(rng: random.Random) -> dict[str, object]:
    return {
        "event": rng.choice(("first_message", "first_message", "connection_request", "connection_accepted")),
        "at": datetime.now(UTC).isoformat(),
        "actor": {
            "id": f"account-{rng.randrange(ACCOUNTS)}",
            "age_band": rng.choice(BANDS),
            "account_age_days": rng.randrange(900),
            "verified": False,
        },
        "recipient": {
            "id": f"account-{rng.randrange(ACCOUNTS)}",
            "age_band": rng.choice(BANDS),
            "language": "en",
        },
        "relation": {
            "connected": False,
            "mutual_connections": rng.randrange(4),
            "earlier_conversation": rng.random() < 0.3,
        },
    }
