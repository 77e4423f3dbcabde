"""The vault in full: a rotation of the master key killed while the desk works, and canaries through a day."""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.desk import BELISHA, ROOT, Desk, desk

Row = tuple[str, str, bool]
KEYS = 20_000
SWEEP = "tests/sweeps/test_nothing_lies_in_clear.py"
FILL = """
import os
from uuid import uuid4
from belisha.vault import masters
from belisha.vault.keys import KeyName, wrap
from belisha.vault.models import DataKey

master, key = masters.wrapping()
for _ in range(COUNT // 1000):
    names = [KeyName("report", uuid4()) for _ in range(1000)]
    DataKey.objects.bulk_create(
        DataKey(kind="report", subject=name.subject, master_id=master,
                wrapped=wrap(key, os.urandom(32), name, 1)) for name in names)
"""
LEFT = """
from belisha.vault import masters, rotate
store = rotate.store()
print(len(store.by_master), sum(store.by_master.values()), rotate.unopened(masters.names()[0]))
"""


def rows(kills: int) -> Iterator[Row]:
    """Every figure of the vault, on both databases."""
    for kind in ("sqlite", "postgres"):
        yield rotations(kind, kills)
        yield canaries(kind)


def rotations(kind: str, kills: int) -> Row:
    """Kill -9 a rotation at random moments while reports come in; then let it end."""
    done = threading.Event()
    acknowledged: list[str] = []
    refused: list[int] = []
    with desk(kind) as running:
        running.python(FILL.replace("COUNT", str(KEYS)))
        client = threading.Thread(target=_report, args=(running, done, acknowledged, refused))
        client.start()
        killed = sum(_killed(running) for _ in range(kills))
        running.run("vault", "rotate", "--json")
        done.set()
        client.join()
        lost = [receipt for receipt in acknowledged if _status(running, receipt) != 200]
        ledger = json.loads(running.run("ledger", "verify", "--json"))["ok"]
        masters, keys, unopened = map(int, running.python(LEFT).split()[-3:])
        lines = len(Path(running.env["BELISHA_DATA_DIR"], "master.key").read_bytes().split())
    figure = (
        f"{killed} of {kills} rotations of {keys:,} keys killed, {unopened} unopened; {len(acknowledged)}"
        f" reports meanwhile, {len(refused)} refused, {len(lost)} lost, ledger ok: {ledger}"
    )
    well = not lost and not refused and ledger and (masters, unopened, lines) == (1, 0, 1)
    return (f"kill -9 of a rotation of the master key, {kind}", figure, well and bool(acknowledged))


def _killed(running: Desk) -> bool:
    command = [str(BELISHA), "vault", "rotate"]
    quiet = subprocess.DEVNULL
    rotation = subprocess.Popen(command, env=running.env, stdout=quiet, stderr=quiet)
    try:
        rotation.wait(random.uniform(1.0, 5.0))
    except subprocess.TimeoutExpired:
        rotation.kill()
        rotation.wait()
        return True
    return False


def _report(running: Desk, done: threading.Event, acknowledged: list[str], refused: list[int]) -> None:
    """Send reports one after the other until the rotations are over."""
    report = {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "unknown",
        "what_happened": "message 1",
    }
    while not done.is_set():
        headers = {"Authorization": f"Bearer {running.key}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = secrets.token_hex(16)
        connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
        try:
            connection.request("POST", "/api/v1/reports", json.dumps(report), headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            refused.append(0)
            continue
        if answer.status == 201:
            acknowledged.append(json.loads(body)["receipt"].replace(" ", ""))
        else:
            refused.append(answer.status)
        done.wait(0.05)


def _status(running: Desk, receipt: str) -> int:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request(
        "GET", f"/api/v1/reports/{receipt}", headers={"Authorization": f"Bearer {running.key}"}
    )
    return connection.getresponse().status


def canaries(kind: str) -> Row:
    """A thousand canaries through a day: the sweep itself, at its full count."""
    with tempfile.TemporaryDirectory() as folder:
        figure = Path(folder, "figure")
        env = {**os.environ, "BELISHA_TEST_DB": kind, "CANARIES_FIGURE": str(figure)}
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "--show-capture=no", SWEEP, "-k", "thousand"]
        ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        told = figure.read_text() if figure.exists() else ran.stdout[-600:]
    well = ran.returncode == 0
    return (f"canaries through a day, {kind}", f"{told}{', 0 in clear' if well else ''}", well)


if __name__ == "__main__":
    passed = True
    for what, shown, ok in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        print(f"{'pass' if ok else 'FAIL'}  {what:45} {shown}", flush=True)
        passed = passed and ok
    sys.exit(0 if passed else 1)
