"""A key that is bound to services: what is another's is not there for it, whatever door it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from belisha.api.handlers import STATUS
from belisha.enforcement import act, order_answers
from belisha.enforcement.appeal import appeal
from belisha.enforcement.models import Appeal, Notice, Order, Preserved
from belisha.enforcement.order_add import Thing
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE, PUBLIC, SYSTEM
from belisha.organisation.arrange import ServiceInUse, remove_service, save_service
from belisha.organisation.models import Service
from belisha.organisation.reach import OtherService
from belisha.people.keys import Scope, add_key, rotate_key
from belisha.people.models import ApiKey
from tests.api.conftest import REPORTS, Caller
from tests.desk_cases import make_case, organisation, report
from tests.enforcement.test_notices import decided, silent_to_nobody
from tests.sweeps.doors import API

__all__ = ["make_case", "organisation"]

V1 = "/api/v1/"
EVERY = [scope.value for scope in Scope]


@pytest.fixture
def harbour(organisation):
    """Another service of the same desk."""
    return save_service(name="Harbour", slug="harbour", by=CONSOLE)


@pytest.fixture
def key_of(organisation, harbour):
    """A maker of callers: key_of("lantern"), key_of("lantern", "harbour"), key_of() for all."""

    def make(*slugs: str, scopes: Any = EVERY) -> Caller:
        ids = Service.objects.filter(slug__in=slugs).values_list("id", flat=True)
        return Caller(add_key(name=str(slugs), scopes=scopes, services=ids, by=SYSTEM).secret, Client())

    return make


@dataclass(frozen=True, kw_only=True)
class Things:
    """What one service has here: an order with its notice, a kept thing, a report and an appeal."""

    slug: str
    order: UUID
    kept: UUID
    receipt: str
    code: str
    appeal: str


@pytest.fixture
def things(make_case, harbour, rosa, omar):
    """Things of "lantern" and of "harbour", by slug: every door has something to show of both."""
    return {slug: _made(make_case(service=slug), slug, rosa, omar) for slug in ("lantern", "harbour")}


def _made(case: Any, slug: str, by: Any, second: Any) -> Things:
    decided(case, by, second)
    silent_to_nobody(case, by)
    removed, kept = (
        act.order(case_id=case.id, kind=kind, thing=Thing(kind="item", id=f"item-of-{slug}"), by=by)
        for kind in ("remove", "preserve")
    )
    order_answers.done(order_id=kept.id, by=SYSTEM)
    Preserved.objects.filter(order=kept).update(state="released", released_at=timezone.now())
    notice = Notice.objects.get(order=removed)
    Notice.objects.filter(id=notice.id).update(held_since=None, let_go_at=timezone.now())
    other = act.order(case_id=case.id, kind="remove", thing=Thing(kind="item", id=f"item-of-{slug}-2"), by=by)
    Notice.objects.filter(order=other).update(held_since=None)
    taken = appeal(text="That was a drawing.", code=Notice.objects.get(order=other).code, by=PUBLIC)
    return Things(
        slug=slug,
        order=removed.id,
        kept=Preserved.objects.get(order=kept).id,
        receipt=case.memberships.get().report.receipt,
        code=notice.code,
        appeal=taken.receipt,
    )


def digits(receipt: str) -> str:
    return receipt.replace(" ", "")


READS = {
    "api/v1/reports/<receipt>": lambda key, of: key.get(f"{V1}reports/{digits(of.receipt)}"),
    "api/v1/appeals/<receipt>": lambda key, of: key.get(f"{V1}appeals/{digits(of.appeal)}"),
    "api/v1/orders/<order_id>": lambda key, of: key.get(f"{V1}orders/{of.order}"),
    "api/v1/orders/<order_id>/done": lambda key, of: key.post({}, f"{V1}orders/{of.order}/done"),
    "api/v1/orders/<order_id>/failed": lambda key, of: key.post(
        {"reason": "No."}, f"{V1}orders/{of.order}/failed"
    ),
    "api/v1/notices/<order_id>/told": lambda key, of: key.post({}, f"{V1}notices/{of.order}/told"),
    "api/v1/preserved/<preserved_id>/destroyed": lambda key, of: key.post(
        {"at": timezone.now().isoformat(), "by": "Alex"}, f"{V1}preserved/{of.kept}/destroyed"
    ),
    "api/v1/appeals": lambda key, of: key.post({"text": "Why?", "code": of.code}, f"{V1}appeals"),
}
"""What is asked for by its id, its receipt or its code."""

LISTS = {
    "api/v1/orders": f"{V1}orders",
    "api/v1/notices": f"{V1}notices",
    "api/v1/preserved": f"{V1}preserved",
}


def a_contact() -> dict[str, Any]:
    who = {"actor": {"id": "a", "age_band": "adult"}, "recipient": {"id": "b", "age_band": "13_15"}}
    return {"event": "first_message", "at": timezone.now().isoformat(), **who}


BODIES: dict[str, Any] = {
    "api/v1/reports": (REPORTS, report, "body"),
    "api/v1/contacts/assess": (f"{V1}contacts/assess", a_contact, "query"),
    "api/v1/screen/hashes": (f"{V1}screen/hashes", lambda: {"hashes": [{"pdq": "0f" * 32}]}, "query"),
    "api/v1/screen/urls": (f"{V1}screen/urls", lambda: {"urls": [{"url": "https://a.example/"}]}, "query"),
    "api/v1/screen/media": (f"{V1}screen/media", lambda: b"no picture", "query"),
    "complaints": (f"{V1}appeals", lambda: {"text": "A warning came.", "about": "tool"}, "body"),
}
"""What names the service that it is about: its address, its body, and where the service stands."""

OF_NO_SERVICE = {
    "api/v1/": "needs no key",
    "api/v1/openapi.json": "needs no key",
    "api/v1/connectors/<connector_id>": "has no key: the connector is of one service, whatever its tool says",
    "api/v1/routes": "keeps nothing and names no service of this desk",
}


def sent(key: Caller, door: str, service: str = "") -> Any:
    path, body, place = BODIES[door]
    given = body()
    if service and place == "body":
        given |= {"service": service}
    elif service:
        path = f"{path}?service={service}"
    kind = {"content_type": "application/octet-stream"} if isinstance(given, bytes) else {}
    return key.post(given, path, **kind)


def test_every_door_of_the_api_is_looked_at_here():
    assert set(API) == set(READS) | set(LISTS) | set(BODIES) - {"complaints"} | set(OF_NO_SERVICE)


def test_what_is_another_service_s_is_not_there_and_nothing_happens_to_it(key_of, things):
    bound, of, before = key_of("lantern"), things["harbour"], Entry.objects.count()
    for door, ask in READS.items():
        there, never = ask(bound, of), ask(bound, NOWHERE)
        assert (there.status_code, there.content) == (404, never.content), door
    assert Entry.objects.count() == before
    assert reached(key_of("harbour"), of) == set(READS)


def test_a_key_that_is_bound_to_several_or_to_none_reaches_each(key_of, things):
    assert reached(key_of("lantern", "harbour"), things["harbour"]) == set(READS)
    assert reached(key_of(), things["lantern"]) == set(READS)


def reached(key: Caller, of: Things) -> set[str]:
    """The doors that find it; an order that is done can't fail any more."""
    return {door for door, ask in READS.items() if ask(key, of).status_code in (200, 201, 204, 409)}


