"""kill -9 as orders are brought to services, and a day away: all arrive once. In full: bench-safety."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
pytestmark = pytest.mark.slow  # tests/enforcement shows the same with one process


def ran(committed, *options):
    command = [sys.executable, "-m", "bench.survival.orders", *options]
    done = subprocess.run(
        command, cwd=TOP, env=os.environ | committed.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_workers_killed_as_they_send_lose_and_double_nothing(committed, organisation):
    found = ran(committed, "--kills", "12")
    assert found["interrupted"] >= 1
    assert found["whole"], found["words"]


def test_a_service_away_for_a_day_takes_all_its_orders_afterwards(committed, organisation):
    found = ran(committed, "--orders", "60")
    assert found["late"] == 0
    assert found["whole"], found["words"]
