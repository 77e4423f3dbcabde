"""What is advised on a contact, and why."""

import subprocess
import sys
from datetime import timedelta
from itertools import product
from typing import get_args

import pytest

from belisha.contact.advice import RANK
from belisha.contact.event import Band, Kind
from belisha.contact.frequency import Seen
from belisha.contact.policy import Policy
from belisha.contact.rule_table import NOTES, RULES, in_words
from belisha.contact.rules import assess
from belisha.contact.situation import CONTACTS
from tests.contact.build import NOON, contact

BANDS, KINDS = get_args(Band), get_args(Kind)
CHILDREN = ("under_13", "13_15", "16_17")
TIES = (
    {"connected": True},
    {"earlier_conversation": True},
    {"in_contacts": True},
    {"common_place": True},
    {"mutual_connections": 2},
)


def advised(policy=None, **facts):
    return assess(contact(**facts), policy or Policy())


@pytest.mark.parametrize(
    ("event", "advice", "reason"),
    [
        ("first_message", "ask_first", "message_from_stranger"),
        ("connection_request", "warn", "request_from_stranger"),
        ("group_invitation", "ask_first", "invitation_from_stranger"),
        ("suggestion_viewed", "limit", "suggestion_of_a_child"),
        ("connection_accepted", "inform", "accepted"),
        ("default_turned_off", "inform", "default_turned_off"),
        ("block", "inform", "blocked"),
        ("report", "inform", "reported"),
    ],
)
def test_a_stranger_who_reaches_a_14_year_old_gets_the_advice_of_the_event(event, advice, reason):
    found = advised(event=event)
    assert (found.advice, found.reasons) == (advice, (reason,))
    assert bool(found.message) == (event != "suggestion_viewed")


def test_adults_among_themselves_are_left_alone_whatever_they_do():
    facts = {"account_age_days": 0, "verified": False, "upheld_reports": 9, "off_platform_proposed": True}
    for event in KINDS:
        found = advised(event=event, actor="adult", recipient="adult", **facts)
        assert (found.advice, found.message, found.reasons) == ("allow", None, ())


def test_children_of_like_age_are_informed_at_most():
    pairs = [pair for pair in product(CHILDREN, CHILDREN) if pair != ("16_17", "under_13")]
    for (actor, recipient), event, off in product(pairs, set(KINDS) - {"suggestion_viewed"}, (True, None)):
        found = advised(
            event=event, actor=actor, recipient=recipient, off_platform_proposed=off, verified=False
        )
        assert RANK[found.advice] <= RANK["inform"], (actor, recipient, event, off)


def test_an_older_child_who_reaches_for_a_much_younger_one_is_warned_of():
    found = advised(actor="16_17", recipient="under_13")
    assert (found.advice, found.reasons[0]) == ("warn", "much_older_child")


def test_whose_age_is_unknown_counts_as_a_child_when_reached_and_as_an_adult_when_reaching():
    assert advised(recipient="unknown").advice == advised(recipient="13_15").advice == "ask_first"
    assert advised(actor="unknown").advice == advised(actor="adult").advice == "ask_first"
    assert advised(actor="unknown", recipient="unknown").reasons == ("message_from_stranger", "age_unknown")
    assert advised(actor="unknown", recipient="adult").advice == "allow"


@pytest.mark.parametrize("tie", TIES, ids=lambda tie: next(iter(tie)))
@pytest.mark.parametrize("event", sorted(CONTACTS))
def test_an_adult_with_a_real_tie_is_eased(event, tie):
    assert (advised(event=event, **tie).advice, advised(event=event).advice != "inform") == ("inform", True)


def test_one_connection_in_common_is_no_tie_and_what_is_not_said_is_none():
    assert (
        advised(mutual_connections=1).advice
        == advised(connected=False, in_contacts=False).advice
        == "ask_first"
    )


def test_being_connected_since_a_moment_ago_is_no_tie():
    assert advised(event="connection_accepted", connected=True).reasons == ("accepted",)


def test_a_child_under_13_is_not_reached_by_a_stranger():
    found = advised(recipient="under_13")
    assert (found.advice, found.reasons[:2]) == ("limit", ("under_13", "message_from_stranger"))


def test_a_person_looks_first_where_reports_of_the_adult_were_upheld_whatever_ties_there_are():
    found = advised(upheld_reports=1, connected=True)
    assert (found.advice, found.reasons) == ("hold", ("reports_upheld", "adult_with_ties"))
    assert advised(upheld_reports=1).advice == "hold"


