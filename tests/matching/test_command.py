"""The commands `belisha index build` and `belisha index search`."""

import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app
from belisha.matching import Index

pytestmark = pytest.mark.pure


def run(*words, stdin=None):
    return CliRunner().invoke(app, ["index", *map(str, words)], input=stdin)


@pytest.fixture
def listed(tmp_path):
    lines = ["AB" * 32, "not a hash", "", "ab" * 31 + "aa\r", "  " + "00" * 32 + " ", "0" * 62 + "\u00e9"]
    (tmp_path / "hashes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "hashes.txt"


@pytest.fixture
def index(listed, tmp_path):
    assert run("build", listed, tmp_path / "index").exit_code == 0
    return tmp_path / "index"


def test_a_line_that_is_no_hash_is_refused_alone_and_named(listed, tmp_path):
    result = run("build", listed, tmp_path / "index", "--json")
    assert result.exit_code == 0
    made = json.loads(result.stdout)
    assert (made["entries"], made["hashes"]) == (3, 3)
    assert [(line["line"], line["entry"]) for line in made["refused"]] == [(2, 1), (6, 5)]
    assert "Refused: line 2 (entry 1): it has 10 characters" in result.stderr
    assert "Refused: line 6 (entry 5): it has other characters than hexadecimal digits." in result.stderr


def test_the_entry_is_the_number_of_the_line_from_0(index):
    result = run("search", index, "ab" * 32, "FF" * 32, "00" * 32, "--json")
    assert result.exit_code == 1
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"query": "ab" * 32, "matches": [{"entry": 0, "distance": 0}, {"entry": 3, "distance": 1}]},
        {"query": "FF" * 32, "matches": []},
        {"query": "00" * 32, "matches": [{"entry": 4, "distance": 0}]},
    ]


def test_the_distance_can_be_chosen_from_0_to_40(index):
    assert run("search", index, "ab" * 32, "--distance", "0", "--json").stdout.count('"entry"') == 1
    assert run("search", index, "ab" * 32, "--distance", "41").exit_code == 2


def test_no_match_is_exit_code_0_and_a_sentence(index):
    result = run("search", index, "5c" * 32)
    assert result.exit_code == 0
    assert result.stdout == f"{'5c' * 32}: no match\n"


def test_a_query_that_cannot_be_read_is_refused_alone(index):
    result = run("search", index, "-", "--json", stdin=f"{'00' * 32}\n\nnonsense\n{'ab' * 32}\n")
    assert result.exit_code == 3
    assert [len(json.loads(line)["matches"]) for line in result.stdout.splitlines()] == [1, 2]
    assert "line 2 (entry 1): it has 8 characters" in result.stderr


def test_a_folder_without_an_index_is_exit_code_3_with_a_sentence(tmp_path):
    result = run("search", tmp_path, "00" * 32)
    assert result.exit_code == 3
    assert result.stderr.startswith("There is no index in")


def test_a_file_without_any_hash_makes_nothing(tmp_path):
    (tmp_path / "letters.txt").write_text("dear\n")
    result = run("build", tmp_path / "letters.txt", tmp_path / "index")
    assert result.exit_code == 3
    assert not (tmp_path / "index").exists()


def test_nothing_is_built_among_other_files(listed):
    result = run("build", listed, listed.parent)
    assert result.exit_code == 3
    assert "hashes.txt" in result.stderr


def test_building_again_replaces_the_index_in_one_step(index, listed):
    before = Index.open(index)
    listed.write_text("ff" * 32 + "\n")
    assert run("build", listed, index).exit_code == 0
    before._reader.refresh()
    assert before.search("ff" * 32) == [(0, 0)]
    assert before.search("00" * 32) == []


def test_the_help_shows_examples_and_missing_words_are_wrong_use(tmp_path):
    assert "Example: belisha index build" in run("build", "--help").stdout
    assert "Example: belisha index search" in run("search", "--help").stdout
    assert run("build", tmp_path / "nowhere.txt", tmp_path / "index").exit_code == 2
    assert run("search", tmp_path).exit_code == 2
