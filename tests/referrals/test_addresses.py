"""Which drafts follow the directory: every row abroad, so that none is held or rewritten for ever."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from belisha.referrals.addresses import row_of, still_holds
from belisha.routing import SHIPPED, route

pytestmark = pytest.mark.pure


def drafted(step):
    """A draft as far as its address goes."""
    as_json = step.as_json()
    return SimpleNamespace(authority=step.authority.id, step=as_json, confirmed_address=step.confirmed)


def steps_abroad(directory):
    """Each authority of the directory in a step of some route, by its id."""
    found = {}
    for country in sorted({row.country for row in directory.mechanisms} - {"EU", "XX"}):
        for reporter in ("organisation", "adult"):
            facts = {
                "reporter": reporter,
                "content_detected": "yes",
                "concerns": ["indecent_images", "grooming"],
                "child": {"country": country},
                "service": {"country": country},
            }
            found |= {step.authority.id: step for step in route(facts, directory).steps}
    return found


@pytest.mark.parametrize("sure", [True, False])
def test_a_draft_to_any_authority_abroad_is_in_line_as_it_was_drawn(sure):
    directory = SHIPPED.with_rows([replace(row, confirmed=sure) for row in SHIPPED.mechanisms])
    steps = steps_abroad(directory)
    assert {"AT:stopline", "ncmec", "CA:cybertip", "DE:bka", "police:X-JE"} <= set(steps)
    assert [one for one, step in steps.items() if not still_holds(drafted(step), directory)] == []


def test_and_is_out_of_line_when_its_row_moves_or_is_doubted():
    for changed in ({"url": "https://moved.example.org/"}, {"phone": "110"}, {"email": "desk@example.org"}):
        later = SHIPPED.with_rows([replace(row, **changed) for row in SHIPPED.mechanisms])
        held = {one for one, step in steps_abroad(SHIPPED).items() if still_holds(drafted(step), later)}
        assert [one for one in held if row_of(one, later)] == []


def test_what_was_added_here_and_is_gone_does_not_hold_and_the_united_kingdoms_own_do():
    gone = SimpleNamespace(authority="VA:invented-hotline", step={"contact": {}}, confirmed_address=True)
    assert not still_holds(gone, SHIPPED)
    for own in ("police:E23000023", "police:local", "nca", "iwf", "ceop", "social-care", "GB:ofcom"):
        kept = SimpleNamespace(authority=own, step={"contact": {}}, confirmed_address=True)
        assert still_holds(kept, SHIPPED), own
