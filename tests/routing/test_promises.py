"""What holds for every situation, over generated facts."""

import json
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.routing import SHIPPED, parse_facts, route
from belisha.routing.countries import countries
from belisha.routing.facts import Concern, Known, Reporter, Site
from belisha.routing.parse import AUTHORITY

pytestmark = pytest.mark.pure

known = st.sampled_from(get_args(Known))
country = st.sampled_from(["GB", "US", "IE", "DE", "FR", "CA", "NZ", "JP", "JE", "VN"]) | st.sampled_from(
    sorted(countries())
)
place = st.sampled_from(
    ["CB2 1TN", "SG8", "Kent", "BT1 1AA", "JE2 3AB", "London", "France", "nowhere", "BFPO 1"]
)
where = {"country": country, "place": place | st.text(max_size=20)}
earlier = st.sampled_from(["nca", "ncmec", "iwf", "police:E23000032", "DE:bka", "CA:cybertip", "emergency"])

situations = st.fixed_dictionaries(
    {},
    optional={
        "reporter": st.sampled_from(get_args(Reporter)),
        "ready": st.booleans(),
        "own_behaviour": st.booleans(),
        "other_adult_behaviour": st.booleans(),
        "danger_now": known,
        "concerns": st.lists(st.sampled_from(get_args(Concern)), max_size=4),
        "content_detected": known,
        "may_be_elsewhere": known,
        "uk_link": known,
        "suspect_is_child": known,
        "child_made_it": known,
        "service": st.fixed_dictionaries(
            {}, optional={**where, "regulated_user_to_user": known, "nca_registered": known}
        ),
        "child": st.fixed_dictionaries({}, optional={**where, "age": st.integers(0, 30)}),
        "suspect": st.fixed_dictionaries({}, optional=where),
        "reader": st.fixed_dictionaries({}, optional=where),
        "site": st.sampled_from(get_args(Site)),
        "already_reported": st.lists(st.fixed_dictionaries({"authority": earlier}), max_size=3),
        "at": st.datetimes(timezones=st.just(UTC)).map(lambda time: time.isoformat()),
    },
)
often = settings(max_examples=300, deadline=None)


@often
@given(situations)
def test_unless_danger_is_ruled_out_the_emergency_number_comes_first_and_at_once(facts):
    steps = route(facts).steps
    emergencies = [step for step in steps if step.authority.id == "emergency"]
    if facts.get("danger_now") == "no":
        assert emergencies == []
    else:
        assert [step.order for step in emergencies] == [1]
        assert (emergencies[0].how_fast, emergencies[0].channel) == ("now", "telephone")


@often
@given(situations)
def test_there_is_always_somebody_to_talk_to(facts):
    help_ = route(facts).help
    assert any(one.phone or one.url for one in help_)


@often
@given(situations)
def test_no_step_includes_media_and_no_picture_of_a_child_goes_to_a_service_for_adults(facts):
    answer = route(facts)
    assert [step.may_include_media for step in answer.steps if step.may_include_media is not False] == []
    assert "stopncii" not in json.dumps(answer.as_json()).lower()


@often
@given(situations)
def test_an_unconfirmed_row_is_never_shown_as_confirmed(facts):
    rows = {row.id: row for row in SHIPPED.mechanisms if row.country not in {"GB", "XX"}}
    for step in route(facts).steps:
        if step.authority.id in rows and step.confirmed:
            assert rows[step.authority.id].confirmed


@often
@given(situations)
def test_steps_are_numbered_and_name_each_authority_once_with_why_basis_and_source(facts):
    steps = route(facts).steps
    assert [step.order for step in steps] == list(range(1, len(steps) + 1))
    assert len({step.authority.id for step in steps}) == len(steps)
    for step in steps:
        assert AUTHORITY.fullmatch(step.authority.id)
        assert all([step.why, step.basis, step.source.title, step.rule])
        assert (
            step.channel == "find_out" or step.contact.url or step.contact.phone or step.rule == "emergency"
        )


@often
@given(situations)
def test_a_child_as_suspect_is_met_with_safeguarding_before_the_police(facts):
    ids = [step.authority.id for step in route({**facts, "suspect_is_child": "yes", "ready": True}).steps]
    police = [ids.index(one) for one in ids if one.startswith("police:")]
    if police:
        assert ids.index("social-care") < min(police)


@often
@given(situations)
def test_the_same_facts_give_the_same_answer_which_is_plain_json(facts):
    answer = route(facts).as_json()
    assert route(parse_facts(facts)).as_json() == answer
    assert json.loads(json.dumps(answer)) == answer


@often
@given(situations)
def test_whoever_is_not_ready_loses_no_step_silently(facts):
    ready, later = route({**facts, "ready": True}), route({**facts, "ready": False})
    left_out = {step.authority.name for step in ready.steps} - {step.authority.name for step in later.steps}
    assert all(any(name in sentence for sentence in later.would_change) for name in left_out)
