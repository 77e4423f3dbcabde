"""The command `belisha force`."""

import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app

pytestmark = pytest.mark.pure


def run(*words, stdin=None):
    return CliRunner().invoke(app, ["force", *words], input=stdin)


def answers(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_several_places_are_answered_one_object_a_line():
    result = run("CB2 1TN", "SG8", "nowhere", "--json")
    assert result.exit_code == 0
    assert [(one["query"], one["exact"], one["basis"]) for one in answers(result)] == [
        ("CB2 1TN", True, "postcode"),
        ("SG8", False, "outcode"),
        ("nowhere", False, "none"),
    ]
    assert answers(result)[0]["forces"] == [
        {"code": "E23000023", "name": "Cambridgeshire Constabulary", "share": 1.0}
    ]


def test_a_dash_reads_places_from_stdin_one_a_line():
    result = run("-", "--json", stdin="CB2 1TN\n\nGlasgow\r\n")
    assert [one["query"] for one in answers(result)] == ["CB2 1TN", "Glasgow"]


def test_a_line_that_is_not_utf_8_is_a_place_that_nobody_knows():
    result = run("-", "--json", stdin=b"\xff\xfe\nCB2 1TN\n")
    assert result.exit_code == 0
    assert [one["exact"] for one in answers(result)] == [False, True]


def test_a_postcode_without_quotes_is_one_place():
    assert [one["query"] for one in answers(run("CB2", "1TN", "SG8", "5", "--json"))] == ["CB2 1TN", "SG8 5"]


def test_without_json_the_answer_is_a_sentence():
    assert run("SG8").stdout.startswith("SG8: Hertfordshire Constabulary (53.9% of its postcodes), or ")
    assert "no police force" in run("BFPO 1").stdout


def test_a_typing_error_and_a_name_of_several_places_come_with_what_may_be_meant():
    assert run("Cambrige").stdout.startswith(
        "Cambrige: perhaps Cambridgeshire Constabulary. Read as “Cambridge”."
    )
    assert run("Newport").stdout.startswith("Newport: Gwent Police.")
    assert "Or did you mean “Newport, Hampshire”" in run("Newport").stdout
    assert run("Lester").stdout.endswith("Did you mean “Leicester”?\n")
    assert answers(run("Lester", "--json"))[0]["suggestions"] == ["Leicester"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["CB2 1TN"], 0),
        (["SG8"], 0),
        (["Cambrige"], 0),
        (["nowhere", "Glasgow"], 0),
        (["nowhere"], 1),
        (["nowhere", "BFPO 1"], 1),
        (["France"], 1),
        (["Lester", "--json"], 1),
        (["-"], 1),
    ],
)
def test_the_exit_code_is_1_where_no_force_was_found_for_any_place(words, code):
    assert run(*words, stdin="").exit_code == code


def test_a_name_of_several_words_without_quotes_gets_a_hint():
    result = run("Milton", "Keynes")
    assert 'As one place it needs quotes: belisha force "Milton Keynes"' in result.stderr
    assert "quotes" not in run("nowhere", "else").stderr
    assert "quotes" not in run("Milton Keynes").stderr


def test_the_help_shows_an_example_and_no_place_is_wrong_use():
    assert "Example: belisha force" in run("--help").stdout
    assert run().exit_code == 2
