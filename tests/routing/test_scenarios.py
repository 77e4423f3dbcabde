"""The table of situations in scenarios.toml, read row by row."""

import tomllib
from pathlib import Path

import pytest

from belisha.routing import route

pytestmark = pytest.mark.pure

SCENARIOS = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["because"] for scenario in SCENARIOS])
def test_each_situation_leads_to_its_authorities_in_order(scenario):
    found = route(scenario["facts"])
    assert [step.authority.id for step in found.steps] == scenario["steps"]
    assert len(found.help) == len(scenario["help"])
    assert all(one.name.startswith(name) for one, name in zip(found.help, scenario["help"], strict=True))


def test_no_two_rows_are_the_same_situation():
    facts = [repr(sorted(scenario["facts"].items())) for scenario in SCENARIOS]
    assert len(set(facts)) == len(facts) >= 30
