"""A service that is away for a day: the others go on, and afterwards all arrives, once, in its order."""

import time
from datetime import timedelta

import pytest

from belisha.enforcement import shipment_care
from belisha.enforcement.endpoint_table import Shipment
from tests.enforcement.shipped import added, again, clock, hold, listening, on, order, send
from tests.work.channels import configured

__all__ = ["added", "clock", "configured", "listening", "on"]

ITEMS, HOURS = 8, 24
MANY = 480


def test_a_day_away_loses_nothing_doubles_nothing_and_holds_up_nobody_else(on, clock):
    dead, _ = on("dead")
    others = [on(name)[0] for name in ("one", "two")]
    dead.told.answer = lambda event: 503
    made = []
    for hour in range(HOURS):
        if hour < ITEMS:
            held = hold(f"item-{hour}")
            made += [held, order("release", f"item-{hour}", undoes=held)]
        send()
        send()
        shipment_care.look_after(now=clock())
        clock(timedelta(hours=1))
    wanted = [str(one.id) for one in made]
    assert [other.told.orders for other in others] == [wanted, wanted]
    assert dead.told.orders == []
    assert len(dead.told.calls) <= 2 * HOURS + 10  # It is probed, not hammered.
    dead.told.answer = lambda event: 204
    for _ in range(4):
        send()
        clock(timedelta(minutes=15))
    assert sorted(dead.told.orders) == sorted(wanted)
    place = {order_id: number for number, order_id in enumerate(dead.told.orders)}
    assert all(place[first] < place[then] for first, then in zip(wanted[::2], wanted[1::2], strict=True))
    assert {row.state for row in Shipment.objects.all()} == {"arrived"}
    assert {again(one).state for one in made} == {"delivered"}


@pytest.mark.slow
def test_many_orders_of_a_day_away_drain_once_each_and_the_others_had_them_in_time(on, clock):
    dead, other = on("dead")[0], on("other")[0]
    dead.told.answer = lambda event: 503
    wanted = []
    for hour in range(HOURS):
        first = len(wanted) // 2
        for number in range(first, (hour + 1) * MANY // HOURS // 2):
            held = hold(f"item-{number}")
            wanted += [str(held.id), str(order("release", f"item-{number}", undoes=held).id)]
        while len(other.told.orders) < len(wanted):
            send()
        shipment_care.look_after(now=clock())
        clock(timedelta(hours=1))
    assert (len(wanted), dead.told.orders) == (MANY, [])
    assert sorted(other.told.orders) == sorted(wanted)
    dead.told.answer = lambda event: 204
    began = time.monotonic()
    for _ in range(MANY):
        if len(dead.told.orders) >= MANY:
            break
        if not send():
            clock(timedelta(minutes=1))
    print(f"{MANY} orders drained at {MANY / (time.monotonic() - began):.0f} a second")
    assert sorted(dead.told.orders) == sorted(wanted)
    assert Shipment.objects.exclude(state="arrived").count() == 0
    place = {order_id: number for number, order_id in enumerate(dead.told.orders)}
    assert all(place[one] < place[then] for one, then in zip(wanted[::2], wanted[1::2], strict=True))
