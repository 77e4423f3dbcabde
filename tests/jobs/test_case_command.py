"""`belisha case export`: the evidence of a case as a file for its owner alone, once, with a reason."""

import json
import os
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from belisha.ledger.models import Entry
from belisha.ledger.signer import vkeys
from tests.desk_cases import make_case, organisation

__all__ = ["make_case", "organisation"]

BELISHA = Path(sys.executable).with_name("belisha")
VERIFIER = Path(__file__).parents[2] / "tools" / "verify_ledger.py"
WHY = "Asked for by the police, 35/1/26"


@pytest.fixture
def run(committed, tmp_path):
    def command(*said):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
        return subprocess.run(
            [BELISHA, "case", "export", *said],
            env=clean | committed.environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_it_writes_the_evidence_and_says_its_digest(run, make_case, tmp_path):
    case = make_case()
    ran = run(case.label, "--reason", WHY, "--json")
    assert ran.returncode == 0, ran.stderr
    file = tmp_path / f"evidence-{case.label}.zip"
    told = json.loads(ran.stdout)
    assert (told["file"], told["sha256"]) == (file.name, sha256(file.read_bytes()).hexdigest())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.event, entry.actor, entry.content["reason"]) == ("case.exported", "console", WHY)
    checked = subprocess.run(
        [sys.executable, "-I", VERIFIER, file, "--key", vkeys()[0]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, "Whole" in checked.stdout) == (0, True), checked.stdout + checked.stderr
    again = run(case.label, "--reason", WHY)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


@pytest.mark.slow
def test_it_refuses_no_case_no_reason_and_no_place(run, make_case):
    case = make_case()
    for said, code, words in (
        (("C-999999", "--reason", WHY), 1, "There is no case"),
        ((case.label, "--reason", " "), 2, "Say why"),
        ((case.label,), 2, "--reason"),
        ((case.label, "--reason", WHY, "--out", "nowhere/x.zip"), 3, "Can't write"),
    ):
        ran = run(*said)
        assert (ran.returncode, words in ran.stderr) == (code, True), ran.stderr
        assert "Traceback" not in ran.stderr
