"""People give orders from a case's page, see what the service said, and undo what was wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest

from belisha.enforcement import order_answers
from belisha.enforcement.models import Order
from belisha.ledger.record import SYSTEM
from belisha.people.models import ApiKey
from tests.desk_cases import case, danger, make_case, organisation
from tests.enforcement.test_notices import decided
from tests.staff import stale

__all__ = ["case", "danger", "make_case", "organisation"]


@pytest.fixture
def desk(client, rosa):
    """Rosa at her desk."""
    client.force_login(rosa)
    return client


def thing_of(page, kind):
    """The key of the first thing of this kind that the page offers."""
    return re.search(rf'<option value="([0-9a-f]+)">[^<]*{kind}', page)[1]


def gives(desk, case, kind, about):
    page = desk.get(f"/desk/cases/{case.id}/orders/").content.decode()
    sent = {"kind": kind, "thing": thing_of(page, about), "reason": "Text of the reason."}
    return desk.post(f"/desk/cases/{case.id}/orders/", sent, follow=True)


def test_a_person_holds_an_item_and_reads_what_the_service_said(desk, case, rosa):
    answer = gives(desk, case, "hold", "item")
    assert answer.redirect_chain[0][0].endswith("#orders")
    order = Order.objects.get()
    assert (order.kind, order.made_by, order.target_id.startswith("item-")) == ("hold", rosa, True)
    key = ApiKey.objects.create(name="Back end of the chat", prefix="chat", digest=b"7")
    order_answers.done(order_id=order.id, by=key, detail="Hidden from everybody.")
    page = desk.get(f"/desk/cases/{case.id}/orders/{order.id}/").content.decode()
    assert "Hidden from everybody." in page
    for shown in (page, desk.get(f"/desk/cases/{case.id}/").content.decode()):
        assert "Back end of the chat" in shown  # Whose key it was, by its name and not by its id.
        assert str(key.id) not in shown
    assert order.target_id not in page  # It names content of somebody's: hidden until it is asked for.


def test_what_needs_a_decision_is_not_offered_before_it(desk, case, danger):
    for one, graver in ((case, False), (danger, True)):
        page = desk.get(f"/desk/cases/{one.id}/orders/").content.decode()
        assert ('value="suspend"' in page) == graver
    assert gives(desk, case, "suspend", "account").status_code == 422
    assert not Order.objects.exists()


def test_what_failed_comes_first_and_is_given_up_with_a_reason(desk, case):
    gives(desk, case, "preserve", "item")
    gives(desk, case, "hold", "item")
    order = Order.objects.get(kind="hold")
    order_answers.failed(order_id=order.id, by=SYSTEM, reason="No such item.")
    page = desk.get(f"/desk/cases/{case.id}/orders/{order.id}/").content.decode()
    anew = desk.get(unescape(re.search(r'href="([^"]+)">order it anew', page)[1])).content.decode()
    assert re.search(r'value="hold"[^>]* checked', anew)
    assert re.search(r"<option [^>]* selected>[^<]*item", anew)
    page = desk.get("/desk/orders/").content.decode()
    assert page.index("Failed") < page.index("Due")
    assert page.index(f"/orders/{order.id}/") < page.index(
        f"/orders/{Order.objects.get(kind='preserve').id}/"
    )
    path = f"/desk/cases/{case.id}/orders/{order.id}/give-up/"
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "It is gone."}, follow=True).status_code == 200
    order.refresh_from_db()
    assert order.ended_at is not None


def test_an_order_is_reversed_from_its_page(desk, case):
    gives(desk, case, "hold", "item")
    order = Order.objects.get()
    desk.post(f"/desk/cases/{case.id}/orders/{order.id}/reverse/", {"reason": "Wrong item."})
    assert Order.objects.get(undoes=order).kind == "release"


def test_an_order_opens_only_by_its_own_case(desk, case, make_case):
    gives(desk, case, "hold", "item")
    order, other = Order.objects.get(), make_case()
    for path in (f"{order.id}/", f"{order.id}/reverse/", f"{order.id}/give-up/"):
        method = desk.get if path.endswith(f"{order.id}/") else desk.post
        assert method(f"/desk/cases/{other.id}/orders/{path}", {"reason": "No."}).status_code == 404
    assert desk.get(f"/desk/orders/{order.id}/").status_code == 404
    assert Order.objects.count() == 1


def test_nobody_s_order_is_listed_whose_case_does_not_open(desk, case, client, person):
    from belisha.organisation.models import Service, Team
    from belisha.people.roles import Role

    gives(desk, case, "hold", "item")
    other = Service.objects.create(slug="other", name="Other")
    for name, service, member in (
        ("One", case.service, person("Olga", Role.MODERATOR)),
        ("Two", other, person("Theo", Role.MODERATOR)),
    ):
        team = Team.objects.create(name=name)
        team.services.add(service)
        team.members.add(member)
        client.force_login(member)
        listed = case.label in client.get("/desk/orders/").content.decode()
        assert listed == (name == "One")


def test_the_decision_offers_orders_ticked_and_plans_what_stays_ticked(desk, case):
    path = f"/desk/cases/{case.id}/decide/?category=grooming"
    page = desk.get(path).content.decode()
    ticked = re.findall(r'name="orders" value="([^"]+)" checked', page)
    assert [word.partition(".")[0] for word in ticked] == ["preserve", "preserve", "restrict"]
    judged = {"category": "grooming", "outcome": "refer", "reasons": "Text of the reasons."}
    unknown = dict.fromkeys(
        ["content_detected", "may_be_elsewhere", "uk_link", "child_made_it"], "unknown"
    ) | dict.fromkeys(re.findall(r'name="(inferred_[^"]+)"', page), "unknown")
    desk.post(path, judged | unknown | {"orders": ticked[-1:]})
    (order,) = Order.objects.all()
    assert (order.kind, order.state) == ("restrict", "planned")
    page = desk.get(f"/desk/cases/{case.id}/").content.decode()
    assert "Planned" in page


def test_what_was_ordered_on_a_reopened_decision_is_reversed_by_one_button(desk, danger, rosa):
    from belisha.enforcement.decide_and_order import decide, proposed, reopen

    found = proposed(danger.id, category="grooming", child_suspect=False)
    words = [one.proposal.word for one in found if one.proposal.kind == "restrict"]
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Text.", by=rosa, orders=words)
    reopen(case_id=danger.id, reason="Somebody else.", by=rosa)
    page = desk.get(f"/desk/cases/{danger.id}/").content.decode()
    assert "1 order that rested on it still stands. What is preserved stays" in page
    settle = f"/desk/cases/{danger.id}/orders/reopened/"
    answer = desk.post(settle, {"reverse": "yes", "reason": "Somebody else."}, follow=True)
    assert "1 order reversed." in answer.content.decode()
    assert Order.objects.get(kind="restore").undoes.kind == "restrict"
    assert desk.post(settle, {"reverse": "no", "reason": "Again."}).status_code == 422


def test_the_list_says_in_words_that_there_is_nothing(desk):
    assert "Nothing waits, and nothing needs a person." in desk.get("/desk/orders/").content.decode()


def test_whoever_confirms_reads_what_the_service_is_told_with_it(client, case, rosa, omar):
    from belisha.enforcement.decide_and_order import decide, proposed

    found = proposed(case.id, category="grooming", child_suspect=False)
    words = [one.proposal.word for one in found if one.proposal.kind == "restrict"]
    made = decide(
        case_id=case.id, outcome="refer", category="grooming", reasons="Text.", by=rosa, orders=words
    )
    client.force_login(omar)
    page = client.get(f"/desk/cases/{case.id}/decisions/{made.id}/").content.decode()
    assert "What the service is told to do with it" in page
    assert "Restrict the account</a>: account 1" in page


def test_to_do_more_than_hold_one_shows_again_who_one_is(desk, case, danger, rosa, omar):
    made = decided(case, rosa, omar)
    assert made.state == "final"
    stale(desk)
    page = desk.get(f"/desk/cases/{case.id}/orders/").content.decode()
    assert 'value="hold"' in page
    assert 'value="suspend"' not in page
    assert "Show that it is you" in page
    gives(desk, case, "hold", "item")
    held = Order.objects.get(kind="hold")
    sent = {"kind": "suspend", "thing": thing_of(page, "account"), "reason": "Text of the reason."}
    assert "reauthenticate" in desk.post(f"/desk/cases/{case.id}/orders/", sent).url
    path = f"/desk/cases/{case.id}/orders/{held.id}/"
    assert "Release" not in desk.get(path).content.decode().partition("Change it")[2]
    assert "reauthenticate" in desk.post(f"{path}reverse/", {"reason": "Wrong item."}).url
    assert Order.objects.count() == 1
    stale(desk, seconds=0)
    assert gives(desk, case, "suspend", "account").status_code == 200
    stale(desk)
    gives(desk, danger, "suspend", "account")
    assert Order.objects.filter(kind="suspend").count() == 2
