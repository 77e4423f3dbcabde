"""kill -9 between intake and release: nothing is lost, torn or done twice. In full: make bench-safety."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("times", [8, pytest.param(40, marks=pytest.mark.slow)])
def test_kills_between_intake_and_release_lose_tear_and_double_nothing(committed, organisation, times):
    command = [sys.executable, "-m", "bench.survival.kills", "--times", str(times)]
    environment = os.environ | committed.environment
    ran = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["kills"] == times
    assert found["acknowledged"] >= times / 4
    assert found["releases"] >= times / 4
    assert found["whole"], found["words"]
