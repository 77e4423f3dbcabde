"""What holds for every situation, over generated facts."""

import json
import os
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from datetime import UTC
from typing import Any, get_args

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from belisha.routing import SHIPPED, Directory, Route, Step, parse_facts, route
from belisha.routing.answer import HowFast
from belisha.routing.countries import countries
from belisha.routing.directory import shipped_mechanisms
from belisha.routing.facts import Concern, Known, Reporter, Site
from belisha.routing.forces import forces
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
often = settings(max_examples=100, deadline=None)
seldom = settings(max_examples=60, deadline=None)

BY_LAW = {"nca", "emergency", "social-care"}
"""Whom a law or official guidance of the United Kingdom names: they need no row of the directory."""


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
def test_there_is_always_something_to_do_now_and_somebody_to_talk_to(facts):
    answer = route(facts)
    assert any(one.phone or one.url for one in answer.help)
    assert answer.steps or answer.would_change
    for step in answer.steps:
        assert step.contact.phone or step.contact.url or "Look up" in step.why
    if facts.get("danger_now") != "no":
        ring = answer.steps[0]
        assert ring.contact.phone or ring.contact.url
        assert ring.how_fast == "now"


@often
@given(situations)
def test_a_help_line_that_nobody_has_checked_says_so(facts):
    for one in route(facts).help:
        assert (one.checked_on is None) == ("not checked" in one.audience)


@often
@given(situations)
def test_no_step_includes_media_and_no_picture_of_a_child_goes_to_a_service_for_adults(facts):
    answer = route(facts)
    assert [step.may_include_media for step in answer.steps if step.may_include_media is not False] == []
    assert "stopncii" not in json.dumps(answer.as_json()).lower()


@often
@given(situations)
def test_nothing_that_nobody_has_confirmed_can_be_sent_to_and_it_says_so(facts):
    for step in route(facts).steps:
        if not _may_be_confirmed(step):
            assert not step.confirmed
            assert (
                step.authority.id == "emergency"
                or step.why.startswith(("Confirm first", "Look up"))
                or (step.channel == "find_out")
            )


def _may_be_confirmed(step: Step) -> bool:
    row = SHIPPED.get(step.authority.id)
    if step.authority.id in BY_LAW:
        return bool(step.contact.phone or step.contact.url) and step.channel != "find_out"
    if row is not None and step.channel != "find_out":
        return row.confirmed and bool(row.url or row.phone)
    force = forces().get(step.authority.id.removeprefix("police:"))
    return force is not None and force.sure


@seldom
@given(situations)
def test_a_directory_in_which_nothing_is_confirmed_leaves_only_what_law_and_guidance_name(facts):
    nothing = Directory(lambda: [replace(row, confirmed=False) for row in SHIPPED.mechanisms])
    confirmed = {step.authority.id for step in route(facts, nothing).steps if step.confirmed}
    territorial = {f"police:{force.code}" for force in forces().values() if force.sure}
    assert confirmed <= BY_LAW | territorial


@seldom
@given(situations)
def test_ofcom_is_never_a_step_whatever_a_desk_confirms(facts):
    everything = Directory(lambda: [replace(row, confirmed=True) for row in SHIPPED.mechanisms])
    for answer in (route(facts), route(facts, everything)):
        assert "ofcom" not in json.dumps([step.as_json() for step in answer.steps]).lower()


@often
@given(situations)
def test_steps_are_numbered_the_urgent_first_each_authority_once_with_why_basis_and_source(facts):
    steps = route(facts).steps
    assert [step.order for step in steps] == list(range(1, len(steps) + 1))
    assert [step.how_fast for step in steps] == sorted(
        (s.how_fast for s in steps), key=get_args(HowFast).index
    )
    assert len({step.authority.id for step in steps}) == len(steps)
    for step in steps:
        assert AUTHORITY.fullmatch(step.authority.id)
        assert all([step.why, step.basis, step.source.title, step.rule])
        assert step.channel == "find_out" or step.contact.url or step.contact.phone


@often
@given(situations)
def test_the_rules_of_the_answer_are_those_of_its_steps_and_each_change_names_its_fact(facts):
    answer = route(facts)
    fired = {rule.id for rule in answer.rules}
    assert {step.rule for step in answer.steps} <= fired
    assert all(change.fact and change.sentence.endswith(".") for change in answer.changes)
    assert all(change.rule or change.fact in {"ready", "concerns"} for change in answer.changes)
    assert set(answer.would_change) == {change.sentence for change in answer.changes}


@often
@given(situations)
def test_a_child_as_suspect_is_met_with_safeguarding_before_the_police(facts):
    ids = [step.authority.id for step in route({**facts, "suspect_is_child": "yes", "ready": True}).steps]
    police = [ids.index(one) for one in ids if one.startswith("police:")]
    if police:
        assert ids.index("social-care") < min(police)


