"""What a person may order, reverse and give up, and what is refused in words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from belisha.enforcement import order_answers
from belisha.enforcement.act import give_up, order, reverse
from belisha.enforcement.models import Order
from belisha.enforcement.order_add import Basis, Thing, add
from belisha.enforcement.order_refusals import (
    CannotBeUndone,
    NeedsDecision,
    NothingToGiveUp,
    ReversedAlready,
    SeniorOrders,
    StandsAlready,
    WrongOrder,
)
from belisha.ledger.record import SYSTEM
from belisha.organisation.arrange import save_service
from belisha.refusal import NotFound
from belisha.work.models import Task

ITEM = Thing(kind="item", id="post-1")
ACCOUNT = Thing(kind="account", id="user-1")


def asks():
    """The open tasks about orders that failed."""
    return Task.objects.filter(kind="order_failed", done_at=None).count()


def test_before_a_decision_a_person_holds_and_preserves_and_nothing_graver(case, rosa):
    for kind in ("hold", "preserve"):
        assert order(case_id=case.id, kind=kind, thing=ITEM, by=rosa).origin == "person"
    for kind, thing in (("remove", ITEM), ("suspend", ACCOUNT), ("restrict", ACCOUNT), ("warn", ACCOUNT)):
        with pytest.raises(NeedsDecision):
            order(case_id=case.id, kind=kind, thing=thing, by=rosa)


def test_in_danger_now_one_person_orders_at_once(danger, rosa):
    assert order(case_id=danger.id, kind="suspend", thing=ACCOUNT, by=rosa).state == "due"


def test_an_item_is_not_suspended(danger, rosa):
    with pytest.raises(WrongOrder):
        order(case_id=danger.id, kind="suspend", thing=ITEM, by=rosa)


def test_the_same_order_is_not_given_twice_while_it_stands(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    with pytest.raises(StandsAlready) as refused:
        order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    assert first.label in refused.value.sentence.lower()
    reverse(order_id=first.id, by=rosa, reason="Not needed.")
    assert order(case_id=case.id, kind="hold", thing=ITEM, by=rosa).place == 3


def test_a_reversed_order_is_so_once_the_service_says_it_is(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    undoing = reverse(order_id=first.id, by=rosa, reason="Not needed.")
    assert (undoing.kind, undoing.undoes, undoing.target_id) == ("release", first, "post-1")
    with pytest.raises(ReversedAlready):
        reverse(order_id=first.id, by=rosa, reason="Again.")
    order_answers.done(order_id=undoing.id, by=SYSTEM)
    first.refresh_from_db()
    assert first.state == "reversed"


def test_a_warning_can_t_be_undone_and_says_so(danger, rosa):
    made = order(case_id=danger.id, kind="warn", thing=ACCOUNT, by=rosa)
    with pytest.raises(CannotBeUndone, match="what was read stays read"):
        reverse(order_id=made.id, by=rosa, reason="Wrong account.")


def test_what_failed_is_ordered_anew_or_given_up(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    order_answers.failed(order_id=first.id, by=SYSTEM, reason="No such item.")
    assert asks() == 1
    again = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    assert asks() == 0
    order_answers.failed(order_id=again.id, by=SYSTEM, reason="No such item.")
    give_up(order_id=again.id, by=rosa, reason="It is gone from the service.")
    assert asks() == 0
    again.refresh_from_db()
    assert (again.state, again.details["given_up"]) == ("failed", "It is gone from the service.")
    with pytest.raises(NothingToGiveUp):
        give_up(order_id=again.id, by=rosa, reason="Again.")


def test_what_failed_at_one_service_is_not_answered_by_an_order_to_another(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    order_answers.failed(order_id=first.id, by=SYSTEM, reason="No such item.")
    there = save_service(slug="elsewhere", name="Elsewhere", by=rosa)
    order(case_id=case.id, kind="hold", thing=ITEM, service=there, by=rosa)
    assert asks() == 1


def test_what_was_undone_after_it_failed_asks_nobody_any_more(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    undoing = reverse(order_id=first.id, by=rosa, reason="Not needed.")
    order_answers.failed(order_id=first.id, by=SYSTEM, reason="Busy.")
    assert asks() == 1
    order_answers.done(order_id=undoing.id, by=SYSTEM)
    assert asks() == 0


def test_who_was_warned_may_be_warned_again_but_not_twice_at_once(danger, rosa):
    first = order(case_id=danger.id, kind="warn", thing=ACCOUNT, by=rosa)
    with pytest.raises(StandsAlready):
        order(case_id=danger.id, kind="warn", thing=ACCOUNT, by=rosa)
    order_answers.done(order_id=first.id, by=SYSTEM)
    assert order(case_id=danger.id, kind="warn", thing=ACCOUNT, by=rosa).state == "due"


def test_what_is_kept_is_ordered_again_only_for_longer(case, rosa):
    def keep(until):
        return order(case_id=case.id, kind="preserve", thing=ITEM, by=rosa, details={"until": until})

    keep("2027-11-23")
    for until in ("2027-11-22", "2027-11-23"):
        with pytest.raises(StandsAlready):
            keep(until)
    assert keep("2027-11-24").state == "due"


def test_an_undoing_that_failed_can_be_tried_again(case, rosa):
    first = order(case_id=case.id, kind="hold", thing=ITEM, by=rosa)
    undoing = reverse(order_id=first.id, by=rosa, reason="Not needed.")
    order_answers.failed(order_id=undoing.id, by=SYSTEM, reason="Busy.")
    again = reverse(order_id=first.id, by=rosa, reason="Not needed.")
    undoing.refresh_from_db()
    assert (again.undoes, undoing.undoes, undoing.details["undid"]) == (first, None, str(first.id))


def test_a_child_s_account_is_for_a_senior(make_case, rosa, sana):
    danger = make_case(danger_now="yes", suspect_is_child="yes")
    assert danger.child_suspect
    with pytest.raises(SeniorOrders):
        order(case_id=danger.id, kind="restrict", thing=ACCOUNT, by=rosa)
    assert order(case_id=danger.id, kind="restrict", thing=ACCOUNT, by=sana).state == "due"
    assert order(case_id=danger.id, kind="hold", thing=ITEM, by=rosa).state == "due"


def test_what_is_only_planned_is_unknown_to_the_service(case, rosa):
    basis = Basis(origin="person", by=rosa, case=case)
    planned = add(kind="hold", thing=ITEM, basis=basis, now=timezone.now(), planned=True)
    with pytest.raises(NotFound):
        order_answers.done(order_id=planned.id, by=SYSTEM)
    with pytest.raises(NotFound):
        order_answers.failed(order_id=planned.id, by=SYSTEM, reason="Busy.")


def test_a_machine_s_row_can_be_nothing_but_a_hold(case):
    from django.db import IntegrityError, transaction

    row = {"origin": "machine", "target_kind": "item", "target": b"1", "place": 1, "made_at": timezone.now()}
    with pytest.raises(IntegrityError, match="a_machine_orders_nothing_but_a_hold"), transaction.atomic():
        Order.objects.create(kind="remove", case=case, target_id="post-1", **row)
