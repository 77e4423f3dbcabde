"""`belisha backup` and `belisha restore` as an operator runs them."""

import json
from pathlib import Path

import pytest

from belisha.jobs.backups import age
from tests.jobs.test_commands import ANSWERS, belisha

pytestmark = pytest.mark.pure


@pytest.fixture
def identity(tmp_path):
    """The file of a private key, and its public key."""
    made = belisha("backup", "--new-identity", str(tmp_path / "key.txt"), folder=tmp_path / "none")
    assert made.returncode == 0, made.stderr
    return tmp_path / "key.txt", made.stdout.strip()


def test_both_commands_help_with_an_example():
    for command in ("backup", "restore"):
        assert f"Example: belisha {command}" in belisha(command, "--help").stdout


@pytest.mark.slow
def test_a_desk_is_backed_up_and_restored_by_two_commands_and_the_master_key_is_in_neither_file(
    tmp_path, identity
):
    file, public = identity
    desk, new = tmp_path / "desk", tmp_path / "new"
    belisha("setup", "--file", "-", folder=desk, said=json.dumps(ANSWERS))
    taken = belisha("backup", str(tmp_path / "b.age"), "--json", folder=desk, BELISHA_BACKUP_RECIPIENT=public)
    assert taken.returncode == 0, taken.stderr
    said = json.loads(taken.stdout)
    master = (desk / "master.key").read_bytes().strip()
    for written in (said["file"], said["keys"]):
        with age.opened(Path(written), age.identities(file)) as parts:
            assert not [name for name, content in parts if master in content]
    ask = ("restore", said["file"], "--identity", str(file), "--json")
    assert belisha(*ask, folder=new).returncode == 2  # nobody said where the heads outside are
    lost = belisha(*ask, "--no-checkpoints", folder=new)
    assert (lost.returncode, "master key" in lost.stderr) == (3, True)
    assert not list(new.glob("*.sqlite3"))
    (new / "master.key").touch(mode=0o600)
    (new / "master.key").write_bytes(master)
    done = belisha(*ask, "--no-checkpoints", folder=new)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["ledger"]["ok"], told["rows"], told["entries_lost"]) == (True, said["rows"], 0)
    assert belisha("ledger", "verify", folder=new).returncode == 0
    again = belisha(*ask, "--no-checkpoints", folder=new)
    assert (again.returncode, "There is something in" in again.stderr) == (3, True)


def test_a_key_pair_is_readable_by_its_owner_alone_and_never_written_over(tmp_path, identity):
    file, public = identity
    before = file.read_bytes()
    assert (file.stat().st_mode & 0o777, public.startswith("age1")) == (0o600, True)
    again = belisha("backup", "--new-identity", str(file), folder=tmp_path / "none")
    assert (again.returncode, "is there already" in again.stderr) == (3, True)
    assert file.read_bytes() == before


def test_a_backup_to_nobody_to_a_private_key_or_of_no_desk_is_refused_with_a_sentence(tmp_path):
    assert "Say where the backup goes" in belisha("backup", folder=tmp_path).stderr
    ran = belisha("backup", str(tmp_path / "b.age"), folder=tmp_path / "mistyped")
    assert (ran.returncode, "There is no desk in" in ran.stderr) == (2, True)
