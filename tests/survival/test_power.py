"""Power cuts: the method sees what weaker settings lose, and the settings of the desk lose nothing."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from bench.survival import power
from bench.survival.disk import Disk, changes

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(power.compiler() is None, reason="there is no C++ compiler"),
]
CUTS, ROWS = 60, 12
WRITER = """
import os, sqlite3, sys
folder, pragmas = sys.argv[1], sys.argv[2:]
said = os.open(f"{folder}/said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
for number in range(ROWS):
    if number % 4 == 0:  # The last to close takes its log away, and the next makes a new one.
        if number:
            rows.close()
        rows = sqlite3.connect(f"{folder}/rows.sqlite3", isolation_level=None)
        for pragma in pragmas:
            rows.execute(f"PRAGMA {pragma}")
    rows.execute("INSERT INTO rows VALUES (?, ?)", (number, f"row {number} " * 400))
    os.write(said, f"{number}\\n".encode())
""".replace("ROWS", str(ROWS))


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return power.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def lost_with(shim, tmp_path):
    """How many acknowledged rows were lost, over all cuts, and how many files could not be read."""

    def run(*pragmas):
        (folder := tmp_path / "data").mkdir()
        with closing(sqlite3.connect(folder / "rows.sqlite3")) as rows:
            rows.execute(f"PRAGMA {pragmas[0]}")
            rows.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, words TEXT)")
        disk, log = Disk(folder), tmp_path / "log"
        watched = {"LD_PRELOAD": str(shim), "SURVIVAL_FOLDER": str(folder), "SURVIVAL_LOG": str(log)}
        subprocess.run([sys.executable, "-c", WRITER, folder, *pragmas], env=watched, check=True)
        return _cut(disk, list(changes(log)), tmp_path)

    return run


def _cut(disk, every, tmp_path):
    dice, lost, unreadable = random.Random(6), 0, 0
    moments = sorted(dice.choices(range(1, len(every) + 1), k=CUTS))
    for number, change in enumerate(every, 1):
        disk.take(change)
        for cut in [at for at, moment in enumerate(moments) if moment == number]:
            (left := tmp_path / f"cut-{cut}").mkdir()
            disk.cut(left, dice)
            said = {int(line) for line in disk.said.split()}
            try:
                lost += len(said - _numbers(left / "rows.sqlite3"))
            except sqlite3.DatabaseError:
                unreadable += 1
    return lost, unreadable


def _numbers(path):
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("PRAGMA integrity_check")
        return {number for number, words in rows.execute("SELECT * FROM rows") if words.endswith(" ")}


def test_write_ahead_log_with_full_loses_nothing_acknowledged(lost_with):
    assert lost_with("journal_mode=WAL", "synchronous=FULL") == (0, 0)


def test_write_ahead_log_with_normal_loses_what_was_acknowledged(lost_with):
    lost, _ = lost_with("journal_mode=WAL", "synchronous=NORMAL")
    assert lost > 0


def test_a_rollback_journal_with_full_loses_the_last_one(lost_with):
    lost, _ = lost_with("journal_mode=DELETE", "synchronous=FULL")
    assert lost > 0


def test_a_rollback_journal_whose_removal_is_durable_loses_nothing(lost_with):
    assert lost_with("journal_mode=DELETE", "synchronous=EXTRA") == (0, 0)
