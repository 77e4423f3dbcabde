"""kill -9 between intake and release: nothing is lost, torn or done twice. In full: make bench-safety."""

import json
import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_twenty_kills_between_intake_and_release_lose_tear_and_double_nothing(committed, organisation):
    command = [sys.executable, "-m", "bench.survival.kills", "--times", "20"]
    environment = os.environ | committed.environment
    ran = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["kills"] == 20
    assert found["acknowledged"] >= 5
    assert found["releases"] >= 5
    assert found["whole"], found["words"]
