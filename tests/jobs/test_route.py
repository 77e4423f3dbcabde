"""The command `belisha route`."""

import json
from datetime import UTC, datetime

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
    assert "Telephone: 999\n" in words
    assert "Send no pictures or videos to any of them." in words
    assert "Somebody to talk to:\n- Childline: 0800 1111" in words or "Somebody to talk to:\n- NSPCC" in words
    assert "What would change this:\n- " in words
    assert "This is not legal advice." in words


def test_each_step_says_why_how_fast_how_to_reach_them_and_its_source_with_its_date():
    words = run("-", stdin=json.dumps(FACTS)).stdout
    for step in route(FACTS).steps:
        part = words[words.index(f"{step.order}. {step.authority.name}: {step.how_fast}") :]
        part = part.partition("\n\n")[0]
        for said in (step.why, step.basis, step.source.title, step.contact.url, step.contact.phone):
            assert (said or "") in part
        assert f"checked on {step.source.checked_on}" in part or "no date of checking" in part


def test_several_forces_are_candidates_with_their_shares():
    words = run("-", stdin='{"child": {"place": "SG8"}}').stdout
    assert "One of: Hertfordshire Constabulary (5" in words
    assert "% of its postcodes), Cambridgeshire Constabulary (" in words


def test_an_address_that_nobody_checked_is_marked_and_danger_never_waits():
    words = run("-", stdin='{"danger_now": "yes", "child": {"country": "AQ"}}').stdout
    assert "1. Emergency services: now\n" in words
    words = run("-", stdin='{"reporter": "organisation", "child": {"country": "DE"}}').stdout
    assert "(confirm first)\n" in words


def test_a_source_that_was_read_long_ago_is_said_to_be_old(time_machine):
    assert "more than 180 days ago" not in run("-", stdin=json.dumps(FACTS)).stdout
    time_machine.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    assert "checked on 2026-11-22, more than 180 days ago" in run("-", stdin=json.dumps(FACTS)).stdout


def test_the_rules_behind_it_are_named_on_request():
    assert "The rules behind it:" not in run("-", stdin=json.dumps(FACTS)).stdout
    words = run("-", "--why", stdin=json.dumps(FACTS)).stdout
    for rule in route(FACTS).rules:
        assert f"- {rule.id} ({rule.confidence}): {rule.says}" in words


def test_wrong_facts_are_named_on_stderr_each_on_its_line_and_are_wrong_use():
    result = run("-", "--json", stdin=json.dumps({"child": {"country": "UK", "town": "Ely"}, "at": 7}))
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["child.country", "child.town", "at"]
    assert "GB" in lines[0]


def test_the_folder_of_a_desk_without_asking_for_the_desk_is_wrong_use(tmp_path):
    result = run("-", "--data", str(tmp_path), stdin="{}")
    assert result.exit_code == 2
    assert "--desk" in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "7"])
def test_what_is_no_json_object_is_wrong_use(text):
    assert run("-", stdin=text).exit_code == 2


def test_a_file_that_is_not_there_could_not_be_read(tmp_path):
    result = run(str(tmp_path / "none.json"))
    assert result.exit_code == 3
    assert "can't be read" in result.stderr


def test_the_help_shows_an_example():
    assert "belisha route -" in run("--help").stdout
