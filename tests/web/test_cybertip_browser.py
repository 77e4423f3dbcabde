"""The details of a CyberTip in a real browser: as axe sees them, and kept without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from belisha.referrals.models import Referral
from tests.browser import violations
from tests.desk_cases import make_case, organisation, show_everything
from tests.referrals.ncmec_desk import american, connected, draft_for_ncmec, ncmec

__all__ = ["american", "connected", "draft_for_ncmec", "make_case", "ncmec", "organisation"]

WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 360, "height": 800}, "color_scheme": "dark"}


@pytest.fixture
def referral(committed, draft_for_ncmec):
    made, rosa = draft_for_ncmec
    show_everything(made.case, rosa)
    return made, rosa


def test_axe_finds_nothing_wrong_and_nothing_is_too_wide(referral, connected, desk, new_page, sign_in):
    made, rosa = referral
    for size in (WIDE, NARROW):
        page = new_page(**size)
        sign_in(page, rosa)
        for name in ("cybertip", "referral"):
            page.goto(desk.at(reverse(name, args=[made.id])))
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_details_are_kept_without_javascript_and_a_mistake_is_named(referral, desk, plain_page, sign_in):
    made, rosa = referral
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at(reverse("cybertip", args=[made.id])))
    plain_page.get_by_text("What is known of it besides").first.click()
    plain_page.locator("[name=account1-ip_events]").fill("300.1.1.1")
    plain_page.get_by_role("button", name="Keep it").click()
    assert plain_page.locator(".govuk-error-summary").count() == 1
    assert plain_page.locator("[name=account1-ip_events]").is_visible()
    plain_page.locator("[name=account1-ip_events]").fill("192.0.2.44, Login")
    plain_page.get_by_role("button", name="Keep it").click()
    assert plain_page.url == desk.at(reverse("referral", args=[made.id]))
    tip = Referral.objects.get(id=made.id).message["cybertip"]
    assert tip["accounts"][0]["ip_events"][0]["ip"] == "192.0.2.44"
