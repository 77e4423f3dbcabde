"""Backups: whole under load, and how long a backup and a restore take."""

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.desk import BELISHA, Desk, database, desk
from bench.queue import FILL

Row = tuple[str, str, bool]
REPORT = {"source": "user", "concerns": ["grooming"], "danger_now": "unknown", "what_happened": "message 1"}
SIZES = (10_000, 100_000)

LOST = """
import json
from belisha.intake.models import Report
from belisha.vault.lookup import digest
asked = json.loads(open(RECEIPTS).read())
rows = {bytes(row.receipt_lookup): row for row in Report.objects.all()}
found = [rows.get(digest("receipt", receipt)) for receipt in asked]
print(sum(1 for row in found if row is None or row.what_happened != "message 1"))
"""


def rows(times: int = 5) -> Iterator[Row]:
    """Back a desk up while three clients report; each backup comes back with all that was acknowledged."""
    for kind in ("sqlite", "postgres"):
        yield _under_load(kind, times)


def measure() -> list[tuple[str, str, str]]:
    """(what, figure, goal) for both databases."""
    return [row for kind in ("sqlite", "postgres") for reports in SIZES for row in _timed(kind, reports)]


def _under_load(kind: str, times: int) -> Row:
    lost = broken = checked = 0
    with desk(kind) as running, tempfile.TemporaryDirectory(prefix="belisha-bench-") as name:
        folder, acknowledged = Path(name), list[str]()
        with _clients(running, acknowledged):
            for number in range(times):
                time.sleep(1)
                before = list(acknowledged)
                _run(running.env, "backup", str(folder / str(number)), "--to", _public(running, folder))
                entries, gone = _restored(running, kind, folder, number, before)
                checked, lost, broken = checked + len(before), lost + gone, broken + (entries == 0)
    figure = f"{times} backups, {checked} acknowledged before them, {lost} lost, {broken} ledgers broken"
    return (f"backups under load restored, {kind}", figure, checked > 0 and not lost and not broken)


def _restored(running: Desk, kind: str, folder: Path, number: int, before: list[str]) -> tuple[int, int]:
    """Entries of the restored ledger, 0 where it is broken; and how many of these reports it lacks."""
    with _place(running, kind, folder, str(number)) as env:
        said = json.loads(_restore(env, folder, number))
        (folder / "receipts").write_text(json.dumps(before))
        other = Desk(0, env, "")
        gone = int(other.python(LOST.replace("RECEIPTS", repr(str(folder / "receipts")))).split()[-1])
    return (said["ledger"]["entries"] if said["ledger"]["ok"] else 0), gone


def _timed(kind: str, reports: int) -> Iterator[tuple[str, str, str]]:
    with desk(kind) as running, tempfile.TemporaryDirectory(prefix="belisha-bench-") as name:
        folder = Path(name)
        running.python(FILL.replace("COUNT", str(reports)))
        public = _public(running, folder)
        started = time.monotonic()
        _run(running.env, "backup", str(folder / "0"), "--to", public)
        seconds = time.monotonic() - started
        size = (folder / "0").stat().st_size / 1e6
        yield (f"backup of {reports:,} reports, {kind}", f"{seconds:7.1f} s    {size:.0f} MB", "-")
        with _place(running, kind, folder, "new") as env:
            started = time.monotonic()
            _restore(env, folder, 0)
            seconds = time.monotonic() - started
        yield (f"restore of {reports:,} reports, {kind}", f"{seconds:7.1f} s", "-")


@contextmanager
def _place(running: Desk, kind: str, folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The settings of an empty place with the master key of a desk."""
    place = folder / f"place-{name}"
    place.mkdir(mode=0o700)
    key = Path(running.env["BELISHA_DATA_DIR"], "master.key")
    (place / "master.key").touch(mode=0o600)
    (place / "master.key").write_bytes(key.read_bytes())
    with database(kind, place) as where:
        yield {**running.env, **where, "BELISHA_DATA_DIR": str(place)}


def _restore(env: dict[str, str], folder: Path, number: int) -> str:
    identity = str(folder / "identity")
    return _run(
        env, "restore", str(folder / str(number)), "--identity", identity, "--no-checkpoints", "--json"
    )


def _public(running: Desk, folder: Path) -> str:
    path = folder / "identity"
    if not path.exists():
        _run(running.env, "backup", "--new-identity", str(path))
    return path.read_text(encoding="utf-8").split("public key: ")[1].split()[0]


def _run(env: dict[str, str], *arguments: str) -> str:
    ran = subprocess.run([BELISHA, *arguments], env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"belisha {arguments[0]}: {ran.stderr[-2000:]}")
    return ran.stdout


@contextmanager
def _clients(running: Desk, acknowledged: list[str]) -> Iterator[None]:
    stop = threading.Event()
    clients = [threading.Thread(target=_report, args=(running, acknowledged, stop)) for _ in range(3)]
    for client in clients:
        client.start()
    try:
        yield
    finally:
        stop.set()
        for client in clients:
            client.join()


def _report(running: Desk, acknowledged: list[str], stop: threading.Event) -> None:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    while not stop.is_set():
        headers = {"Authorization": f"Bearer {running.key}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = os.urandom(16).hex()
        try:
            connection.request("POST", "/api/v1/reports", json.dumps(REPORT), headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            connection.close()
            continue
        if answer.status == 201:
            acknowledged.append(json.loads(body)["receipt"].replace(" ", ""))


if __name__ == "__main__":
    for what, figure, ok in rows():
        print("pass" if ok else "FAIL", what, figure, flush=True)
    for what, figure, _ in measure():
        print(what, figure, flush=True)
