"""In a real browser: the way to show that it is you comes before anything is typed, and leads back."""

import pytest

from belisha.people.models import DeskSession
from tests.browser import LOOKS, violations
from tests.desk_cases import make_case, organisation
from tests.sweeps.a_desk_in_use import fill

pytestmark = pytest.mark.browser

__all__ = ["make_case", "organisation"]
KEYS = "/desk/settings/keys/"
SHOW = "Show that it is you"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def tired(monkeypatch, sign_in):
    """tired(page, alex): signed in an hour ago."""
    from tests import staff

    def as_person(page, person):
        from django.test import Client

        sign_in(page, person)
        client = Client()
        [cookie] = [one for one in page.context.cookies() if one["name"] == "sessionid"]
        client.cookies["sessionid"] = cookie["value"]
        staff.stale(client)

    return as_person


def test_without_javascript_a_key_is_made_after_the_password_and_nothing_typed_is_lost(
    desk, plain_page, tired, alex, organisation
):
    page = plain_page
    tired(page, alex)
    page.goto(desk.at(KEYS))
    assert page.get_by_label("Name").count() == 0
    page.get_by_role("button", name=SHOW).click()
    page.get_by_label("Password", exact=True).fill(alex.email)
    page.get_by_role("button", name="Go on").click()
    assert page.url == desk.at(KEYS)
    page.get_by_label("Name").fill("upload service")
    page.get_by_label("Report", exact=True).check()
    page.get_by_role("button", name="Make the key and show it").click()
    assert page.locator(".b-secret").inner_text().startswith("belisha_")
    assert DeskSession.objects.count() == 1


def test_the_pages_that_ask_first_are_sound(desk, new_page, tired, make_case, person, sana):
    from belisha.people import staff
    from belisha.referrals.models import Referral

    boss = person("Boss", "administrator", "senior", "moderator")
    fill(make_case, person("Rosa", "moderator"), sana)
    staff.change_roles(person_id=person("Nila").id, roles=["moderator"], by=sana)
    draft = Referral.objects.filter(state__in=["draft", "held"]).first()
    page = new_page()
    tired(page, boss)
    for path in (
        KEYS,
        f"/desk/settings/staff/{sana.id}/",
        f"/desk/referrals/{draft.id}/",
        "/desk/staff-changes/",
    ):
        page.goto(desk.at(path))
        for size, rules in ((WIDE, ()), (NARROW, LOOKS)):
            page.set_viewport_size(size)
            assert violations(page, *rules) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
