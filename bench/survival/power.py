"""Power cuts on SQLite: what is left on the disk is opened, and compared with what was acknowledged.

Run on a desk that is set up:  python -m bench.survival.power --start FOLDER --log LOG --times 200
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import django

from bench.survival.disk import Disk, changes

SOURCE = Path(__file__).with_name("shim.cpp")
DATABASES = {"default": "belisha.sqlite3", "keys": "keys.sqlite3"}


def compiler() -> str | None:
    """The C++ compiler, or None: then there are no simulated cuts."""
    return shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")


def build(folder: Path) -> Path:
    """Compile the shim into this folder."""
    made = folder / "shim.so"
    options = ["-std=c++17", "-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([str(compiler()), *options, "-o", made, SOURCE, "-ldl"], check=True)
    return made


def main() -> None:
    """Cut the power so often, and print what was found as JSON."""
    asked = argparse.ArgumentParser(prog="python -m bench.survival.power")
    asked.add_argument("--start", type=Path, required=True, help="the data folder before the log began")
    asked.add_argument("--log", type=Path, required=True)
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    django.setup()
    print(json.dumps(run(given.start, given.log, given.times, random.Random(given.seed))))


def run(start: Path, log: Path, times: int, dice: random.Random) -> dict[str, Any]:
    """Cut the power at so many random moments of the log; the totals of what was found."""
    every = list(changes(log))
    moments = Counter(dice.randint(1, len(every)) for _ in range(times))
    disk, totals = Disk(start), Counter[str](cuts=0, changes=len(every))
    for number, change in enumerate(every, 1):
        disk.take(change)
        for _ in range(moments[number]):
            totals.update(_after_a_cut(disk, dice))
    return dict(totals)


def _after_a_cut(disk: Disk, dice: random.Random) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="belisha-cut-") as folder:
        disk.cut(Path(folder), dice)
        return {"cuts": 1, **_in_a_child(Path(folder), disk.said.decode())}


def _in_a_child(folder: Path, said: str) -> dict[str, int]:
    """Opened by a process of its own: nothing that this one remembers may help."""
    mouth, pen = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mouth)
        try:
            os.write(pen, json.dumps(_look(folder, said)).encode())
        finally:
            os._exit(0)
    os.close(pen)
    with os.fdopen(mouth) as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return json.loads(found) if found else {"unreadable": 1}


def _look(folder: Path, said: str) -> dict[str, int]:
    from django.db import connections

    from bench.survival.whole import Said, look

    for alias, name in DATABASES.items():
        with closing(sqlite3.connect(folder / name)) as opened:
            if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return {"unreadable": 1}
        connections.settings[alias]["NAME"] = str(folder / name)
    told = Said()
    for what, about, more in (line.split(" ") for line in said.splitlines()):
        told.note(what, about, more)
    found = look(told)
    return {
        "acknowledged": found.acknowledged + found.releases,
        "lost": found.lost + found.releases_lost,
        "torn": found.torn + found.doubled,
        "ledgers_broken": int(not found.ledger),
        "cuts_that_lost": int(not found.safe),
    }


if __name__ == "__main__":
    main()
