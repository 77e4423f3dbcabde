"""Honest logs, with several who write at once and are killed in the middle: no verifier may ever complain."""

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

from belisha.ledger import read

WRITERS = 2


def one(folder: Path) -> list[str]:
    """One log: written, signed and brought outside by processes that are killed; return the complaints."""
    processes = [_fork(_write) for _ in range(WRITERS)] + [_fork(_sign)]
    complaints: list[str] = []
    try:
        _wait_for(random.randint(2, 40), folder)
        # While they write: what is signed between two looks must not seem to be missing.
        complaints += _complaints(folder)
    finally:
        for process in processes:
            os.kill(process, SIGKILL)
        for process in processes:
            os.waitpid(process, 0)
    return complaints + _complaints(folder)


def _wait_for(entries: int, folder: Path) -> None:
    """Until the log is so long, and a head lies outside: on a busy machine they take their time to begin."""
    end = time.monotonic() + 30
    while read.size() < entries or not list(folder.glob("checkpoint-*")):
        if time.monotonic() > end:
            raise RuntimeError("the writers wrote nothing")
        time.sleep(0.002)


def _fork(act: Any) -> int:
    connections.close_all()
    process = os.fork()
    if process:
        return process
    try:
        act()
    finally:
        # Whatever it was, this process may never run on as its parent does.
        os._exit(1)


def _write() -> None:
    from belisha.ledger.record import PUBLIC, record
    from bench.ledger_mutations import _report

    random.seed(os.getpid())
    reports = [_report() for _ in range(3)]
    while True:
        with suppress(ZeroDivisionError), transaction.atomic():
            for _ in range(random.randint(1, 4)):
                record(random.choice(EVENTS), by=PUBLIC, about=random.choice(reports), number=1)
            if random.random() < 0.1:
                raise ZeroDivisionError


EVENTS = ["report.noted", "referral.released", "case.decided"]


def _sign() -> None:
    from belisha.jobs import checkpoints

    while True:
        checkpoints.make_due()
        checkpoints.bring()


def _complaints(folder: Path) -> list[str]:
    from bench.ledger_mutations import Both

    both = Both(folder)
    verdicts = {"ours": both.ours(), "theirs": both.theirs()}
    return [f"{who}: {verdict}" for who, verdict in verdicts.items() if not verdict[0]]


def main(times: int) -> None:
    """So many logs, each in a database of its own; prints the complaints."""
    complaints, entries, heads = list[str](), 0, 0
    template = {alias: connections.settings[alias]["NAME"] for alias in ("default", "keys")}
    for number in range(times):
        folder = Path(tempfile.mkdtemp(prefix="belisha-honest-"))
        settings.BELISHA = settings.BELISHA.model_copy(update={"checkpoint_dir": folder})
        with _databases(template, number):
            complaints += [f"log {number}: {what}" for what in one(folder)]
            entries, heads = entries + read.size(), heads + len(list(folder.glob("checkpoint-*")))
        shutil.rmtree(folder)
    print(json.dumps({"logs": times, "entries": entries, "heads": heads, "complaints": complaints}))


@contextmanager
def _databases(template: dict[str, str], number: int) -> Iterator[None]:
    from belisha.vault.keys import forget

    connections.close_all()
    forget()
    on_sqlite = connections["default"].vendor == "sqlite"
    for alias, name in template.items():
        copy = f"{name}_{number}"
        (_copy_file if on_sqlite else _copy_database)(alias, name, copy)
        connections.settings[alias]["NAME"] = copy
    try:
        yield
    finally:
        connections.close_all()
        for alias, name in template.items():
            connections.settings[alias]["NAME"] = name
            (_remove_file if on_sqlite else _drop_database)(alias, f"{name}_{number}")


def _copy_file(alias: str, name: str, copy: str) -> None:
    shutil.copyfile(name, copy)


def _remove_file(alias: str, name: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


def _copy_database(alias: str, name: str, copy: str) -> None:
    _administer(alias, sql.SQL("CREATE DATABASE {} TEMPLATE {}"), copy, name)


def _drop_database(alias: str, name: str) -> None:
    _administer(alias, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def _administer(alias: str, statement: sql.SQL, *names: str) -> None:
    database = connections.settings[alias]
    with psycopg.connect(
        user=database["USER"], host=database["HOST"], dbname="postgres", autocommit=True
    ) as one:
        one.execute(statement.format(*map(sql.Identifier, names)))
