"""Signing in, and the second factor, in our own words and under our own policy."""

import re

import pytest
from django.core import mail
from lxml import html
from pydantic import SecretStr

from belisha.people.roles import Role

pytestmark = pytest.mark.django_db(databases="__all__")

OPEN = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/")
SIGNED_IN = ("/account/logout/", "/account/password/change/", "/account/2fa/")


def page_of(answer):
    return html.fromstring(answer.content.decode())


def sign_in(client, person, password=None):
    """Walk in through the sign-in page, so that allauth knows how she came in."""
    return client.post("/account/login/", {"login": person.email, "password": password or person.email})


def confirm(client, person):
    """Show once more that it is her, as a change to the second factor asks for."""
    page = page_of(client.get("/account/reauthenticate/"))
    assert page.xpath("//h1")[0].text == "Is it still you?"
    assert strangers(page) == []
    client.post("/account/reauthenticate/", {"password": person.email})


def strangers(page):
    """What the policy would block: scripts and styles in the page, pictures from elsewhere."""
    pictures = page.xpath("//img[not(starts-with(@src, '/'))]")
    return pictures + page.xpath("//style|//@style|//script[not(@src)]|//@*[starts-with(name(), 'on')]")


@pytest.fixture
def newcomer(person):
    """A moderator who has not set up a second factor yet."""
    return person("Nia", Role.MODERATOR, second_factor=False)


@pytest.mark.parametrize("path", OPEN)
def test_the_pages_before_signing_in_are_ours(client, path):
    page = page_of(client.get(path))
    assert len(page.xpath("//h1[contains(@class, 'govuk-heading')]")) == 1
    assert strangers(page) == []


@pytest.mark.parametrize("path", SIGNED_IN)
def test_the_pages_of_an_account_are_ours(client, newcomer, path):
    sign_in(client, newcomer)
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert strangers(page_of(answer)) == []


def test_a_wrong_password_is_said_at_the_top_and_in_the_title(client, newcomer):
    page = page_of(sign_in(client, newcomer, "not the password"))
    assert page.xpath("//title")[0].text.startswith("Error: Sign in")
    assert page.xpath("//*[@role='alert']")


def test_the_square_to_scan_is_drawn_in_the_page_and_the_key_is_written_beside_it(client, newcomer):
    sign_in(client, newcomer)
    confirm(client, newcomer)
    page = page_of(client.get("/account/2fa/totp/activate/"))
    assert page.xpath("//*[@role='img' and @aria-label]//*[local-name()='svg']")
    assert re.fullmatch("[A-Z2-7]{32}", page.get_element_by_id("authenticator_secret").text)
    assert strangers(page) == []


def test_the_code_is_asked_for_after_the_password(client, rosa):
    answer = sign_in(client, rosa)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    page = page_of(client.get("/account/2fa/authenticate/"))
    assert page.xpath("//h1")[0].text == "Enter your code"
    assert page.xpath("//form[@action='/account/logout/']")
    assert strangers(page) == []


def test_signing_out_is_a_button_that_posts(client, newcomer):
    sign_in(client, newcomer)
    page = page_of(client.get("/account/password/change/"))
    assert page.xpath("//header//form[@action='/account/logout/' and @method='post']//button")


def test_signing_in_says_nothing_and_signing_out_says_so_in_our_words(client, newcomer):
    sign_in(client, newcomer)
    assert "uccessfully" not in page_of(client.get("/account/2fa/")).text_content()
    left = client.post("/account/logout/", {"next": "/account/login/"}, follow=True)
    assert "You are signed out." in page_of(left).text_content()


def test_no_mail_goes_out_by_looking_at_these_pages(client):
    for path in OPEN:
        client.get(path)
    assert mail.outbox == []


def test_a_forgotten_password_looks_the_same_to_a_stranger_while_the_mail_server_is_down(
    client, newcomer, settings
):
    settings.EMAIL_BACKEND = "belisha.outbound.mail.Backend"
    settings.BELISHA = settings.BELISHA.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    answers = [
        client.post("/account/password/reset/", {"email": address}, follow=True)
        for address in (newcomer.email, "stranger@example.org")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {page_of(answer).xpath("//h1")[0].text for answer in answers} == {"Look in your mail"}
