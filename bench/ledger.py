"""How long it takes to verify a long log."""

import json
import time

from bench.desk import Desk, desk

ENTRIES = 100_000

FILL = """
import os
from datetime import timedelta
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from belisha.ledger.models import Entry, Head
from belisha.ledger.record import content_hmac
from belisha.vault import keys, masters
from belisha.vault.models import DataKey
from belisha.vault.seal import seal

# Written as record() writes them, but many in one commit; each tenth entry begins another report.
master, wrapping = masters.wrapping()
head = Head.objects.filter(id=1).first() or Head()
frontier, count = head.frontier(), COUNT
while count:
    batch, rows, names = min(count, 5000), [], []
    subjects = [uuid4() for _ in range(batch // 10)]
    DataKey.objects.bulk_create(
        DataKey(kind="report", subject=s, master_id=master,
                wrapped=seal(wrapping, 1, os.urandom(32), table="vault", column="report", row=str(s)))
        for s in subjects)
    for s in subjects:
        name = keys.KeyName("report", s)
        _, key = keys.key_to_seal(name)
        for n in range(10):
            facts = {"number": n, "source": "user"}
            entry = Entry(seq=frontier.size, at=timezone.now(), event="report.noted", actor="public",
                          about_kind="intake.report", about_id=str(s), key_kind="report", key_id=s,
                          content=facts, content_hmac=content_hmac(key, facts))
            entry.leaf = entry.line().leaf()
            frontier.add(entry.leaf)
            entry.root = frontier.root()
            rows.append(entry)
    with transaction.atomic():
        Entry.objects.bulk_create(rows, batch_size=500)
        head.size, head.hashes = frontier.size, b"".join(frontier.hashes)
        head.save()
    count -= batch
"""


def measure() -> list[tuple[str, str, str]]:
    """(what, figure, goal) for both databases."""
    rows = []
    for kind in ("sqlite", "postgres"):
        with desk(kind) as running:
            rows.append(_row(running, kind))
    return rows


def _row(running: Desk, kind: str) -> tuple[str, str, str]:
    running.python(FILL.replace("COUNT", str(ENTRIES)))
    started = time.monotonic()
    said = json.loads(running.run("ledger", "verify", "--json"))
    seconds = time.monotonic() - started
    figure = f"{seconds:7.1f} s    {said['entries']} entries, ok: {said['ok']}"
    return (f"ledger verify as a command, {kind}", figure, "10 s for 100,000")
