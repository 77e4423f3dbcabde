"""Appeals through the doors: the public page, the API, and the desk's."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from belisha.enforcement.appeal import appeal
from belisha.enforcement.models import Appeal, Order
from belisha.ledger.record import PUBLIC
from belisha.web.public.appeal import COMPLAINTS
from tests.api.conftest import caller
from tests.enforcement.conftest import case, make_case, organisation
from tests.enforcement.kept import no_action
from tests.enforcement.test_appeals import WRONG, appealed, code_of, nila
from tests.enforcement.test_notices import removed, silent_to_nobody
from tests.reading import grade
from tests.web.test_public_words import GRADE, prose

__all__ = ["caller", "case", "make_case", "nila", "organisation"]


def sent(client, name="appeal", **data):
    form = {"about": "mine", "text": WRONG, "once": "1"} | data if name == "appeal" else data
    return client.post(reverse(name), urlencode(form), content_type="application/x-www-form-urlencoded")


@pytest.fixture(autouse=True)
def _no_pace():
    COMPLAINTS.forget()


def test_whoever_was_told_appeals_without_a_cookie_and_sees_where_it_stands(client, case, rosa, omar):
    order = removed(case, rosa, omar)
    silent_to_nobody(case, rosa)
    client.get(reverse("appeal"))
    answer = sent(client, code=code_of(order))
    row = Appeal.objects.get()
    assert row.receipt in answer.content.decode()
    assert not client.cookies
    assert sent(client, code=code_of(order)).content == answer.content
    assert Appeal.objects.count() == 1
    again = sent(client, code=code_of(order), once="2").content.decode()
    assert "A person will look at it" in again
    assert "A person will look at it" in sent(client, "appeal_status", code=row.receipt).content.decode()


def test_two_people_who_write_the_same_complaint_have_two(client, organisation):
    for once in ("1", "2"):
        assert sent(client, about="tool", code="", once=once).status_code == 200
    assert Appeal.objects.count() == 2


def test_who_goes_back_and_writes_something_else_has_not_sent_the_same_again(client, organisation):
    for text in (WRONG, "And another thing."):
        assert sent(client, about="tool", code="", text=text).status_code == 200
    assert Appeal.objects.count() == 2


def test_complaints_without_a_number_that_come_too_often_wait_and_guesses_too(client, organisation):
    for number in range(21):
        last = sent(client, about="tool", code="", once=str(number))
    assert (last.status_code, Appeal.objects.count()) == (429, 20)
    assert {sent(client, code="1234").status_code for _ in range(11)} == {404, 429}


@pytest.mark.parametrize("name", ["appeal", "appeal_status"])
def test_the_pages_are_easy_to_read(client, organisation, name):
    assert grade(prose(client.get(reverse(name)).content.decode())) <= GRADE


def test_a_service_builds_it_in_and_a_repeat_is_answered_alike(case, rosa, omar, caller):
    order, service = removed(case, rosa, omar), caller("report")
    silent_to_nobody(case, rosa)
    body = {"code": code_of(order), "text": WRONG}
    first, again = (service.post(body, "/api/v1/appeals", Idempotency_Key="a") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    other = service.post(body, "/api/v1/appeals", Idempotency_Key="b")
    assert (other.status_code, other.json()["code"]) == (409, "asked_already")
    unknown = service.post(body | {"code": "0000 0000 0000 0000"}, "/api/v1/appeals")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_code")
    wrong = service.post(body | {"colour": "red"}, "/api/v1/appeals").json()
    assert wrong["errors"] == [{"field": "colour", "message": "is no field here"}]
    found = service.get(f"/api/v1/appeals/{first.json()['receipt']}").json()
    assert (found["state"], found["answer"]) == ("received", "")


def test_a_polling_service_hears_of_notices_that_were_held(case, rosa, omar, caller):
    from django.utils import timezone

    from belisha.enforcement.notice_round import look_at_notices

    order, service = removed(case, rosa, omar), caller("orders")
    look_at_notices(now=timezone.now())
    assert service.get("/api/v1/notices").json() == {"notices": []}
    assert service.post({}, f"/api/v1/notices/{order.id}/told").status_code == 404
    silent_to_nobody(case, rosa)
    look_at_notices(now=timezone.now() + timezone.timedelta(minutes=6))
    (waiting,) = service.get("/api/v1/notices").json()["notices"]
    assert (waiting["order"], waiting["notice"]["language"]) == (str(order.id), "en")
    told = [service.post({}, f"/api/v1/notices/{order.id}/told").status_code for _ in range(2)]
    assert told == [204, 204]
    assert service.get("/api/v1/notices").json() == {"notices": []}


def test_a_person_decides_on_its_page_and_sees_what_follows(client, case, rosa, omar, nila):
    order, row = appealed(case, rosa, omar)
    client.force_login(rosa)
    assert "somebody else decides it" in client.get(reverse("appeal_one", args=[row.id])).content.decode()
    client.force_login(nila)
    assert f"Appeal {row.number}" in client.get(reverse("appeals")).content.decode()
    page = reverse("appeal_one", args=[row.id])
    said = {"outcome": "upheld", "reasons": "Looked again.", "answer": "You were right."}
    empty = client.post(page, said | {"answer": ""})
    assert (empty.status_code, "Say what the person reads." in empty.content.decode()) == (422, True)
    assert client.post(page, said).status_code == 302
    shown = client.get(page).content.decode()
    assert "Remove the item: undone" in shown
    assert "The decision was ended" in shown
    assert Order.objects.get(undoes=order).kind == "restore"
    assert f"Appeal {row.number}" in client.get(reverse("case", args=[case.id])).content.decode()


def test_of_a_report_that_was_turned_down_it_is_said_that_the_case_opens_again(client, case, rosa, nila):
    no_action(case, rosa)
    appeal(code=case.memberships.get().report.receipt, text="Look again.", by=PUBLIC)
    client.force_login(nila)
    page = client.get(reverse("appeal_one", args=[Appeal.objects.get().id])).content.decode()
    assert "The case is open again" in page
    assert "orders" not in page.partition("<h2")[2].lower().partition("<footer")[0]


def test_an_appeal_opens_to_whom_its_case_does(client, case, rosa, omar, nila, make_case):
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_team
    from belisha.organisation.models import Service

    _, row = appealed(case, rosa, omar)
    services = list(Service.objects.values_list("id", flat=True))
    save_team(name="Chat", services=services, members=[rosa.id], by=CONSOLE)
    client.force_login(nila)
    page = reverse("appeal_one", args=[row.id])
    assert client.get(page).status_code == 403
    assert client.post(page, {"outcome": "rejected", "reasons": "a", "answer": "b"}).status_code == 403


def test_a_complaint_about_what_works_by_itself_is_not_said_to_rest_on_a_decision(client, organisation, nila):
    sent(client, about="tool", code="")
    client.force_login(nila)
    page = client.get(reverse("appeal_one", args=[Appeal.objects.get().id])).content.decode()
    assert "Upheld: they are right" in page
    assert "Nothing is undone by itself." in page
    assert "the decision was wrong" not in page
