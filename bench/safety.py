"""`make bench-safety`: promises counted in full, each figure with its pass mark; exit code 1 if one fails."""

import argparse
import csv
import json
import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from signal import SIGKILL

from belisha.routing import find_force
from belisha.routing.table import DATA
from bench import access, backup, hostile, ledger_safety, matching_kills, probing, retention, vault
from bench.desk import Desk, desk
from bench.poisoned import poisoned
from bench.survival import rows as survival
from bench.viewing import rows as viewing

Row = tuple[str, str, bool]
ENDS = [f"A{letter}" for letter in "ABDEFGHJLNPQRSTUWXYZ"]
"""Twenty endings that a postcode of any sector may have."""


def kills(kind: str, times: int) -> Row:
    """Kill the whole server at random moments while reports come in: what was acknowledged must be there."""
    acknowledged: list[str] = []
    with desk(kind) as running:
        for _ in range(times):
            _until_killed(running, acknowledged)
            running.start()
        lost = [receipt for receipt in acknowledged if _status(running, receipt) != 200]
        ledger = json.loads(running.run("ledger", "verify", "--json"))
    figure = f"{times} kills, {len(acknowledged)} acknowledged, {len(lost)} lost, ledger ok: {ledger['ok']}"
    return (f"kill -9 at random moments of intake, {kind}", figure, not lost and ledger["ok"])


def _until_killed(running: Desk, acknowledged: list[str]) -> None:
    clients = [threading.Thread(target=_client, args=(running, acknowledged)) for _ in range(3)]
    for client in clients:
        client.start()
    time.sleep(random.uniform(0.02, 0.8))
    running.stop(SIGKILL)
    for client in clients:
        client.join()


def _client(running: Desk, acknowledged: list[str]) -> None:
    """Send reports until the server is gone."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=5)
    report = {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "unknown",
        "what_happened": "message 1",
    }
    try:
        while True:
            headers = {"Authorization": f"Bearer {running.key}", "Content-Type": "application/json"}
            headers["Idempotency-Key"] = secrets.token_hex(16)
            connection.request("POST", "/api/v1/reports", json.dumps(report), headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 201:
                acknowledged.append(json.loads(body)["receipt"].replace(" ", ""))
    except (OSError, HTTPException, ValueError):
        return


def _status(running: Desk, receipt: str) -> int:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=10)
    headers = {"Authorization": f"Bearer {running.key}"}
    connection.request("GET", f"/api/v1/reports/{receipt}", headers=headers)
    return connection.getresponse().status


RACES = """
import threading
from django.db import connections
from django.utils import timezone
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.triage.models import Case
from belisha.triage.queue import claim

people = [Staff.objects.create_user(f"racer{n}@desk.example", None, name=f"Racer {n}",
                                    roles=["moderator"]) for n in range(4)]
now = timezone.now()
cases = [Case.objects.create(number=10_000_000 + n, priority=3, opened_at=now, due_at=now)
         for n in range(TIMES)]
won, lock = {case.id: [] for case in cases}, threading.Lock()
gate = threading.Barrier(len(people))

def race(person):
    for case in cases:
        gate.wait()
        try:
            claim(case_id=case.id, by=person)
        except Refusal:
            continue
        with lock:
            won[case.id].append(person.id)
    connections.close_all()

