"""The commands as an operator runs them: processes and a folder of their own."""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.jobs import forked
from tests.screening.listed import digits, file_of

pytestmark = pytest.mark.pure

BELISHA = Path(sys.executable).with_name("belisha")
ANSWERS = {
    "legal_name": "Quiet Forum",
    "country": "GB",
    "place": "NR1 3QA",
    "services": [{"name": "Quiet Forum"}],
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def belisha(*arguments, folder=None, said="", **env):
    """Run a command as an operator would, without the settings of the test run; it isn't started anew."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
    if folder is not None:
        clean["BELISHA_DATA_DIR"] = str(folder)
    return forked.belisha(*arguments, env={**clean, **env}, said=said)


@pytest.fixture(scope="session")
def set_up(tmp_path_factory):
    """A desk that was set up once, by the first of the test processes; each test works on a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "set-up" / "data"
    with (shared / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            ran = belisha("setup", "--file", "-", folder=folder, said=json.dumps(ANSWERS))
            assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def desk(set_up, folder):
    shutil.copytree(set_up, folder)
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(folder, port, **env):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
    return subprocess.Popen(
        [BELISHA, "serve", "--port", str(port)],
        env={**clean, "BELISHA_DATA_DIR": str(folder), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(port):
    give_up = time.monotonic() + 300
    while time.monotonic() < give_up:
        try:
            return urlopen(f"http://127.0.0.1:{port}/livez", timeout=10).status
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_setup_makes_a_key_that_only_its_owner_can_read_and_a_profile(desk):
    assert (desk / "master.key").stat().st_mode & 0o777 == 0o600
    assert (desk / "belisha.sqlite3").stat().st_mode & 0o077 == 0
    profile = json.loads(
        belisha("setup", "--file", "-", "--json", folder=desk, said='{"country": "UK"}').stdout
    )
    assert (profile["legal_name"], profile["country"]) == ("Quiet Forum", "GB")
    assert profile["force_code"] == "E23000024"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ('{"legal_nam": "x"}', "no field legal_nam"),
        ('{"country": "XX"}', "two letters"),
        ('{"legal_name": "x", "time_zone": "Mars"}', "time zone"),
        ("[]", "one JSON object"),
        ("{", "isn't JSON"),
    ],
)
def test_setup_says_in_a_sentence_what_it_can_not_take(desk, answers, sentence):
    ran = belisha("setup", "--file", "-", folder=desk, said=answers)
    assert ran.returncode in (2, 3)
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr


ON_A_DESK = (
    ("ledger", "verify"),
    ("keys", "list"),
    ("doctor",),
    ("adduser", "rosa@forum.example"),
    ("work", "--once"),
)


@pytest.mark.parametrize("command", ON_A_DESK, ids=" ".join)
def test_a_mistyped_folder_is_named_and_nothing_is_made_in_it(tmp_path, command):
    ran = belisha(*command, folder=tmp_path / "mistyped")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("There is no desk in ")
    assert not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize("command", ON_A_DESK[:2], ids=" ".join)
def test_what_is_no_database_is_one_sentence(desk, command):
    for part in desk.glob("belisha.sqlite3*"):
        part.unlink()
    (desk / "belisha.sqlite3").write_text("Not a database, but long enough to be taken for one. " * 9)
    ran = belisha(*command, folder=desk)
    assert (ran.returncode, ran.stderr.count("\n")) == (3, 1)
    assert "The database can't be used" in ran.stderr


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "data").write_text("a file")
    ran = belisha("setup", "--file", "-", folder=tmp_path / "data", said="{}")
    assert (ran.returncode, "is a file, not a folder" in ran.stderr) == (2, True)


def test_answers_that_cannot_be_read_leave_no_key_behind(folder):
    ran = belisha("setup", "--file", "nowhere.json", folder=folder)
    assert (ran.returncode, ran.stderr) == (2, "Can't read nowhere.json: No such file or directory.\n")
    assert not (folder / "master.key").exists()


def test_doctor_names_what_is_missing_and_what_to_do(desk):
    ran = belisha("doctor", "--json", folder=desk)
    checks = {check["name"]: check for check in json.loads(ran.stdout)["checks"]}
    assert ran.returncode == 0
    assert checks["master key"]["ok"]
    assert checks["default: synchronous"]["ok"]
    assert checks["decoding"]["ok"]
    assert "nothing written" in checks["decoding"]["detail"]
    assert "HEIC" in checks["pictures and videos"]["detail"]
    assert not checks["staff"]["ok"]
    assert "belisha adduser" in checks["staff"]["remedy"]


def test_doctor_says_that_nobody_looks_after_the_lists_until_somebody_does(desk):
    def officer():
        checks = json.loads(belisha("doctor", "--json", folder=desk).stdout)["checks"]
        return next(check for check in checks if check["name"] == "list officer")

    assert officer()["detail"].startswith("nobody is told that a list was refused")
    belisha("adduser", "rosa@forum.example", "--role", "moderator", "--role", "list_officer", folder=desk)
    assert (officer()["ok"], officer()["detail"]) == (True, "1 with access")


def test_doctor_says_no_where_the_master_key_lies_open(desk):
    (desk / "master.key").chmod(0o644)
    ran = belisha("doctor", folder=desk)
    assert ran.returncode == 2
    assert "chmod 600" in ran.stderr


def test_a_lost_master_key_is_named_and_nothing_is_made_in_its_place(desk):
    (desk / "master.key").unlink()
    ran = belisha("serve", "--port", str(free_port()), folder=desk)
    assert ran.returncode == 3
    assert "master key" in ran.stderr
    assert not (desk / "master.key").exists()


def test_a_setting_that_does_not_exist_stops_the_start_with_its_name(desk):
    ran = belisha("doctor", folder=desk, BELISHA_DATBASE_URL="x")
    assert (ran.returncode, "BELISHA_DATBASE_URL" in ran.stderr) == (2, True)


def test_a_secret_in_a_wrong_setting_is_not_repeated(desk):
    ran = belisha("doctor", folder=desk, BELISHA_MASTER_KEY="not-a-key-but-a-secret")
    assert ran.returncode == 2
    assert "not-a-key-but-a-secret" not in ran.stderr + ran.stdout


def test_a_member_of_staff_is_added_with_a_password_that_is_shown_once(desk):
    ran = belisha("adduser", "rosa@forum.example", "--name", "Rosa", "--role", "moderator", folder=desk)
    assert ran.returncode == 0
    assert len(ran.stdout.strip()) >= 20
    again = belisha("adduser", "rosa@forum.example", folder=desk)
    assert (again.returncode, "already somebody" in again.stderr) == (3, True)


def test_a_key_is_added_listed_and_revoked(desk):
    secret = belisha("keys", "add", "game server", "--scope", "report", folder=desk).stdout.strip()
    listed = belisha("keys", "list", "--json", folder=desk).stdout
    assert secret.startswith("belisha_")
    assert secret not in listed
    revoked = belisha("keys", "revoke", json.loads(listed)["id"], folder=desk)
    assert "is revoked" in revoked.stderr
    assert json.loads(belisha("keys", "list", "--json", folder=desk).stdout)["state"] == "revoked"


def test_a_key_ends_in_a_year_unless_said_otherwise_and_is_rotated_with_an_overlap(desk):
    made = json.loads(belisha("keys", "add", "game", "--scope", "report", "--json", folder=desk).stdout)
    assert made["expires_at"]
    endless = belisha("keys", "add", "a", "--scope", "read", "--days", "0", "--json", folder=desk)
    assert json.loads(endless.stdout)["expires_at"] is None
    rotated = belisha("keys", "rotate", made["id"], "--overlap-hours", "24", "--json", folder=desk)
    new = json.loads(rotated.stdout)
    assert new["key"] != made["key"]
    assert new["old"] == made["id"]
    again = belisha("keys", "rotate", made["id"], folder=desk)
    assert (again.returncode, "rotated already" in again.stderr) == (3, True)
    assert belisha("keys", "rotate", "nothing", folder=desk).returncode == 2


def test_the_ledger_of_a_fresh_desk_verifies(desk):
    said = json.loads(belisha("ledger", "verify", "--json", folder=desk).stdout)
    assert (said["ok"], said["first_bad"]) == (True, None)
    assert said["entries"] >= 2


def test_the_server_runs_no_code_of_the_folder_it_starts_in_and_ctrl_c_stops_it_cleanly(desk, monkeypatch):
    (desk.parent / "six.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(desk.parent)
    port = free_port()
    server = started(desk, port)
    try:
        assert wait_for(port) == 200
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=120)
    finally:
        server.kill()
    assert server.returncode == 0, errors
    assert f"http://127.0.0.1:{port}" in errors
    assert "Traceback" not in errors


def test_a_taken_port_is_one_sentence_that_says_what_to_do(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = belisha("serve", "--port", str(port), folder=desk)
    assert ran.returncode == 3
    assert re.search(r"choose another port, such as: belisha serve --port \d+", ran.stderr)


def test_every_command_helps_with_an_example():
    listed = belisha("--help").stdout
    for name in (
        "serve",
        "setup",
        "demo",
        "doctor",
        "adduser",
        "keys",
        "ledger",
        "force",
        "route",
        "guard",
        "work",
    ):
        assert name in listed
    for command in (
        ["serve"],
        ["setup"],
        ["demo"],
        ["doctor"],
        ["adduser"],
        ["work"],
        ["ledger", "verify"],
        ["keys", "add"],
        ["keys", "list"],
        ["keys", "rotate"],
        ["keys", "revoke"],
        ["force"],
        ["route"],
        ["guard"],
    ):
        assert "Example" in belisha(*command, "--help").stdout, command


def test_a_list_is_imported_a_poisoned_one_refused_and_the_reasons_told(desk, tmp_path):
    good = file_of(tmp_path, *(digits(16) for _ in range(30)), "broken")
    said = belisha("lists", "import", str(good), "--list", "partner", "--json", folder=desk)
    assert said.returncode == 0
    made = json.loads(said.stdout)
    assert (made["state"], made["counts"]["entries"], made["refused"]) == ("in_force", 30, 1)
    assert made["refused_lines"] == Path(made["refused_file"]).read_text().splitlines()
    page = file_of(tmp_path, "<html>", name="page")
    refused = belisha("lists", "import", str(page), "--list", "partner", folder=desk)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "The list was not taken: it is a web page. The version in force stays.\n"
    status = belisha("lists", "status", "--json", folder=desk)
    assert (status.returncode, status.stdout.count('+00:00"')) == (1, 2)
    told = json.loads(status.stdout)
    assert (told["version"], told["refused"], told["files"]) == (1, "it is a web page", "good")


def test_the_help_says_a_whole_sentence_of_each_command_under_a_heading():
    from belisha.jobs.cli import COMMANDS, HEADINGS

    said = belisha("--help").stdout
    assert "..." not in said.partition("Run a desk:")[2]
    assert [heading for heading in HEADINGS.values() if f"\n{heading}:\n" not in said] == []
    assert [name for name in COMMANDS if not re.search(rf"^  {name} +[A-Z]", said, re.MULTILINE)] == []
