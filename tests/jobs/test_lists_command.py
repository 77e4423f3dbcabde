"""`belisha lists` as an operator runs it: a real process on a desk of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screening.listed import digits, file_of

pytestmark = [pytest.mark.pure, pytest.mark.slow]

BELISHA = Path(sys.executable).with_name("belisha")


@pytest.fixture
def belisha(tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}

    def run(*arguments, said=""):
        return subprocess.run(
            [BELISHA, *map(str, arguments)],
            input=said,
            env={**clean, "BELISHA_DATA_DIR": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=120,
        )

    assert run("setup", "--file", "-", said='{"legal_name": "Quiet Forum", "country": "GB"}').returncode == 0
    return run


def test_settings_and_roll_back(belisha, tmp_path):
    for _ in range(2):
        belisha("lists", "import", file_of(tmp_path, digits(16)), "--list", "partner")
    assert belisha("lists", "set", "partner", "--max-distance", 20, "--ends-on", "2030-01-01").returncode == 0
    assert belisha("lists", "set", "partner", "--max-distance", 41).returncode == 2
    assert belisha("lists", "set", "partner").returncode == 2
    assert json.loads(belisha("lists", "rollback", "partner", "--json").stdout)["version"] == 1
    assert belisha("lists", "rollback", "partner").returncode == 3
    assert belisha("lists", "import", tmp_path / "no", "--list", "partner").returncode == 2
