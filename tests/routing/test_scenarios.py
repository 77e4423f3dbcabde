"""The table of situations in scenarios.toml, read row by row."""

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from belisha.routing import route
from belisha.routing.facts import Reporter

pytestmark = pytest.mark.pure

SCENARIOS = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
A_LAW = re.compile(r"\b(Act|SI|U\.S\.C\.|S\.C\.|Regulation \(EU\)|Directive|Order|DSA|Code) ")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["situation"] for scenario in SCENARIOS])
def test_each_situation_leads_to_its_authorities_in_order(scenario):
    found = route(scenario["facts"])
    assert [step.authority.id for step in found.steps] == scenario["steps"]
    assert len(found.help) == len(scenario["help"])
    assert all(one.name.startswith(name) for one, name in zip(found.help, scenario["help"], strict=True))


def test_no_two_rows_are_the_same_situation_and_each_names_what_it_rests_on():
    assert len({json.dumps(scenario["facts"], sort_keys=True) for scenario in SCENARIOS}) == len(SCENARIOS)
    assert len({scenario["situation"] for scenario in SCENARIOS}) == len(SCENARIOS) >= 125
    assert all(row["because"].endswith(".") and len(row["because"]) > 20 for row in SCENARIOS)
    assert sum(bool(A_LAW.search(row["because"])) for row in SCENARIOS) > 60


def test_the_table_has_every_reader_and_every_country_whose_law_is_written_out():
    readers = {scenario["facts"].get("reporter") for scenario in SCENARIOS}
    assert readers == {None, *get_args(Reporter)}
    spots = [
        scenario["facts"].get(who, {})
        for scenario in SCENARIOS
        for who in ("child", "suspect", "service", "reader")
    ]
    assert {spot.get("country") for spot in spots} >= {
        "GB", "JE", "US", "CA", "DE", "FR", "PL", "IE", "AU", "NZ", "JP", "NO", "VN", "BR", "CH", "GI",
    }  # fmt: skip
