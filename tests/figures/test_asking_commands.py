"""The commands that ask the figures: data on stdout, words on stderr, exit codes that mean something."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from belisha.jobs.figures import SUBCOMMANDS, app

pytestmark = pytest.mark.pure
UK = ("--area", "UK")


def run(*words):
    return CliRunner().invoke(
        app, list(words), env={"BELISHA_DATA_DIR": "/nowhere", "BELISHA_FIGURES_BOOK": ""}
    )


def answers(*words):
    found = run(*words, "--json")
    assert found.exit_code == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_say_prints_sentences_formulas_and_what_belongs_to_them():
    found = run("say", "--force", "Cambridgeshire", "--from", "2017/18", "--to", "2022/23")
    assert found.exit_code == 0
    assert "727 child abuse image offences in 2022/23, up 343 per cent from 164 in 2017/18." in found.stdout
    assert "    (727 - 164) / 164 = 343.29 per cent" in found.stdout
    assert "- One offence can cover hundreds of images." in found.stdout
    assert "these are the figures that come with Belisha" in found.stderr


def test_say_prints_one_sentence_a_line_as_json():
    said = answers("say", "--force", "Cambridgeshire", "--year", "2022/23")
    assert said[0]["kind"] == "count"
    assert said[0]["cells"][0]["low"] == 727
    assert all({"text", "formula", "caveats", "cells"} <= set(one) for one in said)


def test_change_prints_exact_numbers():
    (found,) = answers("change", "--force", "Cambridgeshire", "--from", "2017/18", "--to", "2022/23")
    assert found["per_cent"]["exact"] == "14075/41"
    assert (found["before"]["low"], found["after"]["low"]) == (164, 727)


def test_what_cannot_be_said_ends_with_1_and_names_who_is_missing():
    found = run("change", *UK, "--from", "2017/18", "--to", "2022/23", "--json")
    assert found.exit_code == 1
    told = json.loads(found.stdout)
    assert told["reason"] == "missing"
    assert {"area", "name", "year", "why", "note"} == set(told["missing"][0])
    assert "Those who answered for both years can be compared: --panel." in found.stderr


def test_a_panel_says_how_many_and_who_is_missing():
    (found,) = answers("change", *UK, "--from", "2016/17", "--to", "2017/18", "--panel")
    assert (found["how"], found["panel"]["of"]) == ("panel", 45)
    assert found["panel"]["size"] == len(found["panel"]["forces"]) < 45


def test_rank_prints_places_and_refuses_where_forces_are_missing():
    found = run("rank", "--area", "Wales", "--from", "2016/17", "--to", "2017/18")
    assert found.stdout.splitlines()[0].split() == ["1", "North", "Wales", "+30.0", "%"]
    refused = run("rank", "--region", "ons/east-of-england", "--from", "2017/18", "--to", "2022/23")
    assert refused.exit_code == 1
    assert "Norfolk" in refused.stderr
    among = run(
        "rank", "--area", "ons/east-of-england", "--from", "2016/17", "--to", "2017/18", "--among-answered"
    )
    assert "Not placed: Norfolk and Suffolk: no answer is among these figures." in among.stdout


def test_a_name_that_a_force_and_a_region_share_is_what_the_option_says():
    (region,) = answers("value", "--area", "West Midlands", "--year", "2023/24")
    assert (region["area"]["id"], region["agrees"]) == ("ons/west-midlands", True)
    (force,) = answers("value", "--force", "West Midlands", "--year", "2023/24")
    assert force["amount"]["low"] == 1822


def test_a_survey_and_a_platform_have_their_shares():
    assert (
        "2.00 per cent, 95 per cent interval 1.87 to 2.14"
        in run("share", "--hits", "800", "--asked", "40000").stdout
    )
    found = run("share", *UK, "--year", "2022/23", "--platform", "Snapchat")
    assert "almost half of the cases" in found.stdout


def test_every_and_trend_have_their_sentences():
    assert "every 23 minutes" in run("every", *UK, "--year", "2017/18").stdout
    assert "rose on average by 19 per cent a year" in run("trend", "--force", "Cheshire").stdout
    assert run("trend", "--force", "Kent").exit_code == 1


def test_a_rate_takes_the_populations_of_a_file(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("area,year,people\nCambridgeshire,2022,727000\n", encoding="utf-8")
    words = ("rate", "--force", "Cambridgeshire", "--year", "2022/23")
    (found,) = answers(*words, "--populations", str(people))
    assert (found["rate"]["low"], found["people_year"]) == (100, "2022")
    assert run(*words).exit_code == 1
    people.write_bytes(b"\xff\xfe")
    assert run(*words, "--populations", str(people)).exit_code == 2
    people.write_text("nothing", encoding="utf-8")
    assert run(*words, "--populations", str(people)).exit_code == 3


def test_figures_are_told_as_they_were_known_before_a_correction():
    words = ("change", *UK, "--from", "2016/17", "--to", "2017/18")
    (now,) = answers(*words)
    assert now["before"]["low"] == 18_574
    source = now["cells"][1]["source"]
    (then,) = answers(*words, "--as-of", str(source))
    assert then["before"]["low"] == 18_522


@pytest.mark.parametrize(
    "words",
    [
        ("say", "--force", "Cambrideshire", "--year", "2017/18"),
        ("say", "--force", "UK", "--year", "2017/18"),
        ("say", "--year", "2017/18"),
        ("say", "--force", "Kent", "--area", "Wales", "--year", "2017/18"),
        ("say", "--force", "Kent"),
        ("say", "--force", "Kent", "--from", "2017/18"),
        ("say", "--force", "Kent", "--year", "then"),
        ("say", "--force", "Kent", "--year", "2017/18", "--as-of", "yesterday"),
        ("change", "--force", "Kent", "--from", "2022/23", "--to", "2017/18"),
        ("change", "--force", "Kent"),
        ("say", "--force", "Kent", "--year", "2017/18", "--series", "luck"),
        ("rank", "--area", "Wales", "--from", "2016/17"),
        ("rank", "--area", "Wales", "--year", "2016/17", "--by", "luck"),
        ("rank", "--area", "Wales", "--year", "2016/17", "--by", "per_cent"),
        ("share", "--hits", "5", "--asked", "4"),
        ("share", *UK, "--year", "2022/23"),
    ],
)
def test_a_wrong_question_ends_with_2_and_a_sentence(words):
    found = run(*words)
    assert found.exit_code == 2
    assert found.stderr
    assert "Traceback" not in found.output


def test_a_book_that_is_not_there_is_said():
    found = run("say", "--force", "Kent", "--year", "2017/18", "--book", "/nowhere/figures.book")
    assert found.exit_code == 3
    assert "/nowhere/figures.book" in found.stderr


@pytest.mark.parametrize("name", ["say", "change", "rank", "value", "every", "rate", "share", "trend"])
def test_each_has_help_with_an_example(name):
    assert "Example: belisha figures" in run(name, "--help").stdout


def test_the_help_of_figures_names_its_commands_and_loads_no_polars():
    code = "import sys; from belisha.jobs.figures import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{code}assert 'polars' not in sys.modules and 'statsmodels' not in sys.modules",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert all(name in found.stdout for name in ("say", "change", "rank", "trend"))
    assert set(SUBCOMMANDS) >= {"say", "change", "rank", "value", "every", "rate", "share", "trend"}
