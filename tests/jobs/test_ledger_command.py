"""`belisha ledger`, and the verifier for outsiders, as people run them: real processes, real files."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.jobs.test_commands import belisha, set_up

__all__ = ["set_up"]

pytestmark = pytest.mark.pure

TOOL = Path(__file__).parents[2] / "tools" / "verify_ledger.py"


@pytest.fixture(scope="module")
def once(set_up, tmp_path_factory):
    """A desk whose ledger was signed and brought outside, once; each test works on a copy."""
    place = tmp_path_factory.mktemp("signed")
    shutil.copytree(set_up, place / "data")
    (place / "outside").mkdir()
    key = _ledger(place, "key").stdout.strip()
    _sign(place)
    assert [path.name[:10] for path in sorted((place / "outside").iterdir())] == ["checkpoint", "leaves-000"]
    return place, key


def _ledger(place, *arguments):
    return belisha("ledger", *arguments, folder=place / "data", BELISHA_CHECKPOINT_DIR=str(place / "outside"))


def _sign(place):
    _ledger(place, "checkpoint")
    belisha("work", "--once", folder=place / "data", BELISHA_CHECKPOINT_DIR=str(place / "outside"))


@pytest.fixture
def place(once, tmp_path):
    shutil.copytree(once[0], tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def desk(place):
    return place / "data"


@pytest.fixture
def outside(place):
    return place / "outside"


@pytest.fixture
def signed(once):
    """The ledger's key."""
    return once[1]


@pytest.fixture
def run(place):
    """run("key"): a command about the ledger of a desk that has a folder outside."""
    return lambda *arguments: _ledger(place, *arguments)


def tool(*arguments, **env):
    """The verifier, from a folder where nothing of ours can be found."""
    command = [sys.executable, "-I", str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=120)


def test_the_commands_and_the_verifier_agree_on_a_ledger_that_is_whole(run, signed, desk, outside, tmp_path):
    said = json.loads(run("verify", "--checkpoints", str(outside), "--key", signed, "--json").stdout)
    assert (said["ok"], said["first_bad"], said["reason"], said["checkpoints"]) == (True, None, "", 1)
    exported = tmp_path / "ledger.jsonl"
    assert json.loads(run("export", str(exported), "--json").stdout)["entries"] == said["entries"]
    for log in (exported, desk / "belisha.sqlite3"):
        answer = tool(log, "--checkpoints", outside, "--key", signed, "--json")
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout) == said
    every = tool(
        *(desk / "belisha.sqlite3", "--checkpoints", outside, "--json"),
        *("--keys", desk / "keys.sqlite3", "--master-key", desk / "master.key"),
    )
    assert json.loads(every.stdout) == said


def test_an_older_database_put_back_is_found_by_both(run, place, desk, outside, tmp_path):
    older = tmp_path / "older.sqlite3"
    with closing(sqlite3.connect(desk / "belisha.sqlite3")) as now, closing(sqlite3.connect(older)) as copy:
        now.backup(copy)
    belisha("keys", "add", "a program", "--scope", "report", folder=desk)
    _sign(place)
    for ending in ("", "-wal", "-shm"):
        Path(f"{desk}/belisha.sqlite3{ending}").unlink(missing_ok=True)
    shutil.copyfile(older, desk / "belisha.sqlite3")
    ran = run("verify", "--checkpoints", str(outside), "--json")
    said = json.loads(ran.stdout)
    assert (ran.returncode, said["ok"], said["first_bad"], said["exact"]) == (1, False, said["entries"], True)
    assert run("verify").returncode == 0
    theirs = json.loads(tool(desk / "belisha.sqlite3", "--checkpoints", outside, "--json").stdout)
    assert (theirs["ok"], theirs["first_bad"]) == (False, said["first_bad"])


def test_a_folder_without_a_checkpoint_is_no_yes(run, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = run("verify", "--checkpoints", str(empty))
    assert ran.returncode == 3
    assert "There is no checkpoint" in ran.stderr


def test_wrong_use_is_named(run, outside, tmp_path):
    assert run("verify", "--key", "x").returncode == 2
    assert run("verify", "--checkpoints", str(outside), "--key", "x").returncode == 2
    assert tool(tmp_path / "nothing").returncode == 3
    assert tool("--nothing").returncode == 2


def test_another_key_makes_every_checkpoint_a_stranger_and_a_new_one_needs_the_old(run, signed, outside):
    new = run("key", "--rotate").stdout.strip()
    assert new != signed
    ran = run("verify", "--checkpoints", str(outside), "--key", new)
    assert ran.returncode == 1
    assert "isn't signed by this key" in ran.stderr
    assert run("verify", "--checkpoints", str(outside), "--key", new, "--key", signed).returncode == 0
    assert json.loads(run("key", "--json").stdout)["older"] == [signed]


def test_the_verifier_imports_nothing_of_ours():
    import ast

    known = {"cryptography", *sys.stdlib_module_names}
    for found in ast.walk(ast.parse(TOOL.read_text())):
        if isinstance(found, ast.Import):
            assert {name.name.partition(".")[0] for name in found.names} <= known
        elif isinstance(found, ast.ImportFrom):
            assert (found.module or "").partition(".")[0] in known


def test_the_doctor_says_where_checkpoints_are_kept(place, desk, outside):
    _sign(place)
    kept = belisha("doctor", folder=desk, BELISHA_CHECKPOINT_DIR=str(outside)).stdout
    assert "ok   checkpoints: the newest over" in kept
    assert "note checkpoints: kept nowhere outside" in belisha("doctor", folder=desk).stdout
