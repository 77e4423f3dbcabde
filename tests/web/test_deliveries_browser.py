"""How a referral is on its way, in a real browser: accessible, and of use without JavaScript."""

import pytest

from belisha.referrals.recipients.channel import Later
from tests.browser import violations
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import channel, on_its_way, row_of, send, ways

__all__ = ["case", "channel", "danger", "make_case", "on_its_way", "organisation", "ways"]

LOOKS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_wrong(desk, new_page, sign_in, rosa, on_its_way, channel, look):
    channel.script = [Later(problem="unreachable", sent=b"a document")]
    send()
    page = new_page(**look)
    sign_in(page, rosa)
    for path in (f"/desk/referrals/{on_its_way.id}/", "/desk/deliveries/"):
        assert page.goto(desk.at(path)).status == 200
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


def test_it_is_left_to_a_person_without_javascript(desk, plain_page, sign_in, rosa, on_its_way):
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at(f"/desk/referrals/{on_its_way.id}/"))
    plain_page.get_by_text("Tell them by hand instead").click()
    plain_page.locator("#leave_reason").fill("We ring them.")
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Stop sending, and tell them by hand").click()
    assert row_of(on_its_way).state == "by_hand"
