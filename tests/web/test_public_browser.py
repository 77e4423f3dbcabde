"""The public pages in a real browser: without JavaScript, with a keyboard, and as axe sees them."""

import pytest

from belisha.intake.models import Report
from belisha.intake.read import reports_of
from tests.browser import light_and_dark
from tests.web.public_form import WORDS, harbour

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def press(page, name):
    """Press a button, and wait for the whole of the next page: a click alone returns in between."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def walk(page, desk, *, danger="I am not sure"):
    """Through the four steps as a person does; yields the name of each page that is reached."""
    page.goto(desk.at("/"))
    yield "landing"
    press(page, "Report something")
    yield "danger"
    press(page, "Continue")
    yield "danger, wrong"
    page.get_by_label(danger).check()
    press(page, "Continue")
    yield "what"
    press(page, "Continue")
    yield "what, wrong"
    page.get_by_label("Someone is trying to get close to a child online").check()
    page.get_by_label("What happened?").fill(WORDS)
    press(page, "Continue")
    yield "who"
    page.get_by_label("How old is the child?").fill("12")
    page.get_by_label("Account names or links to their profile").fill("harbour_fan_71")
    press(page, "Continue")
    yield "you"
    press(page, "Continue")
    yield "check"
    press(page, "Send report")
    yield "sent"


def test_without_javascript_a_report_is_sent_and_checked_on(desk, plain_page):
    harbour()
    assert list(walk(plain_page, desk))[-1] == "sent"
    receipt = plain_page.locator(".b-receipt").inner_text()
    assert receipt.replace("\u00a0", " ") == Report.objects.get().receipt

    plain_page.goto(desk.at("/report/status/"))
    plain_page.get_by_label("Your receipt number").fill(receipt)
    press(plain_page, "Check")
    assert plain_page.get_by_role("heading", level=1).inner_text() == "Where things stand"
    assert plain_page.context.cookies() == []
    assert receipt.replace("\u00a0", "") not in plain_page.url


def test_without_javascript_back_keeps_the_answers(desk, plain_page):
    harbour()
    for name in walk(plain_page, desk):
        if name == "check":
            break
    for _ in range(2):
        press(plain_page, "Back")
    assert plain_page.get_by_label("How old is the child?").input_value() == "12"
    press(plain_page, "Back")
    assert plain_page.get_by_label("What happened?").input_value() == WORDS


def test_axe_finds_nothing_on_any_page(desk, new_page):
    harbour()
    page = new_page(color_scheme="light", viewport=PHONE)
    found = {name: light_and_dark(page) for name in walk(page, desk)}
    page.goto(desk.at("/report/status/"))
    found["status"] = light_and_dark(page)
    press(page, "Check")
    found["status, wrong"] = light_and_dark(page)
    page.goto(desk.at("/report/"))
    page.get_by_label("Yes").check()
    press(page, "Continue")
    found["urgent"] = light_and_dark(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 12


def test_no_page_is_wider_than_a_small_telephone(desk, new_page):
    harbour()
    page = new_page(viewport=PHONE)
    for name in walk(page, desk):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], name


def test_in_danger_the_number_can_be_dialled_at_once(desk, plain_page):
    harbour()
    plain_page.goto(desk.at("/report/"))
    plain_page.get_by_label("Yes").check()
    press(plain_page, "Continue")
    assert plain_page.get_by_role("link", name="Call 999 now").get_attribute("href") == "tel:999"
    plain_page.get_by_label("What is happening?").fill(WORDS)
    press(plain_page, "Send now")
    [report] = reports_of(Report.objects.values_list("id", flat=True))
    assert report.danger_now == "yes"


def test_the_enter_key_goes_on_and_not_back(desk, page):
    harbour()
    for name in walk(page, desk):
        if name == "who":
            break
    with page.expect_navigation():
        page.get_by_label("How old is the child?").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "How can we reach you?"


def test_after_an_error_the_reader_is_taken_to_it(desk, page):
    harbour()
    page.goto(desk.at("/report/"))
    press(page, "Continue")
    page.get_by_role("link", name="Choose “Yes”").click()
    assert page.evaluate("document.activeElement.name") == "danger_now"


def test_a_double_click_on_send_makes_one_report(desk, page):
    harbour()
    for name in walk(page, desk):
        if name == "check":
            break
    page.get_by_role("button", name="Send report").dblclick()
    page.locator(".b-receipt").wait_for()
    assert page.locator(".b-receipt").inner_text().replace("\u00a0", " ") == Report.objects.get().receipt
