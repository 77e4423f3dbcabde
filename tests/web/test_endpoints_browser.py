"""Endpoints in a real browser: accessible, narrow enough, and of use without JavaScript."""

import pytest
from django.db import transaction
from django.urls import reverse

from belisha.enforcement.endpoint_table import Endpoint
from tests.browser import violations
from tests.sweeps.endpoints_in_use import set_endpoints

LOOKS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_wrong(desk, new_page, sign_in, alex, look):
    with transaction.atomic():
        set_endpoints(alex)
    page = new_page(**look)
    sign_in(page, alex)
    chat, forum, _ = Endpoint.objects.order_by("name")
    for path in (reverse("endpoints"), *(reverse("endpoint", args=[one.id]) for one in (chat, forum))):
        assert page.goto(desk.at(path)).status == 200
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


def test_an_endpoint_is_added_without_javascript_and_shows_its_secret_once(desk, plain_page, sign_in, alex):
    sign_in(plain_page, alex)
    plain_page.goto(desk.at(reverse("endpoints")))
    plain_page.get_by_label("Name").fill("chat")
    plain_page.get_by_label("Address").fill("https://chat.example/orders")
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Add it and show its secret").click()
    secret = plain_page.locator(".b-secret").inner_text()
    assert secret.startswith("whsec_")
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="I have stored it").click()
    assert secret not in plain_page.content()
