"""What must be survived, each with its figure and pass mark, on desks of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.desk import ROOT, Desk, databases_of, prepared
from bench.survival import away, flood, full, power
from tests.databases import EmbeddedPostgres

Row = tuple[str, str, bool]
REPORTS_BELOW_THE_SHIM = 10


def killed(kind: str, times: int) -> Row:
    """Kill shifts at random moments between intake and release."""
    with prepared(kind) as made:
        found = _program(made, "kills", "--times", str(times))
    what = f"kill -9 between intake and release, {kind}"
    return (what, f"{found['kills']} kills, {found['words']}", bool(found["whole"]))


def deliveries_killed(kind: str, times: int) -> Row:
    """Kill workers at random moments between release and record, against receivers that remember."""
    with prepared(kind) as made:
        found = _program(made, "deliveries", "--times", str(times))
    what = f"kill -9 between release and record, {kind}"
    return (what, f"{found['kills']} kills, {found['words']}", bool(found["whole"]))


def contacts_killed(kind: str, times: int) -> Row:
    """Kill processes at random moments while they assess contacts, with shared commits."""
    with prepared(kind) as made:
        found = _program(made, "contacts", "--times", str(times))
    figure = f"{found['kills']} kills, {found['acknowledged']} acknowledged, {found['lost']} lost"
    words = f"{figure}, {found['torn']} torn, {found['doubled']} counted twice"
    return (f"kill -9 while contacts are assessed, {kind}", words, bool(found["whole"]))


def orders_drained(kind: str, orders: int) -> Row:
    """Leave one of three services away for a day, and see all its orders arrive afterwards, in order."""
    with prepared(kind) as made:
        found = _program(made, "orders", "--orders", str(orders))
    figure = f"{found['words']}; {found['probes']} probes of the one away, drained in {found['drained_in']} s"
    whole = bool(found["whole"]) and not found["late"]
    return (f"a service away for 24 hours, {kind}", f"{figure}, the others late {found['late']} times", whole)


def referrals_drained(kind: str, referrals: int) -> Row:
    """Leave one of three receivers away for a day, and see all its referrals arrive afterwards, each once."""
    with prepared(kind) as made:
        found = _program(made, "referrals", "--referrals", str(referrals))
    figure = (
        f"{found['words']}; {found['probes']} attempts in vain at the one away, the last arrived "
        f"{found['back_after']} after it was back, drained in {found['drained_in']} s"
    )
    whole = bool(found["whole"]) and not found["late"]
    return (
        f"a receiver away for 24 hours, {kind}",
        f"{figure}, the others late {found['late']} times",
        whole,
    )


def orders_killed(kind: str, times: int) -> Row:
    """Kill workers at random moments as they bring orders to services that remember."""
    with prepared(kind) as made:
        found = _program(made, "orders", "--kills", str(times))
    figure = f"{found['kills']} kills, {found['interrupted']} interrupted, {found['words']}"
    return (f"kill -9 between an order and its arrival, {kind}", figure, bool(found["whole"]))


def power_cuts(times: int, pragmas: Sequence[str] = ()) -> Row:
    """Cut the power at random moments of a shift; `pragmas` weaken SQLite, to see that it shows."""
    what = "power cuts between intake and release, sqlite"
    if power.compiler() is None:
        return (what, "skipped: there is no C++ compiler to record the writes with", True)
    found = cut_off(times, pragmas)
    figure = (
        f"{found['cuts']} cuts in {found['changes']} changes of the disk, {found.get('acknowledged', 0)} "
        f"acknowledgements looked for, {found.get('lost', 0)} lost, {found.get('torn', 0)} torn, "
        f"{found.get('unreadable', 0)} databases unreadable, {found.get('ledgers_broken', 0)} ledgers broken"
    )
    return (what, figure, not any(found.get(name) for name in ("cuts_that_lost", "unreadable")))


def cut_off(times: int, pragmas: Sequence[str] = (), reports: int = REPORTS_BELOW_THE_SHIM) -> dict[str, int]:
    """The totals of so many power cuts."""
    with prepared("sqlite") as made:
        folder = Path(made.env["BELISHA_DATA_DIR"])
        made.python("from bench.survival.shift import at_work; at_work()")
        start = folder.with_name("start")
        shutil.copytree(folder, start)
        log = folder.with_name("log")
        recorded = made.env | {
            "LD_PRELOAD": str(power.build(folder.parent)),
            "SURVIVAL_FOLDER": str(folder),
            "SURVIVAL_LOG": str(log),
        }
        options = [part for pragma in pragmas for part in ("--pragma", pragma)]
        arguments = ["--reports", str(reports), "--folder", str(folder), *options]
        _run(recorded, "walk", *arguments)
        return _program(made, "power", "--start", str(start), "--log", str(log), "--times", str(times))


def database_away(times: int) -> Row:
    """Stop PostgreSQL so often while reports come in."""
    with EmbeddedPostgres() as server, prepared("postgres", databases_of(server)) as made:
        sent, waits = away.run(made, server, times)
        lost = _lost(made, sent.kept)
        ledger = json.loads(made.run("ledger", "verify", "--json"))["ok"]
    back = sum(wait <= away.BACK_WITHIN for wait in waits)
    strange = Counter(sent.other)
    figure = (
        f"{len(waits)} times away, {back} times back within 30 s (at most {max(waits):.1f} s), "
        f"{len(sent.kept)} acknowledged, {lost} lost, answers but 201 and 503: {dict(strange)}, "
        f"ledger ok: {ledger}"
    )
    well = back == len(waits) and not lost and not strange and ledger
    return ("PostgreSQL stopped under load", figure, well)


def disk_full() -> Row:
    """Fill the disk at twenty points of an intake, and make it read-only once."""
    what = "disk full at 20 points, and read-only, sqlite"
    if power.compiler() is None:
        return (what, "skipped: there is no C++ compiler to stand before the disk with", True)
    with prepared("sqlite") as made:
        seen = full.run(made)
        lost = _lost(made, seen.kept)
        ledger = json.loads(made.run("ledger", "verify", "--json"))["ok"]
    figure = (
        f"{len(seen.kept)} acknowledged meanwhile, {lost} of them lost, {seen.refused} refused with 503 and "
        f"Retry-After, {len(seen.wrong)} wrong answers {seen.wrong[:3]}, back without restart within "
        f"{seen.slowest:.1f} s, ledger ok: {ledger}"
    )
    return (what, figure, not lost and not seen.wrong and bool(seen.refused) and ledger)


def flooded(kind: str, seconds: int) -> Row:
    """Report danger amid a hundred times the demo's load."""
    with prepared(kind) as made:
        heard, answers = flood.run(made, seconds)
        lost = _lost(made, heard.kept)
    asked = sum(answers.values())
    figure = (
        f"{seconds} s of {flood.TIMES} times {flood.DEMO} requests a second, {asked / seconds:.0f} a second "
        f"answered: {answers}; {len(heard.kept)} of {heard.sent} reports of danger acknowledged, p99 "
        f"{heard.p99:.2f} s (with the pages of the form {heard.whole_p99:.2f} s), {lost} lost "
        f"{dict(heard.wrong) or ''}"
    )
    well = heard.p99 <= 2 and not lost and not heard.wrong
    return (f"danger now under a flood, {kind}", figure, well)


LOST = """
import json, sys
from belisha.intake.read import status_of
print(sum(status_of(receipt) is None for receipt in json.loads(RECEIPTS)))
"""


def _lost(made: Desk, kept: dict[str, str]) -> int:
    """How many of these receipts the desk doesn't know."""
    return int(made.python(LOST.replace("RECEIPTS", repr(json.dumps(list(kept.values()))))).split()[-1])


def _program(made: Desk, name: str, *arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(_run(made.env, name, *arguments).splitlines()[-1])
    return said


def _run(env: dict[str, str], name: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"bench.survival.{name}", *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return ran.stdout
