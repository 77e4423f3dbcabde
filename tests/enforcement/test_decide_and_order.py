"""A decision and what the service is told to do on it are one step; orders wait for the second person."""

from __future__ import annotations

import pytest

from belisha.decisions import decide as decisions
from belisha.enforcement import order_read
from belisha.enforcement.decide_and_order import decide, proposed
from belisha.enforcement.models import Order
from belisha.enforcement.order_propose import About, propose
from belisha.jobs.carry_orders import make_orders
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service
from belisha.triage.arrange import merge
from belisha.triage.hide import mask_for
from tests.desk_cases import events, open_tasks

REFER = {"outcome": "refer", "category": "grooming", "reasons": "Text of the reasons."}


def words(case, category="grooming", child_suspect=False):
    """What is proposed, and what of it is ticked: {"restrict account": True}."""
    found = proposed(case.id, category=category, child_suspect=child_suspect)
    return {f"{one.proposal.kind} {one.proposal.target_kind}": one.proposal.ticked for one in found}


def ticked(case, category="grooming"):
    found = proposed(case.id, category=category, child_suspect=False)
    return [one.proposal.word for one in found if one.proposal.ticked]


def states():
    return {f"{one.kind} {one.target_kind}": one.state for one in Order.objects.all()}


@pytest.mark.pure
def test_matched_images_are_preserved_before_they_are_removed_and_the_suspect_is_suspended():
    things = [
        About(kind="item", key="a", matched=True),
        About(kind="account", key="b", role="suspect", age_band="adult"),
        About(kind="account", key="c", role="child", age_band="13_15"),
    ]
    found = propose(category="indecent_images", child_suspect=False, things=things)
    assert [(one.kind, one.key) for one in found if one.ticked] == [
        ("preserve", "a"),
        ("remove", "a"),
        ("suspend", "b"),
    ]
    assert not any(one.key == "c" for one in found)


@pytest.mark.pure
@pytest.mark.parametrize("told", [{"age_band": "16_17"}, {"marked": True}])
def test_a_child_as_suspect_is_never_suspended_by_default(told):
    suspect = About(kind="account", key="b", role="suspect", age_band=told.get("age_band", "unknown"))
    marked = told.get("marked", False)
    for category in ("indecent_images", "grooming", "coercion", "child_safety", "other"):
        found = propose(category=category, child_suspect=marked, things=[suspect])
        assert {(one.kind, one.ticked) for one in found} - {("preserve", True)} == {("restrict", False)}


def test_grooming_restricts_the_suspect_and_keeps_the_conversation(case):
    found = words(case)
    assert {name for name, on in found.items() if on} == {
        "restrict account",
        "preserve account",
        "preserve item",
    }


def test_orders_wait_for_the_second_person_and_are_due_with_them(case, rosa, omar):
    decision = decide(case_id=case.id, by=rosa, orders=ticked(case), **REFER)
    assert set(states().values()) == {"planned"}
    decisions.confirm(decision_id=decision.id, by=omar)
    make_orders()
    assert set(states().values()) == {"due"}
    order = Order.objects.get(kind="restrict")
    assert (order.origin, order.made_by, order.decision) == ("decision", rosa, decision)
    assert order.target_id.startswith("account-")


def test_what_is_preserved_says_until_when_and_under_which_law(case, rosa):
    decide(case_id=case.id, by=rosa, orders=ticked(case), **REFER)
    details = Order.objects.filter(kind="preserve").first().details
    assert details["until"] > "2027"
    assert details["law"].startswith("Online Safety Act 2023")


def test_a_decision_sent_back_takes_its_orders_with_it(case, rosa, omar):
    decision = decide(case_id=case.id, by=rosa, orders=ticked(case), **REFER)
    decisions.send_back(decision_id=decision.id, by=omar, reason="Look again.")
    make_orders()
    assert set(states().values()) == {"withdrawn"}
    assert not Order.objects.exclude(due_at=None).exists()


