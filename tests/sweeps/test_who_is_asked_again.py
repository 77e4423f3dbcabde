"""Who is asked again who they are: at which doors, and never where a child is in danger now."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from belisha.organisation.models import AddressClaim
from belisha.referrals.models import Pack, Referral
from belisha.referrals.refer import prepare_now
from tests.desk_cases import case, danger, make_case, organisation
from tests.staff import stale
from tests.sweeps.a_desk_in_use import refer, say_of_addresses
from tests.sweeps.doors import CASE, CONNECTOR, DOORS, PERSON, REFERRAL, SOMETHING, address, routes

__all__ = ["case", "danger", "make_case", "organisation"]

ASKS = "/account/reauthenticate/"
AUTHORITY = "desk/settings/directory/<str:authority>/"
DESTINATION = "desk/settings/destinations/<str:authority>/"
ALWAYS = {
    "desk/unscreened/<uuid:unscreened_id>/show/": ("POST",),
    "desk/settings/staff/add/": ("GET", "POST"),
    PERSON: ("POST",),
    f"{PERSON}shut-out/": ("POST",),
    f"{PERSON}let-in/": ("POST",),
    f"{PERSON}lift-lock/": ("POST",),
    f"{PERSON}password/": ("POST",),
    f"{PERSON}second-factor/": ("POST",),
    "desk/settings/keys/": ("POST",),
    "desk/settings/keys/<uuid:key_id>/revoke/": ("POST",),
    "desk/settings/keys/<uuid:key_id>/rotate/": ("GET", "POST"),
    "desk/settings/connectors/": ("POST",),
    CONNECTOR: ("POST",),
    f"{CONNECTOR}on/": ("POST",),
    f"{CONNECTOR}test/": ("POST",),
    f"{CONNECTOR}off/": ("POST",),
    f"{CONNECTOR}secret/": ("POST",),
    f"{CONNECTOR}remove/": ("POST",),
    "desk/settings/endpoints/": ("POST",),
    "desk/settings/endpoints/<uuid:endpoint_id>/": ("POST",),
    "desk/settings/endpoints/<uuid:endpoint_id>/on/": ("POST",),
    "desk/settings/endpoints/<uuid:endpoint_id>/rotate/": ("POST",),
    "desk/settings/endpoints/<uuid:endpoint_id>/remove/": ("POST",),
    "desk/settings/one-person-mode/": ("POST",),
    "desk/contact/patterns/<uuid:switch_id>/confirm/": ("POST",),
    "desk/contact/policy/<uuid:policy_id>/confirm/": ("POST",),
    "desk/settings/teams/": ("POST",),
    "desk/settings/teams/<uuid:team_id>/": ("POST",),
    "desk/settings/teams/<uuid:team_id>/remove/": ("POST",),
    "desk/settings/directory/add/": ("GET", "POST"),
    f"{AUTHORITY}change/": ("GET", "POST"),
    "desk/settings/destinations/partner/": ("GET", "POST"),
    f"{DESTINATION}mailbox/": ("GET", "POST"),
    f"{DESTINATION}<uuid:destination_id>/confirm/": ("POST",),
    f"{DESTINATION}<uuid:destination_id>/secret/": ("POST",),
    "desk/lists/<uuid:list_id>/feedback/": ("POST",),
    "desk/appeals/<uuid:appeal_id>/": ("POST",),
    "desk/preserved/export/": ("POST",),
    "desk/preserved/<uuid:preserved_id>/let-go/": ("POST",),
    "desk/preserved/<uuid:preserved_id>/destroyed/": ("POST",),
    "desk/retention/date/": ("POST",),
    "desk/register/nca/export/": ("POST",),
    "desk/retention/erased/<uuid:erasure_id>/references/": ("POST",),
    f"{CASE}evidence/": ("GET", "POST"),
    f"{CASE}kept/<uuid:clock_id>/lift/": ("GET", "POST"),
    f"{CASE}destroy/": ("GET", "POST"),
    f"{CASE}destroy/<uuid:order_id>/confirm/": ("POST",),
}
UNLESS_IMMEDIATE = {
    f"{CASE}orders/": ("POST",),
    f"{CASE}orders/reopened/": ("POST",),
    f"{CASE}orders/<uuid:order_id>/reverse/": ("POST",),
    f"{REFERRAL}release/": ("POST",),
    f"{REFERRAL}false-alarm/release/": ("POST",),
    f"{REFERRAL}documents/<slug:kind>/": ("POST",),
    f"{REFERRAL}follow-up/dont-tell/<uuid:silence_id>/lift/": ("POST",),
    f"{CASE}show/": ("GET", "POST"),
}
WHERE_IT_MOVES = f"{AUTHORITY}<uuid:claim_id>/confirm/"  # has a test of its own below
ROLES = ("moderator", "senior", "list_officer", "administrator")


@pytest.fixture
def tired(client, person):
    """Somebody of every role whose last password was an hour ago."""
    client.force_login(person("Solo", *ROLES))
    stale(client)
    return client


def asked(client, path, method="POST"):
    """Is whoever sends this sent to the page that asks who they are?"""
    return client.generic(method, path).headers.get("Location", "").startswith(ASKS)


@pytest.mark.parametrize("route", [*ALWAYS, *UNLESS_IMMEDIATE])
def test_what_is_grave_asks_again_who_it_is(tired, case, route):
    there = route.replace("<uuid:case_id>", str(case.id))
    path, rows = address(there, DOORS[route]), ALWAYS | UNLESS_IMMEDIATE
    assert {method for method in ("GET", "POST") if asked(tired, path, method)} == set(rows[route])
    stale(tired, seconds=0)
    assert not asked(tired, path)


def test_every_door_that_asks_has_its_row_here():
    asking = {route for route, view in routes() if getattr(view, "fresh", False)}
    assert asking == {*ALWAYS, *UNLESS_IMMEDIATE, WHERE_IT_MOVES}


def test_nobody_is_asked_to_read_or_to_do_what_is_not_grave(tired):
    others = {r: d for r, d in DOORS.items() if r not in ALWAYS | UNLESS_IMMEDIATE and r.startswith("desk/")}
    reads = [r for r, d in others.items() if "GET" in (d.methods or ())]
    assert reads
    assert [route for route in reads if asked(tired, address(route, DOORS[route]), "GET")] == []


def test_a_changed_address_asks_again_who_confirms_it_and_a_shipped_one_does_not(
    tired, make_case, rosa, sana
):
    say_of_addresses(rosa, sana)
    kinds = {}
    for claim in AddressClaim.objects.all():
        kinds.setdefault(claim.kind, set()).add(
            asked(tired, reverse("confirm_address", args=[claim.authority, claim.id]))
        )
    assert kinds["as_shipped"] == {False}
    assert kinds["changed"] == {True}


def doors_of(parts):
    """Every door of a case or a referral, filled in, but those that only take out or destroy."""
    for route, door in DOORS.items():
        if route.startswith((CASE, REFERRAL)) and route not in ALWAYS:
            filled = re.sub(r"<\w+:(\w+)>", lambda found: str(parts.get(found[1], SOMETHING)), route)
            yield from ((method, f"/{filled}") for method in door.methods)


def test_no_door_of_a_case_with_a_child_in_danger_now_asks_anybody_who_they_are(tired, danger, rosa):
    prepare_now(case_id=danger.id, by=rosa)
    referral = Referral.objects.filter(case=danger).first()
    doors = list(doors_of({"case_id": danger.id, "referral_id": referral.id, "kind": "pdf"}))
    assert len(doors) > 25
    assert [door for door in doors if asked(tired, door[1], door[0])] == []


def test_destroying_lifting_and_taking_out_ask_where_a_child_is_in_danger_now_too(tired, danger):
    ours = [route for route in ALWAYS if route.startswith(CASE)]
    assert len(ours) == 4
    for route in ours:
        path = address(route.replace("<uuid:case_id>", str(danger.id)), DOORS[route])
        assert {method for method in ALWAYS[route] if asked(tired, path, method)} == set(ALWAYS[route])


def test_mid_shift_the_call_the_words_the_police_and_the_release_come_without_a_question(tired, danger):
    for name, method in (("record_call", "post"), ("what_to_say", "get"), ("tell_police_now", "post")):
        answer = getattr(tired, method)(reverse(name, args=[danger.id]))
        assert not answer.headers.get("Location", "").startswith(ASKS), name
    police = Referral.objects.get(case=danger)
    tired.post(reverse("release_referral", args=[police.id]))
    police.refresh_from_db()
    assert police.state == "released"
    kind = Pack.objects.filter(referral=police).first().kind
    assert tired.post(reverse("referral_document", args=[police.id, kind])).status_code == 200


def test_nothing_is_done_before_the_answer_and_the_way_leads_back_to_the_page(tired, make_case, rosa, sana):
    refer(make_case(content_detected="yes", child={"country": "FR", "age": 13}), rosa, sana)
    draft = Referral.objects.filter(state__in=["draft", "held"]).first()
    page = reverse("referral", args=[draft.id])
    answer = tired.post(
        reverse("release_referral", args=[draft.id]), headers={"Referer": f"http://testserver{page}"}
    )
    assert unquote(answer.url) == f"{ASKS}?next={page}"
    draft.refresh_from_db()
    assert draft.state in ("draft", "held")
    elsewhere = tired.post(
        reverse("release_referral", args=[draft.id]), headers={"Referer": "https://evil.example/desk/"}
    )
    assert unquote(elsewhere.url) == f"{ASKS}?next=/desk/start/"


def test_a_page_shows_the_way_to_be_asked_before_anything_is_typed(tired, alex):
    page = "/desk/settings/keys/"
    shown = tired.get(page).content.decode()
    assert f'href="{ASKS}?next=%2Fdesk%2Fsettings%2Fkeys%2F"' in shown
    assert 'name="scopes"' not in shown
    stale(tired, seconds=0)
    assert 'name="scopes"' in tired.get(page).content.decode()


def test_a_form_that_was_opened_in_time_may_still_be_sent(tired):
    stale(tired, seconds=15 * 60)
    page = "/desk/settings/keys/"
    assert 'name="scopes"' not in tired.get(page).content.decode()
    assert not asked(tired, page)
    stale(tired, seconds=21 * 60)
    assert asked(tired, page)


def test_a_password_again_opens_the_door_for_everybody_with_one(tired):
    answer = tired.post(ASKS, {"password": "solo@desk.example", "next": "/desk/settings/keys/"})
    assert answer.url == "/desk/settings/keys/"
    assert not asked(tired, "/desk/settings/keys/")


def test_a_clock_that_was_turned_back_makes_nobody_fresh_for_ever(tired):
    stale(tired, seconds=-3600)
    assert asked(tired, "/desk/settings/keys/")
