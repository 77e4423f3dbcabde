"""What must be survived, each with its figure and pass mark, on desks of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.desk import ROOT, Desk, prepared
from bench.survival import power

Row = tuple[str, str, bool]
REPORTS_BELOW_THE_SHIM = 30


def killed(kind: str, times: int) -> Row:
    """Kill shifts at random moments between intake and release."""
    with prepared(kind) as made:
        found = _program(made, "kills", "--times", str(times))
    what = f"kill -9 between intake and release, {kind}"
    return (what, f"{found['kills']} kills, {found['words']}", bool(found["whole"]))


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


def _program(made: Desk, name: str, *arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(_run(made.env, name, *arguments).splitlines()[-1])
    return said


def _run(env: dict[str, str], name: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"bench.survival.{name}", *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return ran.stdout
