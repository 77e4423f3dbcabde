"""Several server processes: what somebody probes is shared among them, and what they count is added up."""

import os
from pathlib import Path

import pytest

from belisha.jobs.several import COUNTS, PROCESSES, several
from belisha.screening.metrics import exposition
from belisha.screening.watch.keys import Thresholds


@pytest.fixture
def unset(monkeypatch):
    for name in (PROCESSES, COUNTS):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_processes_learn_how_many_they_are_and_where_they_count(unset):
    with several(3):
        assert os.environ[PROCESSES] == "3"
        folder = Path(os.environ[COUNTS])
        assert folder.is_dir()
    assert not folder.exists()


def test_one_process_needs_to_know_nothing(unset):
    with several(1):
        assert {PROCESSES, COUNTS} & set(os.environ) == set()


def test_what_an_operator_says_comes_first(unset, monkeypatch):
    monkeypatch.setenv(PROCESSES, "8")
    with several(2):
        assert os.environ[PROCESSES] == "8"


def test_sums_are_read_from_the_folder_where_there_is_one(monkeypatch, tmp_path):
    monkeypatch.setenv(COUNTS, str(tmp_path))
    assert "belisha_lists_in_force 0.0" in exposition().decode()


def test_each_of_several_processes_tells_sooner_but_never_of_one_query():
    two, many = Thresholds().among(2), Thresholds().among(500)
    assert (two.variants, two.crossings, two.misses) == (16, 2, 125_000)
    assert (many.variants, many.crossings, many.matches) == (8, 2, 1)
    assert Thresholds().among(1) == Thresholds()
