"""`belisha screen` as an operator runs it: it tells, and keeps nothing unless it is asked to report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.screening import fingerprint_of, picture, planted, saved

BELISHA = Path(sys.executable).with_name("belisha")


@pytest.fixture
def desk(committed):
    """A desk that knows one picture."""
    planted(pdq=fingerprint_of(saved(picture(seed=3), "PNG"))["pdq"])
    return committed


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "of last year"
    inner.mkdir()
    (tmp_path / "known.jpg").write_bytes(saved(picture(seed=3), "JPEG", quality=80))
    (tmp_path / "notes.txt").write_bytes(b"no picture")
    (inner / "other.png").write_bytes(saved(picture(seed=4), "PNG"))
    (inner / "link.jpg").symlink_to(tmp_path / "known.jpg")
    return tmp_path


def screen(desk, *arguments):
    command, env = [BELISHA, "screen", *map(str, arguments)], os.environ | desk.environment
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def test_files_and_folders_are_screened_and_nothing_is_kept_until_it_is_asked_for(desk, folder):
    from belisha.intake.models import Report
    from belisha.screening.models import Unscreened

    told = screen(desk, folder, "--json")
    assert [json.loads(line) for line in told.stdout.splitlines()] == [
        {"file": f"{folder}/known.jpg", "verdict": "match", "reason": None},
        {"file": f"{folder}/notes.txt", "verdict": "not_screened", "reason": "format"},
        {"file": f"{folder}/of last year/other.png", "verdict": "no_match", "reason": None},
    ]
    assert (told.returncode, Report.objects.count(), Unscreened.objects.count()) == (1, 0, 0)
    assert told.stderr == "1 match, 1 no match, 1 not screened\n"
    for _ in range(2):  # The second time within a day it is the same report.
        assert screen(desk, folder, "--report").returncode == 1
    report, unscreened = Report.objects.get(), Unscreened.objects.get()
    assert (report.sent_by, report.items.get().locator) == ("console", f"{folder}/known.jpg")
    assert (unscreened.reason, unscreened.locator) == ("format", f"{folder}/notes.txt")


def test_where_nothing_matches_the_exit_code_is_0_and_a_wrong_path_is_a_wrong_use(desk, folder):
    told = screen(desk, folder / "of last year")
    assert (told.returncode, told.stdout) == (0, "")
    assert screen(desk, folder / "nowhere").returncode == 2
