"""Orders brought to endpoints beside the worker's other jobs: a thread for each, and each order once."""

import threading

from django.db import connections
from django.utils import timezone

from belisha.enforcement import shipments
from belisha.enforcement.endpoint_table import Shipment
from belisha.jobs.shippers import Shippers
from tests.committed import together
from tests.enforcement.shipped import added, hold, listening, on
from tests.jobs.test_senders import SOON, until
from tests.work.channels import configured

__all__ = ["added", "configured", "listening", "on"]


def test_an_endpoint_that_is_slow_holds_up_no_other_and_ends_what_is_in_flight(committed, on):
    slow, quick = on("slow")[0], on("quick")[0]
    answers = threading.Event()
    slow.told.answer = lambda event: answers.wait(SOON) and 204
    own = Shippers(pause=0.02)
    running = threading.Thread(target=lambda: (own.run(), connections.close_all()), daemon=True)
    running.start()
    made = [hold(f"item-{number}") for number in range(3)]
    until(lambda: len(quick.told.orders) == 3)
    assert slow.told.orders == []
    own.stopped.set()
    answers.set()
    until(lambda: slow.told.orders == [str(made[0].id)])
    running.join(SOON)
    assert not running.is_alive()


def test_eight_workers_at_once_send_each_order_once_and_in_its_order(committed, on):
    services = [on(name)[0] for name in ("one", "two")]
    made = [str(hold(f"item-{number}").id) for number in range(6)]
    for _ in range(3):
        together(lambda _: shipments.send_due(now=timezone.now()), 8)
    for service in services:
        assert sorted(service.told.orders) == sorted(made)
        assert len(service.told.calls) == len(made)
    assert not Shipment.objects.exclude(state="arrived").exists()