def test_going_on_elsewhere_is_asked_about_first_unless_they_know_each_other_well():
    assert advised(off_platform_proposed=True, common_place=True).reasons[0] == "off_platform"
    assert advised(off_platform_proposed=True, common_place=True).advice == "ask_first"
    assert advised(off_platform_proposed=True, connected=True).advice == "inform"


def test_a_new_or_unverified_account_of_a_stranger_makes_a_request_no_milder_and_is_said():
    found = advised(event="connection_request", account_age_days=2, verified=False)
    assert found.reasons == ("request_from_stranger", "new_account", "not_verified")
    assert advised(event="connection_request", account_age_days=7).reasons == ("request_from_stranger",)


def test_a_service_without_connections_asks_before_a_message_of_anybody_not_close():
    alone = Policy(connections=False)
    assert advised(alone, common_place=True).advice == "ask_first"
    assert advised(alone, earlier_conversation=True).advice == "inform"


def test_the_strictest_rule_wins_wherever_it_stands_in_the_table():
    found = advised(Policy(advice={"new_account": "hold"}), event="connection_request", account_age_days=1)
    assert (found.advice, found.reasons) == ("hold", ("new_account", "request_from_stranger"))
    assert found.message.title == "Take a moment first"


def test_no_suggestion_is_made_of_a_child_or_to_a_child():
    for actor, recipient in (
        ("adult", "13_15"),
        ("13_15", "adult"),
        ("unknown", "adult"),
        ("adult", "unknown"),
    ):
        found = advised(event="suggestion_viewed", actor=actor, recipient=recipient, connected=True)
        assert (found.advice, found.message) == ("limit", None)
    assert advised(event="suggestion_viewed", recipient="adult").advice == "allow"


def test_the_child_reads_the_message_whichever_side_it_is_on():
    mine = advised(event="block", actor="under_13", recipient="adult")
    theirs = advised(event="block", actor="adult", recipient="under_13")
    assert mine == theirs
    assert mine.message.text.endswith("You can tell an adult you trust.")


def test_in_every_situation_there_is_an_advice_with_a_reason_that_has_words():
    known = {rule.code for rule in RULES} | set(NOTES)
    for event, actor, recipient, tie, off in product(KINDS, BANDS, BANDS, ({}, *TIES), (True, None)):
        found = advised(event=event, actor=actor, recipient=recipient, off_platform_proposed=off, **tie)
        assert set(found.reasons) <= known
        assert all(in_words(reason).endswith(".") for reason in found.reasons)
        assert (found.advice == "allow") == (found.reasons == ())


def test_no_child_is_worse_protected_than_an_adult_and_nobody_unknown_than_a_14_year_old():
    for event, actor, tie in product(KINDS, BANDS, ({}, *TIES)):
        ranks = {
            band: RANK[advised(event=event, actor=actor, recipient=band, **tie).advice] for band in BANDS
        }
        assert ranks["unknown"] >= ranks["13_15"] >= ranks["adult"]


def test_a_pair_that_saw_a_warning_lately_sees_no_other():
    lately = Seen(pair_at=NOON - timedelta(days=29))
    found = assess(contact(event="connection_request"), Policy(), seen=lately)
    assert (found.advice, found.message) == ("allow", None)
    assert found.reasons == ("request_from_stranger", "shown_lately")
    long_ago = Seen(pair_at=NOON - timedelta(days=30))
    assert assess(contact(event="connection_request"), Policy(), seen=long_ago).advice == "warn"


def test_a_graver_message_than_the_last_is_shown_and_the_grave_ones_always():
    informed = Seen(pair_at=NOON, pair_advice="inform", today=99)
    held = Seen(pair_at=NOON, pair_advice="hold", today=99)
    assert assess(contact(event="connection_request"), Policy(), seen=informed).message
    for facts in ({}, {"off_platform_proposed": True}, {"upheld_reports": 1}, {"recipient": "under_13"}):
        assert assess(contact(**facts), Policy(), seen=held).message
    for event in ("default_turned_off", "block", "report"):
        assert assess(contact(event=event), Policy(), seen=held).message


def test_many_strangers_in_a_day_silence_what_informs_and_never_a_warning():
    often = Seen(today=5)
    assert assess(contact(connected=True), Policy(), seen=often).reasons[-1] == "shown_lately"
    assert assess(contact(event="connection_request"), Policy(), seen=often).message


def test_the_rules_are_imported_without_django():
    asked = "import sys, belisha.contact.rules; assert not {'django', 'pydantic'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_every_rule_says_where_it_comes_from():
    for rule in RULES:
        assert rule.source.title
        assert RANK[rule.floor] <= RANK[rule.advice], rule.code
        assert rule.version >= 1