@seldom
@given(situations, st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_answer_in_whatever_order_they_come_and_it_is_plain_json(facts, random):
    answer = route(facts).as_json()
    shuffled = deepcopy(facts)
    for name in ("concerns", "already_reported"):
        random.shuffle(shuffled.get(name, []))
    shuffled = dict(random.sample(list(shuffled.items()), len(shuffled)))
    assert route(parse_facts(shuffled), Directory(shipped_mechanisms)).as_json() == answer
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_answer_does_not_depend_on_how_python_orders_a_set(seed):
    facts = {"concerns": list(get_args(Concern)), "child": {"country": "FR"}, "service": {"country": "US"}}
    code = f"import json; from belisha.routing import route; print(json.dumps(route({facts!r}).as_json()))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout) == route(facts).as_json()


@often
@given(situations)
def test_whoever_is_not_ready_loses_no_step_silently(facts):
    ready, later = route({**facts, "ready": True}), route({**facts, "ready": False})
    left_out = {step.authority.name for step in ready.steps} - {step.authority.name for step in later.steps}
    assert all(any(name in sentence for sentence in later.would_change) for name in left_out)


values: dict[str, Any] = {
    "reporter": st.sampled_from(get_args(Reporter)),
    "danger_now": st.sampled_from(["yes", "no"]),
    "content_detected": st.sampled_from(["yes", "no"]),
    "may_be_elsewhere": st.sampled_from(["yes", "no"]),
    "uk_link": st.sampled_from(["yes", "no"]),
    "suspect_is_child": st.sampled_from(["yes", "no"]),
    "child_made_it": st.sampled_from(["yes", "no"]),
    "service.regulated_user_to_user": st.sampled_from(["yes", "no"]),
    "service.nca_registered": st.sampled_from(["yes", "no"]),
    "child.age": st.integers(0, 30),
    **{f"{who}.country": country for who in ("child", "suspect", "service", "reader")},
    **{f"{who}.place": place for who in ("child", "suspect", "service", "reader")},
}
learned = st.sampled_from(sorted(values)).flatmap(lambda path: st.tuples(st.just(path), values[path]))


@settings(max_examples=200, deadline=None)
@given(situations, learned)
@example({"danger_now": "no", "reporter": "child"}, ("reader.country", "US"))
@example({"service": {"country": "US"}}, ("reporter", "adult"))
@example({"service": {"country": "CA"}, "danger_now": "no"}, ("reporter", "parent"))
@example({"service": {"country": "DE"}, "danger_now": "no"}, ("reporter", "parent"))
@example({"child": {"country": "CA"}}, ("reporter", "adult"))
@example({"site": "railway"}, ("child.country", "FR"))
@example({"site": "railway", "child": {"country": "GB"}}, ("child.place", "BT1 1AA"))
@example({"child_made_it": "yes", "child": {"country": "US"}}, ("danger_now", "yes"))
@example({"child": {"place": "Kent"}, "reporter": "parent"}, ("reader.country", "US"))
@example({"child": {"place": "CB2 1TN"}, "reporter": "parent"}, ("child.country", "FR"))
@example(
    {
        "danger_now": "no",
        "concerns": ["indecent_images"],
        "service": {"country": "GB", "place": "Kent", "regulated_user_to_user": "yes"},
    },
    ("content_detected", "yes"),
)
def test_more_knowledge_loses_no_step_silently(facts, news):
    path, value = news
    more = deepcopy(facts)
    outer, _, inner = path.partition(".")
    holder = more.setdefault(outer, {}) if inner else more
    assume(holder.get(inner or outer, "unknown") == "unknown")
    holder[inner or outer] = value
    before, after = route(facts), route(more)
    kept = {step.authority.id for step in after.steps}
    silent = [
        step
        for step in before.steps
        if step.authority.id not in kept and not _told(step, path, before, after)
    ]
    assert [step.authority.id for step in silent] == []


def _told(gone: Step, path: str, before: Route, after: Route) -> bool:
    """Whether an answer says why a step is gone: a change that its own rule names for that fact, a sentence
    with its name, a place that is read in another way now, or another force of police in its place."""
    about = path.partition(".")[0]
    foreseen = any(one.rule == gone.rule and one.fact.partition(".")[0] == about for one in before.changes)
    read_anew = {one for one in after.changes if one.rule == "places_read"} - set(before.changes)
    police = any(_is_police(one.authority.id) and one.rule != "police_of_the_site" for one in after.steps)
    named = any(gone.authority.name in sentence for sentence in after.would_change)
    return (
        foreseen
        or named
        or bool(read_anew)
        or (gone.rule.startswith("police") and police and not _of_site(gone))
    )


def _is_police(id: str) -> bool:
    return id.startswith("police:") or id.endswith(":police")


def _of_site(step: Step) -> bool:
    return step.rule == "police_of_the_site"