def test_danger_now_waits_for_nobody(danger, rosa):
    decide(case_id=danger.id, by=rosa, orders=ticked(danger), **REFER)
    assert set(states().values()) == {"due"}


def test_what_does_not_fit_the_decision_is_refused_whole(case, rosa):
    from belisha.enforcement.order_refusals import NotProposed

    with pytest.raises(NotProposed):
        decide(case_id=case.id, by=rosa, orders=["suspend.000000000000000000000000"], **REFER)
    assert decisions.standing(case) is None
    assert states() == {}


def test_a_reopened_decision_asks_whether_its_orders_are_reversed(danger, rosa, omar):
    from belisha.enforcement.order_decisions import settle_reopened

    decide(case_id=danger.id, by=rosa, orders=ticked(danger), **REFER)
    decisions.reopen(case_id=danger.id, reason="It was somebody else.", by=rosa)
    make_orders()
    assert "orders_of_reopened" in open_tasks(danger)
    assert settle_reopened(case_id=danger.id, reverse=True, reason="It was somebody else.", by=omar) == 1
    pairs = {(one.undoes.kind, one.kind) for one in Order.objects.exclude(undoes=None)}
    assert pairs == {("restrict", "restore")}  # What is preserved stays: an authority may ask for it yet.
    assert "orders_of_reopened" not in open_tasks(danger)
    assert events(danger)[-1] == "case.orders_reversed"


def test_nothing_is_planned_where_nothing_is_to_be_done(case, rosa):
    judged = REFER | {"outcome": "no_action"}
    decide(case_id=case.id, by=rosa, orders=ticked(case), **judged)
    assert states() == {}


def test_what_is_left_as_it_is_asks_nobody_again(danger, rosa):
    from belisha.enforcement.decide_and_order import reopen
    from belisha.enforcement.order_decisions import settle_reopened
    from belisha.enforcement.order_read import card_of

    decide(case_id=danger.id, by=rosa, orders=ticked(danger), **REFER)
    reopen(case_id=danger.id, reason="More came in.", by=rosa)
    make_orders()
    assert card_of(danger.id).reopened == 1
    assert settle_reopened(case_id=danger.id, reverse=False, reason="Still right.", by=rosa) == 0
    assert (card_of(danger.id).reopened, set(states().values())) == (0, {"due"})


def test_the_second_person_at_the_desk_makes_orders_due_at_once(client, case, rosa, omar):
    decision = decide(case_id=case.id, by=rosa, orders=ticked(case), **REFER)
    client.force_login(omar)
    client.post(f"/desk/cases/{case.id}/decisions/{decision.id}/confirm/")
    assert set(states().values()) == {"due"}


def test_the_same_id_on_two_services_is_offered_for_each_and_ordered_there_alone(make_case, rosa, omar):
    save_service(name="Harbour", slug="harbour", by=CONSOLE)
    suspect = {"accounts": [{"id": "77", "role": "suspect", "age_band": "adult"}], "items": []}
    case = make_case(**suspect)
    other = make_case(service="harbour", **suspect)
    merge(case_id=other.id, into_id=case.id, reason="The same person.", by=rosa)
    offered = proposed(case.id, category="grooming", child_suspect=False)
    there = [one for one in offered if one.proposal.kind == "restrict"]
    assert {one.seen.where for one in there} == {"Lantern Chat", "Harbour"}
    choices = order_read.choices_of(case.id, mask_for(case.id, rosa))
    assert [one.words for one in choices] == ["account 1 on Lantern Chat", "account 1 on Harbour"]
    harbour = next(one.proposal.word for one in there if one.seen.where == "Harbour")
    decisions.confirm(decision_id=decide(case_id=case.id, by=rosa, orders=[harbour], **REFER).id, by=omar)
    (made,) = Order.objects.all()
    assert (made.service.slug, made.target_id) == ("harbour", "77")
    left = proposed(case.id, category="grooming", child_suspect=False)
    assert [one.seen.where for one in left if one.proposal.kind == "restrict"] == ["Lantern Chat"]