NOWHERE = Things(
    slug="nowhere",
    order=uuid4(),
    kept=uuid4(),
    receipt="0000 0000 0000 0000",
    code="0000 0000 0000 0000",
    appeal="0000 0000 0000 0000",
)


def test_a_list_holds_what_is_of_the_key_s_services_alone(key_of, things):
    for path in LISTS.values():
        shown = {keys: key_of(*keys).get(path).content.decode() for keys in REACHES}
        found = {keys: [slug for slug in things if marks_of(things[slug], shown[keys])] for keys in REACHES}
        assert found == {("lantern",): ["lantern"], ("lantern", "harbour"): BOTH, (): BOTH}, path


REACHES, BOTH = (("lantern",), ("lantern", "harbour"), ()), ["lantern", "harbour"]


def marks_of(of: Things, text: str) -> bool:
    """Does anything of it stand in an answer?"""
    marks = (of.order, of.kept, of.receipt, of.code, of.appeal, f"item-of-{of.slug}")
    return any(str(mark) in text for mark in marks)


@pytest.mark.parametrize("door", ["api/v1/orders", "api/v1/preserved"])
def test_a_list_of_another_service_or_of_none_that_there_is_is_refused_alike(door, key_of):
    key = key_of("lantern")
    answers = [key.get(f"{LISTS[door]}?service={slug}") for slug in ("harbour", "no-such-service")]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "other_service")] * 2
    assert answers[0].content == answers[1].content
    assert key.get(f"{LISTS[door]}?service=lantern").status_code == 200


