"""Orders are asked for in as many queries, however many of them have a notice."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.enforcement.notice_facts import may_be_told, may_be_told_of
from belisha.enforcement.notice_round import look_at_notices
from belisha.enforcement.notices import let_go
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_told import page_of
from belisha.ledger.record import SYSTEM
from tests.enforcement.test_notices import removed, silent_to_nobody


def asked(look):
    """What a look finds, and how many queries it asks."""
    with CaptureQueriesContext(connections["default"]) as told:
        found = look()
    return found, len(told)


@pytest.fixture
def acted(make_case, rosa, omar):
    def act(*, tellable):
        case = make_case()
        order = removed(case, rosa, omar)
        if tellable:
            silent_to_nobody(case, rosa)
        return order

    return act


def test_a_page_of_orders_asks_no_more_where_more_of_them_have_a_notice(acted):
    orders = [acted(tellable=True)]
    page_of(by=SYSTEM)
    one, few = asked(partial(page_of, by=SYSTEM))
    orders += [acted(tellable=True) for _ in range(3)]
    page, many = asked(partial(page_of, by=SYSTEM))
    assert (len(one.orders), len(page.orders), many) == (1, 4, few)
    assert few <= 20
    assert all(told.notice["appeal"]["code"] for told in page.orders)


def test_of_many_at_once_each_is_told_or_held_as_alone(acted):
    told, held = [acted(tellable=True), acted(tellable=True)], acted(tellable=False)
    orders = list(Order.objects.all())
    assert {one.id: may_be_told(one) for one in orders} == may_be_told_of(orders)
    shown = {one.id: one.notice is not None for one in page_of(by=SYSTEM).orders}
    assert shown == {told[0].id: True, told[1].id: True, held.id: False}
    assert [row.id for row in Order.objects.exclude(notice__held_since=None)] == [held.id]


def test_what_was_let_go_is_asked_for_in_as_many_queries_too(acted, rosa):
    counts = []
    for number in (1, 3):
        orders = [acted(tellable=False) for _ in range(number)]
        page_of(by=SYSTEM)
        for order in orders:
            silent_to_nobody(order.case, rosa)
        look_at_notices(now=timezone.now() + timedelta(minutes=6 * number))
        waiting, queries = asked(partial(let_go, by=SYSTEM))
        counts.append((len(waiting), queries))
    assert (counts[0][0], counts[1][0]) == (1, 4)
    assert counts[0][1] == counts[1][1]
