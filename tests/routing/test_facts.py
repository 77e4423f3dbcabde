"""What the router is told, and what it refuses."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.routing import Facts, WrongFacts, parse_facts, route

pytestmark = pytest.mark.pure

EVERYTHING = {
    "reporter": "organisation",
    "ready": True,
    "own_behaviour": False,
    "danger_now": "no",
    "concerns": ["grooming", "indecent_images"],
    "content_detected": "yes",
    "may_be_elsewhere": "no",
    "uk_link": "yes",
    "suspect_is_child": "no",
    "child_made_it": "unknown",
    "service": {"country": "GB", "place": "Leeds", "regulated_user_to_user": "yes", "nca_registered": "no"},
    "child": {"country": "GB", "place": "CB2 1TN", "age": 13},
    "suspect": {"country": "IE", "place": "Cork"},
    "reader": {"country": "GB", "place": "Leeds"},
    "site": "railway",
    "other_adult_behaviour": False,
    "already_reported": [{"authority": "police:E23000023", "reference": "17", "at": "2026-11-20T09:00:00Z"}],
    "at": "2026-11-22T10:00:00+01:00",
}


def problems(mapping):
    with pytest.raises(WrongFacts) as caught:
        parse_facts(mapping)
    return caught.value.problems


def test_every_field_is_read():
    facts = parse_facts(EVERYTHING)
    assert facts.concerns == {"grooming", "indecent_images"}
    assert facts.service.regulated_user_to_user == "yes"
    assert facts.child.age == 13
    assert facts.already_reported[0].at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert facts.at == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_every_field_may_be_missing_or_null():
    assert parse_facts({}) == Facts()
    assert parse_facts(dict.fromkeys(EVERYTHING)) == Facts()


def test_unknown_fields_and_words_are_all_named_with_their_path():
    wrong = problems(
        {
            "reporters": "adult",
            "danger_now": True,
            "concerns": ["grooming", "theft"],
            "service": {"country": "GB", "town": "Leeds"},
            "child": {"age": 13.5},
            "already_reported": [{"authority": "somebody"}, 7],
        }
    )
    assert set(wrong) == {
        "reporters",
        "danger_now",
        "concerns[1]",
        "service.town",
        "child.age",
        "already_reported[0].authority",
        "already_reported[1]",
    }


def test_a_wrong_value_is_not_repeated_since_it_may_be_personal():
    with pytest.raises(WrongFacts) as caught:
        parse_facts({"reporter": "Ada Example", "child": {"country": "Ada Example"}})
    assert "Ada" not in str(caught.value)


@pytest.mark.parametrize(("code", "hint"), [("UK", "GB"), ("uk", "GB"), ("gb", "write GB"), ("EL", "GR")])
def test_a_common_slip_in_a_country_code_gets_a_hint(code, hint):
    assert hint in problems({"child": {"country": code}})["child.country"]


@pytest.mark.parametrize("code", ["", "XX", "GBR", "EU", "England", 44])
def test_a_country_is_two_letters_of_iso_3166(code):
    assert "ISO 3166" in problems({"reader": {"country": code}})["reader.country"]


@pytest.mark.parametrize("time", ["2026-11-22", "2026-11-22T10:00:00", "yesterday", 1700000000, ""])
def test_a_time_without_zone_is_refused(time):
    assert set(problems({"at": time})) == {"at"}


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_without_a_day_in_utc_is_refused_and_breaks_nothing(time):
    assert set(problems({"at": time})) == {"at"}


@pytest.mark.parametrize("mapping", [[], "x", 3, None])
def test_facts_are_an_object(mapping):
    assert set(problems(mapping)) == {"facts"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(EVERYTHING)) | st.text(max_size=8), json_values, max_size=5))
def test_whatever_is_sent_is_routed_or_refused_by_name(mapping):
    with suppress(WrongFacts):
        assert route(mapping).help
        return
    assert problems(mapping)
