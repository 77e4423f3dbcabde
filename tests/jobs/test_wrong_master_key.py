"""A wrong or a lost master key: every command refuses with a sentence, and not a byte is changed."""

import base64
import hashlib
import json
import secrets
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.jobs.test_commands import ANSWERS, belisha, free_port

pytestmark = [pytest.mark.pure, pytest.mark.slow]

WRITES = (
    ("serve", "--port", "PORT"),
    ("work", "--once"),
    ("setup", "--file", "-"),
    ("demo",),
    ("adduser", "rosa@forum.example", "--role", "moderator"),
    ("keys", "add", "game server", "--scope", "report", "--days", "9"),
    ("vault", "rotate"),
    ("ledger", "verify"),
    ("doctor",),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk") / "data"
    ran = belisha("setup", "--file", "-", folder=folder, said=json.dumps(ANSWERS))
    assert ran.returncode == 0, ran.stderr
    for name in ("belisha", "keys"):
        with closing(sqlite3.connect(folder / f"{name}.sqlite3")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def content(folder):
    """Every file of the desk that anything could have been written to, by its digest."""
    names = ("belisha.sqlite3", "keys.sqlite3", "master.key")
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in names}
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


@pytest.mark.parametrize("command", WRITES, ids=lambda command: command[0])
@pytest.mark.parametrize("how", ["wrong", "lost"])
def test_it_refuses_and_changes_nothing(desk, tmp_path, command, how):
    folder = tmp_path / "data"
    shutil.copytree(desk, folder)
    if how == "lost":
        (folder / "master.key").unlink()
    else:
        (folder / "master.key").write_bytes(base64.b64encode(secrets.token_bytes(32)) + b"\n")
    before = content(folder)
    said = [str(free_port()) if word == "PORT" else word for word in command]
    ran = belisha(*said, folder=folder, said=json.dumps(ANSWERS))
    told = ran.stderr + ran.stdout
    assert ran.returncode in (1, 3), told
    assert "master key" in told
    assert "Traceback" not in told
    assert content(folder) == before
