"""Screening over HTTP on a real server on loopback: look-ups, batches, uploads, and from a list to a hold.

The clients are processes of their own on the same machine, as light as they can be: what they cost is part of
the figures.
"""

import json
import os
import random
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from subprocess import Popen
from tempfile import TemporaryDirectory

from belisha.screening.fingerprint import fingerprint
from bench.desk import Desk, desk
from tests.screening.draw import picture, saved

LISTED = 1_000_000
SECONDS = 6.0
BATCH = 100_000
TRIES = 5  # from a list to a hold
Row = tuple[str, str, str]
Body = Callable[[int], bytes]


def measure() -> list[Row]:
    """(what, figure, goal), on SQLite with as many server processes as there are processors."""
    workers = len(os.sched_getaffinity(0))
    with desk("sqlite", workers) as running:
        _fill(running)
        _warm(running)
        return [
            _single(running, clients=1),
            _single(running, clients=4 * workers),
            *(_batch(running, kind, clients) for kind in ("octets", "json") for clients in (1, workers)),
            _uploads(running, clients=2 * workers),
            _from_a_list_to_a_hold(running),
        ]


def _fill(running: Desk) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "listed.txt")
        with path.open("w") as file:
            file.writelines(f"{os.urandom(32).hex()}\n" for _ in range(LISTED))
        running.run("lists", "import", str(path), "--list", "random", "--algorithm", "pdq")


def _warm(running: Desk) -> None:
    # Each server process opens the lists, and its workers, with its first request of a kind.
    _load(running, "hashes", "application/json", "single", clients=8, seconds=2.0)
    _load(running, "media", "image/jpeg", "upload", clients=4, seconds=4.0)


def _single(running: Desk, clients: int) -> Row:
    times = _load(running, "hashes", "application/json", "single", clients, SECONDS)
    figure = f"{len(times) / SECONDS:7,.0f} /s   {_spread(times)}"
    return f"single look-ups, {clients} client{'s' * (clients > 1)}", figure, "2,400 /s"


def _batch(running: Desk, kind: str, clients: int) -> Row:
    types = {"octets": "application/octet-stream", "json": "application/json"}
    times = _load(running, "hashes", types[kind], kind, clients, SECONDS)
    figure = f"{len(times) * BATCH / sum(times) * clients:9,.0f} hashes/s   {_spread(times)}"
    goal = "200,000 hashes/s" if kind == "octets" else "-"
    return f"batches of {BATCH:,} as {kind}, {clients} client{'s' * (clients > 1)}", figure, goal


def _uploads(running: Desk, clients: int) -> Row:
    times = _load(running, "media", "image/jpeg", "upload", clients, SECONDS)
    figure = f"{len(times) / SECONDS:7,.1f} /s   {_spread(times)}"
    return f"uploads of 1 Mpx JPEG, {clients} clients", figure, "-"


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.99)]
    return f"median {median(ordered) * 1e3:.1f} ms, p99 {late * 1e3:.1f} ms"


def _load(
    running: Desk, door: str, content_type: str, what: str, clients: int, seconds: float
) -> list[float]:
    """How long each request took, of so many clients at once for so long."""
    spawn = get_context("spawn")
    given = [(running.port, running.key, door, content_type, what, seconds, seed) for seed in range(clients)]
    with spawn.Pool(clients) as pool:
        return [one for times in pool.starmap(_client, given) for one in times]


def _client(
    port: int, key: str, door: str, content_type: str, what: str, seconds: float, seed: int
) -> list[float]:
    bodies = BODIES[what](random.Random(seed))
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times, end = list[float](), time.monotonic() + seconds
        while (sent := time.monotonic()) < end:
            body = bodies(len(times))
            connection.sendall(_head(port, key, door, content_type, len(body)) + body)
            _receive(connection)
            times.append(time.monotonic() - sent)
    return times


def _head(port: int, key: str, door: str, content_type: str, length: int) -> bytes:
    return (
        f"POST /api/v1/screen/{door} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def _receive(connection: socket.socket) -> bytes:
    """The body of one answer; anything but 200 ends the measurement."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    if b" 200 " not in head[:16]:
        raise RuntimeError(got[:500])
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    pieces, held = [body], len(body)
    while held < length:
        pieces.append(connection.recv(1 << 20))
        held += len(pieces[-1])
    return b"".join(pieces)


def _singles(rng: random.Random) -> Body:
    return lambda number: json.dumps({"hashes": [{"pdq": rng.randbytes(32).hex()}]}).encode()


def _octets(rng: random.Random) -> Body:
    made = rng.randbytes(32 * BATCH)
    return lambda number: made


def _json(rng: random.Random) -> Body:
    rows = [{"id": f"photo-{number}", "pdq": rng.randbytes(32).hex()} for number in range(BATCH)]
    made = json.dumps({"hashes": rows}).encode()
    return lambda number: made


def _pictures(rng: random.Random) -> Body:
    made = [saved(picture(1152, 864, rng.randrange(1 << 30)), "JPEG", quality=85) for _ in range(4)]
    return lambda number: made[number % len(made)]


BODIES: dict[str, Callable[[random.Random], Body]] = {
    "single": _singles,
    "octets": _octets,
    "json": _json,
    "upload": _pictures,
}

ADD = """
import sys, time
from belisha.ledger.record import CONSOLE
from belisha.organisation.models import Organisation
from belisha.screening.own import add_to_own_list
about = Organisation.objects.get()
for pdq in sys.stdin:
    add_to_own_list(fingerprints={"pdq": pdq.strip()}, category="A1", by=CONSOLE, about=about)
    print(time.time(), flush=True)
"""


def _from_a_list_to_a_hold(running: Desk) -> Row:
    """From the commit of another process until an upload of that very picture is held, each picture once."""
    with running.talk(ADD) as other:
        waits = [_wait_for_hold(running, other, seed) for seed in range(TRIES)]
    figure = f"median {median(waits):.2f} s, longest {max(waits):.2f} s"
    return "from the desk's own list to a hold", figure, "1 s"


def _wait_for_hold(running: Desk, other: Popen[str], seed: int) -> float:
    data = saved(picture(640, 480, 10_000 + seed), "PNG")
    assert other.stdin is not None
    assert other.stdout is not None
    other.stdin.write(fingerprint(data).pdq + "\n")
    other.stdin.flush()
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    headers = {"Authorization": f"Bearer {running.key}", "Content-Type": "image/png"}
    while True:
        connection.request("POST", "/api/v1/screen/media", data, headers)
        if json.loads(connection.getresponse().read())["action"] == "hold":
            return time.time() - float(other.stdout.readline())
