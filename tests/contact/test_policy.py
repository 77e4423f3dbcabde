"""A policy as a file: presets, schema, what is refused, and what another policy would change."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from belisha.contact.advice import RANK
from belisha.contact.policy import Policy
from belisha.contact.policy_file import (
    PRESETS,
    WrongPolicy,
    as_file,
    as_toml,
    digest_of,
    policy_of,
    preset,
    read_policy,
    schema,
)
from belisha.contact.replay import Watcher, replay
from belisha.contact.rule_table import RULES
from belisha.contact.rules import assess
from tests.contact.build import NOON, contact

pytestmark = pytest.mark.pure

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = DOCS / "reference" / "contact-policy.schema.json"
GUIDE = DOCS / "guides" / "contact-policy.md"


def test_the_published_schema_is_the_one_in_use():
    assert json.loads(SCHEMA.read_text("utf-8")) == schema(), "run: belisha contact policy schema > that file"
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_survives_being_written_and_read_and_fits_the_schema(name):
    policy = preset(name)
    assert policy.name == name
    assert read_policy(as_toml(policy)) == read_policy(json.dumps(as_file(policy))) == policy
    jsonschema.validate(as_file(policy), schema())


def test_messenger_is_what_holds_where_nothing_was_decided():
    assert preset("messenger") == Policy()
    assert len({digest_of(preset(name)) for name in PRESETS}) == 3


def test_equal_policies_have_equal_digests_and_the_number_is_no_part_of_it():
    named = policy_of({"name": "messenger", "rules": {"accepted": "inform"}})
    assert digest_of(named) == digest_of(Policy(number=7)) == digest_of(Policy())
    assert digest_of(policy_of({"name": "messenger", "rules": {"accepted": "warn"}})) != digest_of(named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "name: is wanted"),
        ("[x", "neither TOML nor JSON"),
        ('{"name": "a"', "neither TOML nor JSON"),
        ("{" * 20_000, "neither TOML nor JSON"),
        ('name = "Not A Slug"', "name: must look like"),
        ('name = "a"\ncountry = "gb"', "country: must look like"),
        ('name = "a"\nconnections = "yes"', "connections: input should be a valid boolean"),
        ('name = "a"\nwhat = 1', "what: there is no such field"),
        (
            'name = "a"\n[thresholds]\nupheld_reports = 0',
            "thresholds.upheld_reports: input should be greater",
        ),
        ('name = "a"\n[frequency]\nsame_pair_days = 31', "frequency.same_pair_days: input should be less"),
        ('name = "a"\n[rules]\nnope = "warn"', "rules.nope: there is no such field"),
        ('name = "a"\n[rules]\naccepted = "shout"', "rules.accepted: must be 'inform'"),
        ('name = "a"\nrules = 3', "rules: input should be a valid dictionary"),
        ('name = "a"' + " " * 70_000, "longer than 65,536 characters"),
    ],
)
def test_a_policy_that_is_wrong_is_refused_with_the_field_named(text, named):
    with pytest.raises(WrongPolicy) as refused:
        read_policy(text)
    assert named in refused.value.sentence


def test_every_wrong_field_is_named_at_once():
    with pytest.raises(WrongPolicy) as refused:
        read_policy('name = "a"\nx = 1\n[rules]\nnope = "warn"\nunder_13 = "allow"')
    assert [word in refused.value.sentence for word in ("x:", "rules.nope:", "rules.under_13:")] == [True] * 3


def test_no_rule_can_be_made_milder_than_its_floor_and_each_can_be_made_stricter():
    for rule in RULES:
        for word, rank in RANK.items():
            given = {"name": "a", "rules": {rule.code: word}}
            if rank < RANK[rule.floor]:
                with pytest.raises(WrongPolicy, match=rule.code):
                    policy_of(given)
                with pytest.raises(jsonschema.ValidationError):
                    jsonschema.validate(given, schema())
            else:
                assert policy_of(given).advice.get(rule.code, rule.advice) == word


def test_at_its_mildest_a_policy_still_protects_a_child_from_a_stranger():
    mildest = policy_of(
        {
            "name": "mildest",
            "thresholds": {"new_account_days": 0, "mutual_connections": 100, "upheld_reports": 10},
            "rules": {rule.code: rule.floor for rule in RULES},
        }
    )
    assert assess(contact(), mildest).advice == "warn"
    assert assess(contact(recipient="under_13"), mildest).advice == "ask_first"
    assert assess(contact(off_platform_proposed=True, common_place=True), mildest).advice == "warn"
    assert assess(contact(event="suggestion_viewed"), mildest).advice == "limit"
    assert assess(contact(event="connection_request"), mildest).message


def test_the_presets_differ_as_they_say():
    invited = contact("group_invitation")
    assert [assess(invited, preset(name)).advice for name in PRESETS] == ["ask_first", "warn", "ask_first"]
    elsewhere = contact(off_platform_proposed=True)
    assert [assess(elsewhere, preset(name)).advice for name in PRESETS] == ["ask_first", "limit", "ask_first"]
    known = contact(common_place=True)
    assert [assess(known, preset(name)).advice for name in PRESETS] == ["inform", "inform", "ask_first"]


def test_no_rule_is_called_as_a_setting_is():
    # A page shows both in one table.
    assert not {rule.code for rule in RULES} & set(Policy.__dataclass_fields__)


def test_a_replay_says_what_would_differ_and_how_often():
    events = [contact("group_invitation"), contact("group_invitation", recipient="16_17"), contact("block")]
    found = replay(events, before=Policy(), after=preset("game"))
    assert (found.events, found.differing, found.milder) == (3, 2, 2)
    assert (found.before["ask_first"], found.after["warn"], found.after["allow"]) == (2, 1, 1)
    said = [(one.recipient, one.before, one.after, one.times) for one in found.changes]
    # The second is to the same account: it has just seen the warning.
    assert said == [("13_15", "ask_first", "warn", 1), ("16_17", "ask_first", "allow", 1)]
    assert found.reasons == {"shown_lately": (0, 1)}
    assert replay(events, before=Policy(), after=Policy()).differing == 0


def test_a_replay_remembers_what_it_has_shown_as_the_desk_does():
    watcher = Watcher(Policy())
    asked = contact("connection_request")
    later = contact("connection_request", at=NOON + timedelta(days=30))
    assert [watcher.assess(one).advice for one in (asked, asked, later)] == ["warn", "allow", "warn"]
    assert watcher.shown == 2


def test_a_replay_is_told_of_in_steps_and_counts_a_day_anew():
    steps = []
    many = [contact("block", at=NOON + timedelta(minutes=number)) for number in range(2500)]
    found = replay(many, before=Policy(), after=Policy(), each=steps.append)
    assert (steps, found.shown_after) == ([1000, 1000], 2500)


def test_the_guide_names_every_rule_as_it_is():
    guide = GUIDE.read_text("utf-8")
    for rule in RULES:
        told = f"| `{rule.code}` | {rule.because} | `{rule.advice}` | `{rule.floor}` | {rule.source.short} |"
        assert told in guide
    assert read_policy(guide.split("```toml\n")[1].split("```")[0]).advice == {
        "off_platform": "limit",
        "not_verified": "allow",
    }
