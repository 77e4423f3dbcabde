"""`belisha figures check`: the verdicts on stdout, what was not checked on stderr, and exit codes."""

import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.figures import app

pytestmark = pytest.mark.pure
CLAIM = "Cambridgeshire up 343% from 164 in 2017/18 to 727 in 2022/23"


def run(*words, stdin=None):
    env = {"BELISHA_DATA_DIR": "/nowhere", "BELISHA_FIGURES_BOOK": ""}
    return CliRunner().invoke(app, ["check", *words], input=stdin, env=env)


def test_a_supported_claim_ends_with_0_and_is_one_object():
    found = run(CLAIM, "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert {"claim", "verdict", "computed", "formula", "because", "missing"} <= set(told)
    assert (told["verdict"], told["computed"]) == ("supported", "343.29 per cent")


def test_a_wrong_one_ends_with_1_and_says_the_mistake():
    found = run(CLAIM.replace("343", "443"))
    assert found.exit_code == 1
    assert found.stdout.startswith("Contradicted: ")
    assert "Likely mistake: The ratio told as a change" in found.stdout


def test_what_cannot_be_said_ends_with_1_and_names_what_is_missing():
    found = run("Cambridgeshire had the highest rise of the six East of England forces", "--json")
    assert found.exit_code == 1
    assert "Norfolk, 2022/23" in json.loads(found.stdout)["missing"]


def test_a_file_gives_each_claim_with_its_line(tmp_path):
    file = tmp_path / "release.txt"
    file.write_text(
        "Figures.\n\nKent recorded 1,568 offences in 2022/23.\nKent recorded 1,658 offences in 2022/23.\n"
    )
    found = run(str(file), "--json")
    told = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(one["line"], one["verdict"]) for one in told] == [(3, "supported"), (4, "contradicted")]
    assert {one["file"] for one in told} == {str(file)}
    assert found.exit_code == 1
    assert "Not checked" in found.stderr


def test_stdin_is_read_and_last_year_needs_the_day_of_the_text():
    text = "Kent recorded 1,568 offences last year.\n"
    assert run("-", stdin=text).exit_code == 1
    assert run("-", "--written", "2024-02-01", stdin=text).exit_code == 0


def test_a_text_without_a_claim_says_so():
    found = run("It rained.", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["because"] == "No claim about figures was found."


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nothing-here.txt"], 2, "There is no file nothing-here.txt."),
        ([CLAIM, "--written", "soon"], 2, "is no day"),
        ([CLAIM, "--book", "/nowhere/at.all"], 3, "no book"),
        ([], 2, ""),
    ],
)
def test_wrong_use_is_told_from_not_being_able_to(words, code, sentence):
    found = run(*words)
    assert found.exit_code == code
    assert sentence in found.stderr


def test_a_file_that_is_no_text_is_a_sentence(tmp_path):
    picture = tmp_path / "a.txt"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    found = run(str(picture))
    assert (found.exit_code, found.stdout) == (3, "")
    assert "is not UTF-8 text" in found.stderr
