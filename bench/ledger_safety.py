"""The ledger's promises, counted in full on both databases."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from bench.desk import Desk, prepared
from bench.ledger import FILL

Row = tuple[str, str, bool]


def rows(kind: str, entries: int, every: int, honest: int, million: int) -> Iterator[Row]:
    """(what, figure, whether it passed)."""
    with prepared(kind) as desk:
        yield mutations(desk, kind, entries, every)
    with prepared(kind) as desk:
        yield honest_logs(desk, kind, honest)
    with prepared(kind) as desk:
        yield long_log(desk, kind, million)


def mutations(desk: Desk, kind: str, entries: int, every: int) -> Row:
    """Everything that somebody could do to a log, each named by both verifiers at its very entry."""
    with tempfile.TemporaryDirectory(prefix="belisha-outside-") as folder:
        desk.env["BELISHA_CHECKPOINT_DIR"] = folder
        said = _said(desk, "bench.ledger_mutations", entries, every)
    done, missed = sum(said["counts"].values()), said["missed"]
    figure = f"{done} of {len(said['counts'])} kinds, {len(missed)} missed{_first(missed)}"
    return (f"changes to a {entries}-entry ledger, {kind}", figure, not missed)


def honest_logs(desk: Desk, kind: str, times: int) -> Row:
    """Logs that nobody touched, written by several who were killed: none is complained of."""
    said = _said(desk, "bench.ledger_honest", times)
    written = f"{said['logs']} logs, {said['entries']} entries, {said['heads']} heads"
    figure = f"{written}, {len(said['complaints'])} false alarms{_first(said['complaints'])}"
    return (f"honest ledgers, writers killed, {kind}", figure, not said["complaints"])


def long_log(desk: Desk, kind: str, entries: int) -> Row:
    """How long `belisha ledger verify` takes over a long log, as the operator waits for it."""
    desk.python(FILL.replace("COUNT", str(entries)))
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    said = json.loads(desk.run("ledger", "verify", "--json"))
    seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figure = f"{said['entries']} entries in {seconds:.1f} s, of which {busy:.1f} s at work (60)"
    return (f"a long ledger verified, {kind}", figure, said["ok"] and seconds <= 60)


def _said(desk: Desk, module: str, *counts: int) -> dict[str, Any]:
    printed = desk.python(f"from {module} import main; main(*{counts})")
    said: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return said


def _first(found: list[str]) -> str:
    return f": {found[0]}" if found else ""


if __name__ == "__main__":
    for row in rows(sys.argv[1], *map(int, sys.argv[2:6])):
        print(row, flush=True)
