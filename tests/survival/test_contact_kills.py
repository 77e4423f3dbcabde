"""kill -9 while contacts are assessed: what was acknowledged is there, whole and once."""

import json
import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_ten_kills_while_contacts_are_assessed_lose_tear_and_double_nothing(committed, organisation):
    command = [sys.executable, "-m", "bench.survival.contacts", "--times", "10"]
    environment = os.environ | committed.environment
    ran = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["acknowledged"] >= 5
    assert (found["lost"], found["doubled"], found["torn"]) == (0, 0, 0)
    assert found["whole"]
