"""The example service under load, with a real desk behind it: uploads, first messages and reports at once.

Everything runs on the same processors: the desk, its decoders, the example and those who use it. Some uploads
are on the desk's own list: each must be held, ordered to be held, and obeyed, and no report be lost.
"""

import io
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from urllib.parse import urlencode

from PIL import Image

from bench.desk import ROOT, Desk, desk
from bench.screen import _spread

SECONDS = 8.0
USERS = 3  # of each kind
LISTED = 20  # one upload in so many
OBEYED_WITHIN = 60.0
Row = tuple[str, str, str]

LIST = """
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile, save_service
from belisha.screening.own import add_to_own_list
ours = save_profile(by=CONSOLE, legal_name="Lantern Chat Ltd", country="GB")
save_service(name="Lantern Chat", slug="lantern", by=CONSOLE)
add_to_own_list(fingerprints={"sha256": SHA256}, category="A1", by=CONSOLE, about=ours)
"""
FOUND = """
from belisha.enforcement.models import Order
from belisha.intake.models import Report
print(Report.objects.filter(source="user").count(), Order.objects.filter(kind="hold", state="done").count())
"""


def measure() -> list[Row]:
    """(what, figure, goal) of one run on SQLite."""
    with desk("sqlite", 2) as running:
        listed = _picture(0)
        running.python(f"SHA256 = {sha256(listed).hexdigest()!r}\n{LIST}")
        with _example(running) as port:
            times = _load(port, listed)
            lost, waited = _settled(running, times)
    rows = [_row(kind, times[kind]) for kind in ("upload", "write", "report")]
    planted = len(times["listed"])
    reports = f"{lost} of {len(times['report']):,} lost"
    return [
        *rows,
        ("reports through the example", reports, "0 lost"),
        ("listed uploads held, ordered and obeyed", f"{planted} of {planted} within {waited:.1f} s", "all"),
    ]


def _row(kind: str, times: list[float]) -> Row:
    names = {"upload": "uploads screened", "write": "first messages assessed", "report": "reports"}
    figure = f"{len(times) / SECONDS:6,.0f} /s   {_spread(times)}"
    return f"{names[kind]}, {USERS} users each of three kinds", figure, "-"


@contextmanager
def _example(running: Desk) -> Iterator[int]:
    scopes = [part for scope in ("report", "screen", "contact", "orders") for part in ("--scope", scope)]
    key = running.run("keys", "add", "The example", *scopes).strip()
    own = {"DESK_URL": f"http://127.0.0.1:{running.port}", "DESK_KEY": key}
    environment = os.environ | own | {"PORT": "0", "POLL_SECONDS": "0.2"}
    command, folder = [sys.executable, "service.py"], ROOT / "examples"
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        line = service.stdout.readline()
        try:
            yield int(line.split(":")[2].split("/")[0])
        finally:
            service.terminate()


def _load(port: int, listed: bytes) -> dict[str, list[float]]:
    """Everybody at once, for so long; how long each act took, by its kind."""
    times: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    users = [
        threading.Thread(target=_user, args=(port, act, number, listed, times, failed))
        for number, act in enumerate([_upload, _write, _report] * USERS)
    ]
    with _connection(port) as connection:
        # What is reported has to be there first.
        assert not _write(connection, random.Random(0), listed, times)
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert not failed, failed[:3]
    return times


Act = Callable[[HTTPConnection, random.Random, bytes, dict[str, list[float]]], str]


def _user(
    port: int, act: Act, number: int, listed: bytes, times: dict[str, list[float]], failed: list[str]
) -> None:
    chance, end = random.Random(number), time.monotonic() + SECONDS
    with _connection(port) as connection:
        while time.monotonic() < end and not failed:
            began = time.monotonic()
            problem = act(connection, chance, listed, times)
            if problem:
                failed.append(problem)
            times[act.__name__[1:]].append(time.monotonic() - began)


@contextmanager
def _connection(port: int) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _upload(
    connection: HTTPConnection, chance: random.Random, listed: bytes, times: dict[str, list[float]]
) -> str:
    planted = chance.randrange(LISTED) == 0
    if planted:
        times["listed"].append(0.0)
    data, mark = listed if planted else _picture(chance.getrandbits(48)), "some-boundary"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="as"\r\n\r\nleo\r\n'.encode()]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    parts += [head.encode(), data, f"\r\n--{mark}--\r\n".encode()]
    return _post(connection, "/upload", b"".join(parts), f"multipart/form-data; boundary={mark}", "Thank")


def _write(
    connection: HTTPConnection, chance: random.Random, listed: bytes, times: dict[str, list[float]]
) -> str:
    form = {"as": "robin", "to": "mia", "text": "Message 1 of the reported conversation."}
    return _post(connection, "/write", urlencode(form).encode(), FORM, "Sent")


def _report(
    connection: HTTPConnection, chance: random.Random, listed: bytes, times: dict[str, list[float]]
) -> str:
    form = {"as": "mia", "id": FIRST, "act": "report"}
    return _post(connection, "/answer", urlencode(form).encode(), FORM, "Thank")


FORM = "application/x-www-form-urlencoded"
FIRST = "message-1"


def _post(connection: HTTPConnection, path: str, body: bytes, kind: str, expected: str) -> str:
    connection.request("POST", path, body, {"Content-Type": kind})
    answer = connection.getresponse()
    answer.read()
    where = answer.headers.get("Location", "")
    return "" if expected in where else f"{path}: {answer.status} {where}"


def _picture(seed: int) -> bytes:
    """A picture of its own for each seed: noise of 96 by 96, drawn large."""
    noise = random.Random(seed).randbytes(24 * 24 * 3)
    drawn = Image.frombytes("RGB", (24, 24), noise).resize((256, 256))
    file = io.BytesIO()
    drawn.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _settled(running: Desk, times: dict[str, list[float]]) -> tuple[int, float]:
    """How many reports are missing, and how long it took until each listed upload was held by an order."""
    began, planted = time.monotonic(), len(times["listed"])
    while True:
        reports, held = (int(word) for word in running.python(FOUND).split())
        waited = time.monotonic() - began
        if held >= planted or waited > OBEYED_WITHIN:
            assert held == planted, f"{held} of {planted} held"
            return len(times["report"]) - reports, waited
        time.sleep(0.5)
