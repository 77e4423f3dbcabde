"""kill -9 between release and record: each referral is told once in effect. In full: make bench-safety."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


def killed(committed, *options):
    command = [sys.executable, "-m", "bench.survival.deliveries", *options]
    ran = subprocess.run(
        command, cwd=TOP, env=os.environ | committed.environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("times", [8, pytest.param(40, marks=pytest.mark.slow)])
def test_kills_of_workers_that_send_lose_and_double_nothing(committed, organisation, times):
    found = killed(committed, "--times", str(times))
    assert found["kills"] == times
    assert found["interrupted"] >= times / 8
    assert found["whole"], found["words"]