@pytest.mark.parametrize("door", BODIES)
@pytest.mark.parametrize("slug", ["harbour", "no-such-service"])
def test_to_name_another_service_is_refused_and_nothing_is_kept(door, slug, key_of):
    key, before = key_of("lantern"), Entry.objects.count()
    answer = sent(key, door, slug)
    assert (answer.status_code, answer.json()["code"]) == (403, "other_service")
    assert "It is for lantern;" in answer.json()["detail"]
    assert (Entry.objects.count(), Report.objects.count(), Appeal.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("door", BODIES)
def test_a_key_of_one_service_means_it_and_a_key_of_several_says_which(door, key_of):
    assert sent(key_of("lantern"), door).status_code in (200, 201)
    both = key_of("lantern", "harbour")
    refused = sent(both, door)
    assert (refused.status_code, refused.json()["code"]) == (422, "service_missing")
    assert [one["field"] for one in refused.json()["errors"]] == ["service"]
    assert sent(both, door, "harbour").status_code in (200, 201)


def test_what_a_bound_key_sends_without_a_name_is_its_service_s(key_of):
    key = key_of("harbour")
    for door in ("api/v1/reports", "api/v1/screen/media", "complaints"):
        sent(key, door)
    from belisha.screening.models import Unscreened

    kept = [Report.objects.get(), Unscreened.objects.get(), Appeal.objects.get()]
    assert [one.service.slug for one in kept] == ["harbour"] * 3


def test_an_order_of_no_service_is_read_by_a_key_that_is_bound_to_none(key_of, things):
    Order.objects.filter(id=things["lantern"].order).update(service=None)
    door = READS["api/v1/orders/<order_id>"]
    keys = (key_of("lantern"), key_of("lantern", "harbour"), key_of())
    assert [door(key, things["lantern"]).status_code for key in keys] == [404, 404, 200]


def test_guessing_at_another_service_s_receipts_ends_as_any_guessing(key_of, things):
    key, door = key_of("lantern"), READS["api/v1/reports/<receipt>"]
    assert [door(key, things["harbour"]).status_code for _ in range(31)] == [404] * 30 + [429]


def test_a_successor_is_bound_as_its_key_was(key_of, things, organisation):
    key_of("lantern")
    made = rotate_key(key_id=ApiKey.objects.latest("created_at").id, overlap=timedelta(hours=1), by=SYSTEM)
    key = Caller(made.secret, Client())
    assert READS["api/v1/orders/<order_id>"](key, things["harbour"]).status_code == 404
    assert sent(key, "api/v1/reports", "harbour").status_code == 403


def test_a_service_that_a_live_key_is_bound_to_stays(key_of, harbour):
    key_of("harbour")
    with pytest.raises(ServiceInUse):
        remove_service(service_id=harbour.id, by=CONSOLE)
    ApiKey.objects.update(revoked_at=timezone.now())
    remove_service(service_id=harbour.id, by=CONSOLE)


def test_a_key_whose_services_are_all_gone_reaches_nothing(key_of, harbour, things):
    key = key_of("harbour")
    ApiKey.objects.update(services=[str(uuid4())])
    from belisha.people import keys

    keys._known.clear()
    assert key.get(LISTS["api/v1/orders"]).json()["orders"] == []
    assert sent(key, "api/v1/reports").status_code == 403


def test_the_ledger_says_what_a_key_is_bound_to(key_of, harbour):
    key_of("harbour")
    assert Entry.objects.get(event="key.added").content["services"] == [str(harbour.id)]
    assert STATUS[OtherService] == 403
