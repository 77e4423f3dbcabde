"""Orders on their way to the service: real servers on this machine, the desk's clock in the test's hand."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from belisha.enforcement import endpoints, shipment_care, shipment_steer
from belisha.enforcement.channels.channel import Gone
from belisha.enforcement.endpoint_refusals import NothingToSend
from belisha.enforcement.endpoint_seal import is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.shipment_pauses import GIVE_UP_AFTER, PAUSES, is_over, pause_after, rest_after
from belisha.enforcement.shipping import ship
from belisha.ledger.models import Entry
from belisha.work.models import Task
from tests.desk_cases import organisation
from tests.enforcement.shipped import (
    DAY,
    HOUR,
    MINUTE,
    added,
    again,
    clock,
    hold,
    listening,
    on,
    order,
    send,
    shipment_of,
    switch_on,
)
from tests.outbound.servers import serving
from tests.work.channels import configured

__all__ = ["added", "clock", "configured", "listening", "on", "organisation", "serving"]


def open_tasks():
    return {(task.kind, task.label) for task in Task.objects.filter(done_at=None)}


def test_an_order_reaches_the_service_signed_and_says_no_more_than_its_id(on):
    service, _ = on()
    made = hold("item-secret")
    assert send() == 1
    message_id, event = service.told.calls[0]
    shipment = shipment_of(made)
    assert event == {"type": "order.due", "id": str(made.id), "at": shipment.began_at.isoformat()}
    assert (message_id, service.told.forged) == (str(shipment.id), 0)
    assert (again(made).state, shipment.state) == ("delivered", "arrived")
    assert Entry.objects.filter(event="order.delivered").count() == 1
    assert send() == 0


def test_without_an_endpoint_an_order_stays_due_and_is_polled(added, alex):
    _, endpoint = added()
    made = hold()
    assert (send(), again(made).state, Shipment.objects.count()) == (0, "due", 0)
    assert switch_on(endpoint, alex) == 1
    assert (send(), again(made).state) == (1, "delivered")


def test_an_order_of_another_service_stays_away(on, organisation):
    from belisha.organisation.models import Service

    chat, forum = (Service.objects.create(name=name, slug=name) for name in ("one", "two"))
    first, _ = on("first", service_id=chat.id)
    every, _ = on("every")
    made = hold()
    for one in Shipment.objects.filter(order=made):
        one.delete()
    made.service = forum
    made.save()
    assert ship(made, "order.due", now=made.made_at) == 1
    send()
    assert (first.told.orders, every.told.orders) == ([], [str(made.id)])
    # Told once of an event, whoever asks for it again.
    assert ship(made, "order.due", now=made.made_at) == 0


def test_what_failed_is_sent_again_under_the_same_id_with_the_time_and_signature_of_then(on, clock):
    service, _ = on()
    service.told.answer = lambda event: 500
    made = hold()
    send()
    assert (send(), shipment_of(made).state, again(made).state) == (0, "waiting", "due")
    clock(PAUSES[0] * 1.2)
    service.told.answer = lambda event: 204
    assert send() == 1
    (first, one), (second, two) = service.told.calls
    assert (first, one) == (second, two)
    stamps = [int(headers["webhook-timestamp"]) for headers in service.told.headers[-2:]]
    assert stamps[1] - stamps[0] >= 5
    assert [attempt.answer for attempt in shipment_of(made).tried.all()] == ["status_500", "status_204"]


def test_the_next_order_about_one_item_waits_for_the_first_and_all_others_overtake(on, clock):
    service, _ = on()
    first = hold("a")
    second, other = order("release", "a", undoes=first), hold("b")
    service.told.answer = lambda event: 500 if event["id"] == str(first.id) else 204
    for _ in range(3):
        send()
        clock(MINUTE)
    assert service.told.orders == [str(other.id)]
    service.told.answer = lambda event: 204
    clock(HOUR)
    send()
    assert service.told.orders == [str(other.id), str(first.id), str(second.id)]


def test_one_poisoned_event_stops_alone_and_asks_one_person(on, clock):
    service, _endpoint = on()
    bad = [hold(f"bad-{number}") for number in range(3)]
    service.told.answer = lambda event: 422 if event["id"] in {str(one.id) for one in bad} else 204
    good = hold("good")
    send()
    assert service.told.orders == [str(good.id)]
    assert [again(one).state for one in bad] == ["due"] * 3
    assert {shipment_of(one).state for one in bad} == {"stopped"}
    assert open_tasks() == {("endpoint.stopped", "chat")}
    assert Entry.objects.filter(event="shipment.stopped").count() == 3


def test_an_event_that_always_fails_leaves_the_endpoint_to_the_others(on, clock):
    service, endpoint = on()
    poisoned = hold("poisoned")
    service.told.answer = lambda event: 500 if event["id"] == str(poisoned.id) else 204
    for number in range(12):
        send()
        made = hold(f"item-{number}")
        send()
        assert again(made).state == "delivered"
        clock(HOUR)
    assert shipment_of(poisoned).attempts >= 5
    assert again(endpoint).open_until is None


def test_an_endpoint_that_is_down_is_probed_not_hammered_and_drains_when_it_is_back(on, clock):
    service, endpoint = on()
    service.told.answer = lambda event: 503
    made = [hold(f"item-{number}") for number in range(8)]
    for _ in range(60):
        send()
        clock(MINUTE)
    assert 5 <= len(service.told.calls) <= 25
    service.told.answer = lambda event: 204
    clock(timedelta(minutes=15))
    send()
    send()
    assert sorted(service.told.orders) == sorted(str(one.id) for one in made)
    assert again(endpoint).failures == 0


def test_who_asks_to_be_left_alone_is_within_bounds(on, clock):
    service, _endpoint = on()
    service.told.answer = lambda event: (429, {"Retry-After": "120"})
    hold("a"), hold("b")
    send()
    assert len(service.told.calls) == 1
    clock(timedelta(seconds=100))
    assert send() == 0
    service.told.answer = lambda event: (503, {"Retry-After": "999999"})
    clock(timedelta(seconds=30))
    send()
    waits = [row.next_at for row in Shipment.objects.filter(state="waiting")]
    assert all(when <= clock() + PAUSES[-1] * 1.2 for when in waits)
    service.told.answer = lambda event: 204
    clock(DAY)
    send()
    assert len(service.told.orders) == 2


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 403])
def test_what_refuses_everything_stops_no_event_and_asks_for_a_look(on, listening, clock, status):
    service, _endpoint = on()
    elsewhere = listening()
    service.told.answer = lambda event: (status, {"Location": elsewhere.url})
    made = [hold(f"item-{number}") for number in range(3)]
    send()
    assert len(service.told.calls) == 1
    assert elsewhere.told.calls == []
    assert {again(one).state for one in made} == {"due"}
    assert open_tasks() == {("endpoint.look", "chat")}
    service.told.answer = lambda event: 204
    clock(DAY)
    send()
    assert (len(service.told.orders), open_tasks()) == (3, set())


def test_410_disables_the_endpoint_and_asks_a_person(on, alex):
    service, endpoint = on()
    service.told.answer = lambda event: 410
    made = [hold("a"), hold("b")]
    send()
    assert (len(service.told.calls), again(endpoint).state) == (1, "disabled")
    assert open_tasks() == {("endpoint.look", "chat")}
    assert "endpoint.disabled" in Entry.objects.values_list("event", flat=True)
    assert {again(one).state for one in made} == {"due"}
    service.told.answer = lambda event: 204
    switch_on(endpoint, alex)
    send()
    assert (len(service.told.orders), open_tasks()) == (2, set())


def test_after_three_days_it_stops_and_its_orders_wait_to_be_polled(on, clock, alex):
    service, endpoint = on()
    service.told.answer = lambda event: 500
    made = [hold(f"item-{number}") for number in range(3)]
    for _ in range(28):
        clock(3 * HOUR)
        send()
        shipment_care.look_after(now=clock())
    assert {shipment_of(one).state for one in made} == {"stopped"}
    assert {again(one).state for one in made} == {"due"}
    assert ("endpoint.stopped", "chat") in open_tasks()
    service.told.answer = lambda event: 204
    assert shipment_steer.send_again(endpoint_id=endpoint.id, by=alex) == 3
    assert (send(), len(service.told.orders), open_tasks()) == (3, 3, set())
    with pytest.raises(NothingToSend):
        shipment_steer.send_again(endpoint_id=endpoint.id, by=alex)


def test_a_task_about_what_stopped_ends_when_the_service_polled_and_answered(on, clock):
    from belisha.enforcement import order_answers
    from belisha.ledger.record import SYSTEM

    service, _ = on()
    service.told.answer = lambda event: 422
    made = hold()
    send()
    order_answers.done(order_id=made.id, by=SYSTEM)
    shipment_care.look_after(now=clock())
    assert open_tasks() == set()


def test_a_clock_that_jumped_gives_nothing_up(on, clock):
    service, _ = on()
    service.told.answer = lambda event: 500
    made = hold()
    send()
    clock(10 * DAY)
    send()
    shipment_care.look_after(now=clock())
    assert shipment_of(made).state == "waiting"


def test_a_worker_killed_between_sending_and_noting_sends_the_same_again(on, clock, monkeypatch):
    service, _ = on()
    made = hold()

    class Killed(BaseException):
        pass

    def killed(*given, **facts):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("belisha.enforcement.shipments.note", killed)
        with pytest.raises(Killed):
            send()
    assert send() == 0  # It is leased.
    clock(3 * MINUTE)
    assert send() == 1
    assert [call[0] for call in service.told.calls] == [str(shipment_of(made).id)] * 2
    assert len(service.told.orders) == 1


def test_while_a_key_is_replaced_both_fit_and_then_only_the_new_one(on, clock, alex):
    service, endpoint = on()
    old = service.told.secret
    new = endpoints.rotate(endpoint_id=endpoint.id, by=alex, overlap=HOUR).verifies_with
    hold("a")
    send()
    headers = service.told.headers[-1]
    assert len(headers["webhook-signature"].split(" ")) == 2
    assert new != old
    service.told.secret = new
    hold("b")
    send()
    clock(HOUR + MINUTE)
    hold("c")
    send()
    assert (len(service.told.orders), service.told.forged) == (3, 0)
    assert len(service.told.headers[-1]["webhook-signature"].split(" ")) == 1
    service.told.secret = old
    hold("d")
    send()
    assert service.told.forged == 1


def test_ed25519_is_signed_as_the_specification_says(added, alex, serving):
    said = b"HTTP/1.1 204 X\r\nContent-Length: 0\r\n\r\n"
    server = serving(said)
    url = f"http://127.0.0.1:{server.port}/"
    made = endpoints.add(name="keys", url=url, by=alex, signing="ed25519")
    endpoints.test(endpoint_id=made.endpoint.id, by=alex)
    send()
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])
    lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    version, _, signed = lines["webhook-signature"].partition(",")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = made.verifies_with
    assert (version, key[:5]) == ("v1a", "whpk_")
    Ed25519PublicKey.from_public_bytes(b64decode(key[5:])).verify(b64decode(signed), content)


def test_the_signature_is_verified_by_the_package_of_the_standard_and_holds_for_nothing_else(on):
    service, _ = on()
    service.told.judges_time = True
    made = hold()
    send()
    headers, verifier = service.told.headers[-1], Verifier(service.told.secret)
    body = body_of_shipment(made)
    assert verifier.verify(body, headers)["id"] == str(made.id)
    for changed in ({"webhook-id": "8"}, {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}):
        with pytest.raises(WebhookVerificationError):
            verifier.verify(body, headers | changed)
    with pytest.raises(WebhookVerificationError):
        verifier.verify(body + " ", headers)


def body_of_shipment(made):
    said = {"type": "order.due", "id": str(made.id), "at": shipment_of(made).began_at.isoformat()}
    return json.dumps(said, separators=(",", ":"))


@pytest.mark.pure
def test_the_pauses_reach_from_seconds_over_three_days():
    from uuid import UUID

    one = UUID(int=1)
    assert timedelta(seconds=5) <= pause_after(1, shipment=one) <= timedelta(seconds=6)
    assert pause_after(99, shipment=one) <= timedelta(hours=8) * 1.2
    assert GIVE_UP_AFTER - HOUR <= sum(PAUSES, timedelta()) <= GIVE_UP_AFTER
    assert pause_after(3, shipment=one) == pause_after(3, shipment=one)
    spread = {pause_after(5, shipment=UUID(int=number)) for number in range(21)}
    assert len(spread) == 21
    assert pause_after(1, shipment=one, asked=timedelta(0)) == timedelta(seconds=1)
    assert pause_after(1, shipment=one, asked=30 * DAY) <= timedelta(hours=10)
    assert (rest_after(4), rest_after(5)) == (None, timedelta(minutes=1))
    assert rest_after(10_000) == timedelta(minutes=15)
    assert not is_over(2 * DAY, failures=99, line_failures=999)


def test_an_address_that_was_edited_while_its_endpoint_says_410_is_vouched_for_by_nobody(on, monkeypatch):
    _, endpoint = on()
    made = hold()

    def gone(_, parcel):
        Endpoint.objects.filter(id=endpoint.id).update(url="https://elsewhere.example/hook")
        return Gone(problem="status_410")

    monkeypatch.setattr("belisha.enforcement.channels.webhook.Webhook.send", gone)
    send()
    assert shipment_of(made) is not None
    assert again(endpoint).state == "disabled"
    assert not is_as_set(again(endpoint))
