"""Passkeys in a real browser, whose authenticator is Chromium's virtual one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from belisha.ledger.models import Entry
from belisha.people.staff import shut_out
from tests.browser import violations
from tests.staff import stale

pytestmark = pytest.mark.browser


@pytest.fixture
def at(desk):
    """Addresses by name: a number has no passkeys."""
    return lambda path: desk.at(path).replace("127.0.0.1", "localhost")


@pytest.fixture
def nia(desk, person):
    return person("Nia", "moderator", second_factor=False)


def with_authenticator(page, **options):
    """Give the browser an authenticator that says yes."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    chosen = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True} | options
    chosen |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": chosen})
    return line, made["authenticatorId"]


def by_password(page, at, somebody, path="/account/login/"):
    page.goto(at(path))
    page.get_by_label("Email").fill(somebody.email)
    page.get_by_label("Password", exact=True).fill(somebody.email)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page, at, somebody, alone=True):
    page.goto(at("/account/2fa/webauthn/add/"))
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(somebody.email)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")


@pytest.fixture
def registered(page, at, nia):
    """A browser in which Nia has a passkey and is signed out."""
    line = with_authenticator(page)
    by_password(page, at, nia)
    page.wait_for_url("**/account/2fa/")  # nothing else opens without a second factor
    assert violations(page) == []
    add_passkey(page, at, nia)
    page.goto(at("/desk/"))
    assert page.get_by_role("heading", level=1).inner_text() == "Queue"
    page.context.clear_cookies()
    return line


def test_a_passkey_signs_in_alone_and_leads_where_somebody_was_going(registered, page, at, nia):
    page.goto(at("/desk/tasks/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/tasks/")
    kinds = [(entry.event, entry.content) for entry in Entry.objects.order_by("seq")]
    assert ("staff.second_factor_added", {"kind": "passkey"}) in kinds


def test_a_passkey_stands_beside_the_password_and_shows_again_that_it_is_you(registered, page, at, nia):
    by_password(page, at, nia)
    page.wait_for_url("**/2fa/authenticate/")
    assert violations(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/desk/**")
    page.goto(at("/account/2fa/webauthn/reauthenticate/?next=/account/"))
    assert violations(page) == []
    page.get_by_role("button", name="Show your passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/account/$"))


def test_a_key_that_holds_nothing_itself_is_a_second_factor(page, at, nia):
    with_authenticator(page, hasResidentKey=False, transport="usb")
    by_password(page, at, nia)
    add_passkey(page, at, nia, alone=False)
    page.context.clear_cookies()
    by_password(page, at, nia)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/desk/**")


def test_a_passkey_is_renamed_and_removed(registered, page, at, nia):
    by_password(page, at, nia)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/desk/**")
    page.goto(at("/account/2fa/webauthn/"))
    page.get_by_role("link", name="Rename Laptop").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(nia.email)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Save").click()
    assert violations(page) == []
    page.get_by_role("link", name="Remove Phone").click()
    assert violations(page) == []
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("The passkey is removed.").wait_for()
    page.goto(at("/desk/"))
    page.wait_for_url("**/account/2fa/")


def test_what_an_authenticator_refuses_is_said_and_nothing_is_sent(registered, page, at, nia):
    line, authenticator = registered
    line.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.goto(at("/account/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing was sent.").wait_for()
    assert violations(page) == []


def test_a_passkey_that_was_planted_and_one_of_somebody_shut_out_open_nothing(
    registered, page, at, nia, alex
):
    row = Authenticator.objects.get(user=nia, type="webauthn")
    seal = row.data.pop("belisha_seal")
    row.save()
    page.goto(at("/account/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Incorrect code").wait_for()
    row.data["belisha_seal"] = seal
    row.save()
    shut_out(person_id=nia.id, by=alex)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/inactive/")


def test_without_javascript_the_page_says_what_to_do_instead(plain_page, at, nia):
    by_password(plain_page, at, nia)
    plain_page.goto(at("/account/2fa/webauthn/add/"))
    plain_page.get_by_label("Password").fill(nia.email)
    plain_page.get_by_role("button", name="Go on").click()
    assert "set up an authenticator app" in plain_page.locator("main").inner_text()
    assert plain_page.get_by_role("button", name="Add the passkey").count() == 0


def test_a_passkey_given_within_minutes_makes_fresh(registered, page, at, nia):
    by_password(page, at, nia)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/desk/**")
    client = Client()
    client.cookies["sessionid"] = next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"
    )
    stale(client)
    page.goto(at("/account/2fa/webauthn/reauthenticate/?next=/account/"))
    page.get_by_role("button", name="Show your passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/account/$"))
    assert any(
        record.get("type") == "webauthn" and record.get("reauthenticated")
        for record in client.session["account_authentication_methods"]
    )
