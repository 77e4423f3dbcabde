"""When two people are asked for, and when nobody is waited for."""

import pytest

from belisha.decisions.elements import ELEMENTS
from belisha.decisions.rules import (
    CATEGORIES,
    may_be_told_first,
    may_decide,
    may_rest_on,
    needs_second_person,
    wants_second_look,
)

pytestmark = pytest.mark.pure

IMMEDIATE, URGENT, STANDARD = 1, 2, 3


def needs(outcome, priority, **changed):
    return needs_second_person(
        **{"outcome": outcome, "priority": priority, "child_suspect": False, "one_person_mode": False}
        | changed
    )


def test_referring_an_immediate_case_waits_for_nobody():
    assert not needs("refer", IMMEDIATE)


@pytest.mark.parametrize("priority", [URGENT, STANDARD])
def test_referring_any_other_case_needs_a_second_person(priority):
    assert needs("refer", priority)


def test_closing_an_immediate_case_without_action_needs_a_second_person():
    assert needs("no_action", IMMEDIATE)


@pytest.mark.parametrize("priority", [URGENT, STANDARD])
def test_closing_any_other_case_needs_nobody(priority):
    assert not needs("no_action", priority)


def test_putting_a_case_lower_by_hand_does_not_get_round_the_second_person():
    assert needs("no_action", STANDARD, lowered=True)


@pytest.mark.parametrize("outcome", ["refer", "no_action"])
@pytest.mark.parametrize("priority", [IMMEDIATE, URGENT, STANDARD])
def test_one_person_mode_lifts_every_second_person(outcome, priority):
    assert not needs(outcome, priority, one_person_mode=True)


@pytest.mark.parametrize("outcome", ["refer", "no_action"])
@pytest.mark.parametrize("priority", [IMMEDIATE, URGENT, STANDARD])
def test_a_child_as_suspect_changes_who_decides_and_not_who_confirms(outcome, priority):
    assert needs(outcome, priority, child_suspect=True) == needs(outcome, priority)


def test_only_a_senior_decides_where_a_child_may_be_the_suspect():
    assert not may_decide(child_suspect=True, decides_child_suspect=False)
    assert may_decide(child_suspect=True, decides_child_suspect=True)
    assert may_decide(child_suspect=False, decides_child_suspect=False)


def test_what_one_person_did_in_danger_is_looked_at_afterwards():
    look = {"outcome": "refer", "priority": IMMEDIATE}
    assert wants_second_look(**look, one_person_mode=False)
    assert not wants_second_look(**look, one_person_mode=True)
    assert not wants_second_look(outcome="refer", priority=STANDARD, one_person_mode=False)


RESTS = {"state": "final", "outcome": "refer", "confirmed": False, "one_person_mode": False}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"priority": IMMEDIATE}, True),
        ({"priority": IMMEDIATE, "state": "proposed"}, True),
        ({"priority": IMMEDIATE, "state": "sent_back"}, False),
        ({"priority": IMMEDIATE, "state": "reopened", "confirmed": True}, False),
        ({"priority": IMMEDIATE, "outcome": "no_action"}, False),
        ({"priority": URGENT}, False),
        ({"priority": URGENT, "confirmed": True}, True),
        ({"priority": URGENT, "one_person_mode": True}, True),
        ({"priority": URGENT, "state": "proposed", "one_person_mode": True}, False),
    ],
)
def test_what_a_release_may_rest_on(changed, expected):
    assert may_rest_on(**RESTS | changed) is expected


@pytest.mark.parametrize(
    ("authority", "first"),
    [
        ("emergency", True),
        ("police:E23000023", True),
        ("police:local", True),
        ("nca", False),
        ("ncmec", False),
    ],
)
def test_before_a_senior_has_decided_only_those_who_protect_now_are_told(authority, first):
    assert may_be_told_first(authority) is first


def test_every_category_says_what_has_to_be_inferred_and_where_that_is_written():
    assert set(ELEMENTS) == set(CATEGORIES)
    for elements in ELEMENTS.values():
        assert len({element.id for element in elements}) == len(elements) > 0
        assert all(element.law.url.startswith("https://") for element in elements)
        assert all(element.law.confidence in {"H", "M", "L"} for element in elements)
