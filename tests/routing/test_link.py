"""A situation becomes a link that anybody may see, and the link the same answer."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.routing import parse_facts, route
from belisha.routing.link import from_link, to_link
from tests.routing.test_promises import situations
from tests.routing.test_scenarios import SCENARIOS

pytestmark = pytest.mark.pure
some = settings(max_examples=150, deadline=None)


def authorities(facts):
    return [step.authority.id for step in route(facts).steps]


@some
@given(situations)
def test_a_link_leads_to_the_same_authorities(facts):
    known = parse_facts(facts)
    again = from_link(to_link(known))
    assert authorities(again) == authorities(known)
    assert [one.name for one in route(again).help] == [one.name for one in route(known).help]
    assert to_link(again) == to_link(known)


def test_every_scenario_of_the_table_goes_into_a_link_and_comes_back():
    lost = [
        row["because"]
        for row in SCENARIOS
        if authorities(from_link(to_link(parse_facts(row["facts"])))) != authorities(row["facts"])
    ]
    assert lost == []


@some
@given(
    st.dictionaries(st.sampled_from(["child.place", "concerns", "on", "ready", "x", "child.age"]), st.text())
)
def test_no_link_is_too_broken_to_be_read(query):
    assert route(from_link(query)).help


def test_a_link_holds_no_postcode_no_age_no_reference_and_no_time_of_day():
    facts = parse_facts(
        {
            "child": {"place": "CB2 1TN", "age": 9},
            "suspect": {"place": "Mary Jones, 12 Mill Road, London"},
            "service": {"place": "Flat 3, SG8 5AA", "country": "GB"},
            "reader": {"country": "GB", "place": "the blue house"},
            "already_reported": [{"authority": "ncmec", "reference": "REF-77123"}],
            "at": "2026-11-22T10:23:00+00:00",
        }
    )
    link = to_link(facts)
    assert link["child.place"] == "E23000023"
    assert link["suspect.place"] == "london"
    assert (link["child.age"], link["already_reported"], link["on"]) == ("under_18", "ncmec", "2026-11-22")
    told = " ".join(link.values()).lower()
    for personal in ("cb2", "1tn", "5aa", "mary", "mill", "flat", "blue", "77123", "10:23"):
        assert personal not in told


@some
@given(st.from_regex(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}", fullmatch=True))
def test_what_looks_like_a_postcode_never_goes_into_a_link(postcode):
    link = to_link(parse_facts({"child": {"place": postcode}}))
    assert not re.search(r"[0-9][A-Z]{2}$", link.get("child.place", ""))


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"danger_now": "maybe"}, {}),
        ({"child.country": "ZZ"}, {}),
        ({"child.country": "GB", "child.place": "x" * 5000}, {"child.country": "GB"}),
        ({"concerns": "grooming nonsense"}, {"concerns": "grooming"}),
        ({"already_reported": "nca <script>"}, {"already_reported": "nca"}),
        ({"child.age": "9"}, {}),
        ({"on": "yesterday"}, {}),
        ({"ready": "no", "unheard": "of"}, {"ready": "no"}),
    ],
)
def test_what_a_link_says_wrongly_is_left_out_and_the_rest_kept(query, kept):
    assert to_link(from_link(query)) == kept
