"""Endpoints on the desk: added, tested, turned on, looked at, sent again, rotated and removed."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from belisha.api.delivery_metrics import deliveries as metrics
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.shipment_care import look_after
from belisha.jobs.checks.check import attempt
from belisha.jobs.cli import app
from belisha.jobs.endpoints import stand
from belisha.ledger.models import Entry
from belisha.outbound import destinations
from belisha.outbound.origin import origin
from belisha.work.models import Task
from tests.enforcement.shipped import added, again, clock, hold, listening, on, send, shipment_of
from tests.work.channels import configured

__all__ = ["added", "clock", "configured", "listening", "on"]
ALL = "/desk/settings/endpoints/"


@pytest.fixture
def hers(client, alex):
    client.force_login(alex)
    return client


def add(client, url, **more):
    given = {"name": "chat", "url": url, "kind": "webhook", "signing": "hmac", **more}
    return client.post(ALL, given)


def act(client, name, endpoint, *more):
    return client.post(reverse(name, args=[endpoint.id, *more]), follow=True)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_without_an_endpoint_the_page_says_that_polling_works(hers):
    assert "poll its orders, which works without one" in text_of(hers.get(ALL))


def test_the_demo_says_that_it_sends_no_test_event(hers, configured):
    assert "This is the demo" not in text_of(hers.get(ALL))
    add(hers, "https://chat.example/hook")
    page = f"{ALL}{Endpoint.objects.get().id}/"
    assert "Send a test event" in text_of(hers.get(page))
    configured(demo=True)
    assert "It sends nothing" in text_of(hers.get(ALL))
    assert "Send a test event" not in text_of(hers.get(page)).partition("This is the demo")[2]


def test_an_endpoint_is_added_tested_and_turned_on_and_takes_what_was_due(hers, listening):
    service, made = listening(), hold()
    shown = add(hers, service.url)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", shown.content.decode())
    assert (shown.status_code, secret is not None) == (200, True)
    service.told.secret = secret[0]
    endpoint = Endpoint.objects.get()
    assert secret[0] not in hers.get(reverse("endpoint", args=[endpoint.id])).content.decode()
    refused = act(hers, "turn_on_endpoint", endpoint)
    assert (refused.status_code, "Test it first" in text_of(refused)) == (409, True)
    act(hers, "test_endpoint", endpoint)
    assert send() == 1
    said = text_of(act(hers, "turn_on_endpoint", endpoint))
    assert "One order that was due leaves now." in said
    send()
    assert service.told.orders == [str(made.id)]
    page = text_of(hers.get(reverse("endpoint", args=[endpoint.id])))
    assert "They took it." in page
    events = [entry.event for entry in Entry.objects.filter(event__startswith="endpoint.")]
    assert events == ["endpoint.added", "endpoint.tested", "endpoint.turned_on"]


@pytest.mark.parametrize(
    "url",
    ["http://chat.example/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/x", "ftp://a.example/",
     "https://user:word@chat.example/", "https://chat.example/#part", "not an address", "https://[::1]/"],
)  # fmt: skip
def test_an_address_that_leads_inside_or_is_none_is_refused_beside_its_field(hers, url):
    answer = add(hers, url)
    assert (answer.status_code, Endpoint.objects.count()) == (422, 0)
    assert "url-error" in answer.content.decode() or "id_url" in answer.content.decode()


def test_two_endpoints_have_two_names(hers):
    add(hers, "https://one.example/")
    again_ = add(hers, "https://two.example/")
    assert (again_.status_code, "named chat already" in text_of(again_)) == (422, True)


def test_what_stopped_is_sent_again_one_by_one_or_all_at_once(hers, on):
    service, endpoint = on()
    service.told.answer = lambda event: 422
    made = [hold(f"item-{number}") for number in range(3)]
    send()
    page = text_of(hers.get(reverse("endpoint", args=[endpoint.id])))
    assert page.count("Tried once, then stopped. They did not take it as it was (422).") == 3
    task = Task.objects.get(kind="endpoint.stopped", done_at=None)
    assert task.permission == "organisation.change_endpoint"
    service.told.answer = lambda event: 204
    act(hers, "send_one_again", endpoint, shipment_of(made[0]).id)
    send()
    assert service.told.orders == [str(made[0].id)]
    assert "2 events leave now." in text_of(act(hers, "send_again", endpoint))
    send()
    assert (len(service.told.orders), again(task).done_at is not None) == (3, True)
    assert act(hers, "send_again", endpoint).status_code == 422


def test_a_key_is_replaced_and_the_new_one_is_shown_once(hers, on):
    service, endpoint = on()
    shown = act(hers, "rotate_endpoint", endpoint).content.decode()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", shown)[0]
    assert secret != service.told.secret
    page = hers.get(reverse("endpoint", args=[endpoint.id])).content.decode()
    assert secret not in page
    assert "two signatures" in page


def test_a_key_that_is_replaced_twice_leaves_no_third_that_signs(hers, on):
    _service, endpoint = on()
    first = again(endpoint).secrets[0]["secret"]
    for _ in range(2):
        act(hers, "rotate_endpoint", endpoint)
    secrets = [one["secret"] for one in again(endpoint).secrets]
    assert (len(secrets), first in secrets) == (2, False)


def test_the_test_on_which_an_endpoint_was_turned_on_counts_for_as_long_as_it_stays_as_it_is(hers, on):
    _service, endpoint = on()
    act(hers, "turn_off_endpoint", endpoint)
    look_after(now=timezone.now() + timedelta(days=30))
    assert act(hers, "turn_on_endpoint", endpoint).status_code == 200


def test_another_address_is_tested_anew_before_orders_go_there(hers, on, listening):
    service, endpoint = on()
    other = listening()
    other.told.secret = service.told.secret
    path = reverse("endpoint", args=[endpoint.id])
    assert hers.post(path, {"name": "chat", "url": other.url, "service": ""}).status_code == 302
    assert again(endpoint).state == "test"
    made = hold()
    assert send() == 0
    assert act(hers, "turn_on_endpoint", endpoint).status_code == 409
    act(hers, "test_endpoint", endpoint)
    send()
    act(hers, "turn_on_endpoint", endpoint)
    send()
    assert (service.told.orders, other.told.orders) == ([], [str(made.id)])
    renamed = hers.post(path, {"name": "chat two", "url": other.url, "service": ""}, follow=True)
    assert "Saved. " in text_of(renamed)
    assert again(endpoint).state == "on"


def test_what_is_off_takes_nothing_and_can_be_removed(hers, on):
    _service, endpoint = on()
    assert act(hers, "remove_endpoint", endpoint).status_code == 409
    act(hers, "turn_off_endpoint", endpoint)
    made = hold()
    assert (send(), again(made).state) == (0, "due")
    assert "chat is removed." in text_of(act(hers, "remove_endpoint", endpoint))
    assert (Endpoint.objects.count(), Shipment.objects.count(), again(made).state) == (0, 0, "due")


def test_a_row_that_was_edited_in_the_database_takes_nothing_and_is_vouched_for_by_nobody(
    hers, on, listening
):
    _service, endpoint = on()
    thief = listening()
    Endpoint.objects.update(url=thief.url)
    assert origin(thief.url) not in destinations.confirmed()
    made = hold()
    send()
    assert (thief.told.calls, again(made).state) == ([], "due")
    assert "Changed behind your backs" in text_of(hers.get(ALL))
    assert act(hers, "test_endpoint", endpoint).status_code == 409
    assert not attempt("endpoints", stand, "").ok
    act(hers, "remove_endpoint", endpoint)
    assert Endpoint.objects.count() == 0


def test_only_administrators_set_endpoints(client, rosa):
    client.force_login(rosa)
    assert (client.get(ALL).status_code, add(client, "https://chat.example/").status_code) == (403, 403)


def test_the_command_says_how_each_stands(on, monkeypatch):
    monkeypatch.setattr("belisha.jobs.endpoints.with_a_desk", lambda act: act)
    invoke = CliRunner().invoke
    assert "No endpoint. Orders can be polled." in invoke(app, ["endpoints"]).output
    service, _endpoint = on()
    hold()
    send()
    assert invoke(app, ["endpoints"]).exit_code == 0
    service.told.answer = lambda event: 422
    hold("bad")
    send()
    said = invoke(app, ["endpoints", "--json"])
    found = json.loads(said.stdout)
    assert (said.exit_code, found["counts"]["stopped"], found["endpoints"][0]["failures"]) == (1, 1, 1)
    assert "whsec_" not in said.stdout
    assert b"belisha_shipments_stopped 1.0" in metrics()
