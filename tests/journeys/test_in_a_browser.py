"""The main stories in a real browser: by keyboard, without JavaScript, and with both factors."""

import pytest
from django.urls import reverse

from belisha.intake.models import Report
from belisha.ledger.verify import verify
from belisha.referrals.models import Referral
from tests.browser import violations
from tests.journeys.steps import WORDS, a_report, sends_a_report_by_api, the_only_case
from tests.journeys.visitor import code

pytestmark = pytest.mark.browser

POLICE = "police:E23000023"


class Keyboard:
    """A person who has no mouse: finds what has the focus, and goes on with the tab key."""

    def __init__(self, page):
        self.page = page

    def finds(self, name):
        """Press the tab key until the control of this name has the focus."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.name == name:
                return self
        raise AssertionError(f"No tab stop is called “{name}”.")

    def presses(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def types(self, text):
        self.page.keyboard.type(text)
        return self

    def goes_on(self, name, key="Enter"):
        """Press the control of this name, and wait for the next page."""
        self.finds(name)
        with self.page.expect_navigation():
            self.presses(key)
        return self

    @property
    def name(self):
        """What a screen reader calls the control that has the focus."""
        return self.page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels?.[0];"
            " return (l ?? e).innerText?.trim().split('\\n')[0] ?? ''; }"
        )


def receipt_on(page):
    return page.locator(".b-receipt").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_public_form_is_sent_by_keyboard_alone(desk, organisation, new_page, script):
    page = new_page(java_script_enabled=script)
    keys = Keyboard(page)
    page.goto(desk.at("/"))
    keys.goes_on("Report something")
    keys.finds("Yes").presses("ArrowDown")
    keys.goes_on("Continue")
    keys.finds("Someone is trying to get close to a child online").presses("Space")
    keys.finds("What happened?").types(WORDS)
    keys.goes_on("Continue")
    keys.finds("How old is the child?").types("12")
    keys.goes_on("Continue")
    keys.goes_on("Continue")
    keys.goes_on("Send report")
    report = Report.objects.get()
    assert (receipt_on(page), report.danger_now, report.what_happened) == (report.receipt, "no", WORDS)
    assert page.context.cookies() == []

    keys.goes_on("check on your report")
    keys.finds("Your receipt number").types(report.receipt.replace(" ", ""))
    keys.goes_on("Check")
    assert "We have your report. A person will look at it." in page.locator("main").inner_text()


class AtTheDesk:
    """A colleague in a tab of her own; every page that she comes to passes axe."""

    def __init__(self, desk, page, colleague):
        self.desk, self.page, self.colleague = desk, page, colleague

    def signs_in(self):
        self.page.goto(self.desk.at("/desk/"))
        self.looks()
        self.page.get_by_label("Email").fill(self.colleague.person.email)
        self.page.get_by_label("Password").fill(self.colleague.person.email)
        self.presses("Sign in")
        self.page.get_by_label("Code").fill(code(self.colleague.secret))
        self.presses("Sign in")
        return self

    def opens(self, name, *args):
        self.page.goto(self.desk.at(reverse(name, args=args)))
        return self.looks()

    def presses(self, button):
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        return self.looks()

    def follows(self, link):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()
        return self.looks()

    def looks(self):
        self.page.wait_for_load_state()
        assert violations(self.page) == [], self.page.url
        return self

    @property
    def reads(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def at_the_desk(desk, new_page, colleague):
    def sit(name, role):
        return AtTheDesk(desk, new_page(), colleague(name, role)).signs_in()

    return sit


def test_from_sign_in_to_a_released_referral_by_two_people(at_the_desk, back_end):
    from belisha.jobs.worker import Worker

    sends_a_report_by_api(back_end, a_report())
    assert Worker().once()
    rosa = at_the_desk("Rosa", "moderator")
    case = the_only_case()
    rosa.presses("Next case").presses("Decide this case")
    rosa.page.get_by_label("Refer to the authorities").check()
    rosa.page.get_by_label("Why?").fill("Both accounts.")
    rosa.presses("Decide")
    assert "It waits for a second person now." in rosa.reads

    omar = at_the_desk("Omar", "moderator").opens("case", case.id)
    omar.follows("Read it, and confirm it or send it back").presses("Confirm this decision")
    police = Referral.objects.get(authority=POLICE)
    omar.follows(f"Referral {police.number}").presses("Release it")
    with omar.page.expect_download() as download:
        omar.page.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename.startswith(f"referral-{police.number}-")
    omar.page.get_by_label("Portal or web form").check()
    omar.page.get_by_label("Their reference").fill("35/1/26")
    omar.presses("Note it")
    police.refresh_from_db()
    assert (police.state, police.reference) == ("acknowledged", "35/1/26")
    assert "35/1/26" in rosa.opens("case", case.id).reads
    assert verify().ok
