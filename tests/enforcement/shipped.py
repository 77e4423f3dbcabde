"""Endpoints on this machine, orders for them, and a worker that sends what is due."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from belisha.enforcement import endpoints, shipments
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.order_add import Basis, Thing, add
from belisha.people.models import Staff
from tests.fakes.service import Service, Told

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """The desk's clock, which stands still and goes as far as it is told."""
    stands = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: stands[0])

    def ahead(by=timedelta(0)):
        stands[0] += by
        return stands[0]

    return ahead


@pytest.fixture
def listening(configured):
    """listening(secret) starts a service on this machine."""
    configured(private_hosts=["127.0.0.1"])
    running = []

    def start(told=None):
        running.append(Service(told or Told("", judges_time=False)))
        threading.Thread(target=running[-1].serve_forever, args=[0.01], daemon=True).start()
        return running[-1]

    yield start
    for one in running:
        one.shutdown()
        one.server_close()


@pytest.fixture
def added(listening, alex):
    """added("chat") is a service that listens and its endpoint, in test."""

    def add_one(name="chat", **facts):
        service = listening()
        made = endpoints.add(name=name, url=service.url, by=alex, **facts)
        service.told.secret = made.verifies_with
        return service, made.endpoint

    return add_one


@pytest.fixture
def on(added, alex):
    """on("chat") is a service that listens and its endpoint, tested and on."""

    def turned_on(name="chat", **facts):
        service, endpoint = added(name, **facts)
        switch_on(endpoint, alex)
        service.told.calls.clear()
        return service, again(endpoint)

    return turned_on


def switch_on(endpoint, by):
    endpoints.test(endpoint_id=endpoint.id, by=by)
    send()
    return endpoints.turn_on(endpoint_id=endpoint.id, by=by)


def hold(item="item-1"):
    """A machine's hold of an item, or what releases it, due now."""
    return order("hold", item)


def order(kind, item, undoes=None):
    by = None if kind == "hold" else Staff.objects.first()
    basis = Basis(origin="person" if by else "machine", by=by, undoes=undoes)
    with transaction.atomic():
        return add(kind=kind, thing=Thing(kind="item", id=item), basis=basis, now=timezone.now())


def send():
    return shipments.send_due(now=timezone.now())


def again(row):
    return type(row).objects.get(pk=row.pk)


def shipment_of(order, endpoint=None):
    rows = Shipment.objects.filter(order=order)
    return rows.get(endpoint=endpoint) if endpoint else rows.get()


__all__ = ["Endpoint", "Shipment"]
