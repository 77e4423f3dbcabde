"""The policy on contacts with children in a real browser: accessible, and of use without JavaScript."""

import pytest

from belisha.contact.assess import assess
from belisha.contact.in_force import policy_in_force
from belisha.contact.policy_change import confirm, propose
from belisha.contact.policy_file import preset_text
from tests.browser import violations
from tests.contact.build import contact
from tests.organisation.conftest import tomas

__all__ = ["tomas"]

PAGE = "/desk/contact/policy/"
LOOKS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
]


@pytest.fixture
def waiting(sana, tomas):
    """A policy in force, contacts, and another policy that waits."""
    row = propose(text=preset_text("game"), reason="We are a game.", by=sana)
    confirm(policy_id=row.id, by=tomas)
    assess(events=[contact("group_invitation"), contact("connection_request", recipient="16_17")])
    return propose(text=preset_text("forum"), reason="We are a forum after all.", by=tomas)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_wrong(desk, new_page, sign_in, sana, waiting, look):
    page = new_page(**look)
    sign_in(page, sana)
    for path in (PAGE, f"{PAGE}propose/?preset=game"):
        assert page.goto(desk.at(path)).status == 200
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


def test_it_is_tried_and_confirmed_without_javascript(desk, plain_page, sign_in, sana, waiting):
    sign_in(plain_page, sana)
    plain_page.goto(desk.at(f"{PAGE}propose/?preset=messenger"))
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Show what it would change").click()
    assert "contacts that this desk keeps" in plain_page.inner_text("main")
    plain_page.goto(desk.at(PAGE))
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Put it in force now").click()
    assert "forum is in force." in plain_page.inner_text("main")
    assert policy_in_force().name == "forum"