threads = [threading.Thread(target=race, args=(person,)) for person in people]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
owned = dict(Case.objects.filter(id__in=[case.id for case in cases]).values_list("id", "owner_id"))
print(sum(1 for case, names in won.items() if names != [owned[case]]))
"""


def races(kind: str, times: int) -> Row:
    """Four people claim the same case at one moment: one gets it, and the row says who."""
    with desk(kind) as running:
        wrong = int(running.python(RACES.replace("TIMES", str(times))).split()[-1])
    figure = f"{times} races, {wrong} with none or two winners"
    return (f"claims by four people at once, {kind}", figure, wrong == 0)


def index_kills(times: int) -> Row:
    """Kill the writer of an index at random moments: the old or the new is there, and nothing else."""
    acknowledged, wrong = matching_kills.kills(times)
    figure = f"{times} kills, {acknowledged} words of the writers, {wrong} indexes wrong"
    return ("kill -9 at random moments of an index", figure, wrong == 0)


def fuzz(seconds: int) -> Row:
    """Wrong files and wrong text, found by atheris: each is refused with a reason, or read."""
    command = [sys.executable, "-m", "bench.fuzz", str(seconds)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    what = f"atheris on opening and parsing an index, {seconds} s"
    return (what, "clean" if ran.returncode == 0 else ran.stderr[-2000:], ran.returncode == 0)


def places() -> Row:
    """Ask for every exception of the postcode tables and for twenty postcodes of every sector."""
    right = {
        f"{pair[0]}{end}".replace(" ", ""): pair[1] for pair in _pairs("sector_to_force.csv") for end in ENDS
    }
    exceptions = dict(_pairs("postcode_exceptions.csv"))
    right.update(exceptions)
    answers = ((find_force(postcode), force) for postcode, force in right.items())
    wrong = sum(
        not (found.exact and [one.code for one in found.forces] == [force]) for found, force in answers
    )
    figure = f"{len(right)} postcodes, {len(exceptions)} of them exceptions, {wrong} with another force"
    return ("every exception and sector of the postcode tables", figure, wrong == 0)


def _pairs(name: str) -> list[tuple[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return [(row[0], row[1]) for row in list(csv.reader(lines))[1:]]


def main() -> None:
    """Run every promise: those of the desk on both databases, the others once."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.safety", description="Example: --kills 100 --races 1000"
    )
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--races", type=int, default=1000)
    asked.add_argument("--index-kills", type=int, default=1000)
    asked.add_argument("--fuzz-seconds", type=int, default=600)
    asked.add_argument("--shift-kills", type=int, default=1000)
    asked.add_argument("--delivery-kills", type=int, default=1000)
    asked.add_argument("--referrals", type=int, default=5000)
    asked.add_argument("--orders", type=int, default=5000)
    asked.add_argument("--order-kills", type=int, default=300)
    asked.add_argument("--ledger-entries", type=int, default=1000)
    asked.add_argument("--honest-ledgers", type=int, default=1000)
    asked.add_argument("--long-ledger", type=int, default=1_000_000)
    asked.add_argument("--rotation-kills", type=int, default=50)
    asked.add_argument("--power-cuts", type=int, default=200)
    asked.add_argument("--stops", type=int, default=50)
    asked.add_argument("--flood-seconds", type=int, default=600)
    passed = True
    for what, figure, ok in _rows(asked.parse_args()):
        print(f"{'pass' if ok else 'FAIL'}  {what:45} {figure}", flush=True)
        passed = passed and ok
    sys.exit(0 if passed else 1)


def _rows(counts: argparse.Namespace) -> Iterator[Row]:
    yield places()
    yield index_kills(counts.index_kills)
    yield fuzz(counts.fuzz_seconds)
    yield from probing.rows()
    yield from hostile.rows()
    yield from access.rows()
    yield from viewing()
    yield from retention.rows()
    for kind in ("sqlite", "postgres"):
        yield poisoned(kind)
        yield races(kind, counts.races)
        yield kills(kind, counts.kills)
        yield survival.killed(kind, counts.shift_kills)
        yield survival.deliveries_killed(kind, counts.delivery_kills)
        yield survival.contacts_killed(kind, counts.delivery_kills)
        yield survival.referrals_drained(kind, counts.referrals)
        yield survival.orders_drained(kind, counts.orders)
        yield survival.orders_killed(kind, counts.order_kills)
        yield survival.flooded(kind, counts.flood_seconds)
        yield from ledger_safety.rows(
            kind, counts.ledger_entries, 1, counts.honest_ledgers, counts.long_ledger
        )
    yield from vault.rows(counts.rotation_kills)
    yield from backup.rows()
    yield survival.power_cuts(counts.power_cuts)
    yield survival.database_away(counts.stops)
    yield survival.disk_full()


if __name__ == "__main__":
    main()
