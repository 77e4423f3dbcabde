"""The command `belisha route`."""

import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app
from belisha.routing import route

pytestmark = pytest.mark.pure

FACTS = {"reporter": "parent", "danger_now": "unknown", "child": {"place": "CB2 1TN"}}


def run(*words, stdin=None):
    return CliRunner().invoke(app, ["route", *words], input=stdin)


def test_facts_from_a_file_and_from_stdin_give_the_answer_of_the_package(tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(FACTS), encoding="utf-8")
    expected = json.loads(json.dumps(route(FACTS).as_json()))
    for result in (run(str(file), "--json"), run("-", "--json", stdin=json.dumps(FACTS))):
        assert result.exit_code == 0
        assert json.loads(result.stdout) == expected


def test_without_json_the_steps_are_words_in_order():
    words = run("-", stdin=json.dumps(FACTS)).stdout
    assert words.index("1. Emergency services: now") < words.index("2. Cambridgeshire Constabulary")
    assert "Send no pictures or videos." in words
    assert "Somebody to talk to:" in words


def test_wrong_facts_are_named_on_stderr_and_are_wrong_use():
    result = run("-", "--json", stdin=json.dumps({"child": {"country": "UK", "town": "Ely"}}))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "child.country" in result.stderr
    assert "GB" in result.stderr
    assert "child.town" in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "7"])
def test_what_is_no_json_object_is_wrong_use(text):
    assert run("-", stdin=text).exit_code == 2


def test_a_file_that_is_not_there_could_not_be_read(tmp_path):
    result = run(str(tmp_path / "none.json"))
    assert result.exit_code == 3
    assert "can't be read" in result.stderr


def test_the_help_shows_an_example():
    assert "belisha route -" in run("--help").stdout
