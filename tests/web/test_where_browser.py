"""Where to report in a real browser: on a small telephone, by keyboard, printed, and as axe sees it."""

import pytest

from tests.browser import violations
from tests.web.public_form import harbour

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
START = "/where-to-report/"
HERE = "child.country=GB&child.place=E23000032"
# The sweep over every page sees the questions and the rules as they open, in both themes.
PAGES = (
    "what/?reporter=organisation",
    "where/?reporter=organisation",
    "answer/?danger_now=yes&reader.country=GB",
    f"answer/?reporter=child&concerns=coercion+indecent_images&child_made_it=yes&{HERE}",
    f"answer/?reporter=child&danger_now=no&own_behaviour=yes&{HERE}",
    f"answer/?reporter=parent&ready=no&{HERE}",
    "answer/?reporter=adult&concerns=indecent_images&may_be_elsewhere=yes&child.country=AL",
    "answer/?reporter=professional&concerns=grooming&child.country=GB&child.place=london&reader.country=IE",
    f"answer/?reporter=organisation&concerns=grooming&content_detected=yes&service.country=US&uk_link=yes&{HERE}"
    "&service.regulated_user_to_user=yes",
    "answer/?danger_now=perhaps",
)


def test_axe_finds_nothing_on_any_answer_and_none_is_wider_than_a_telephone(desk, new_page):
    harbour()
    page = new_page(viewport=PHONE)
    found = {}
    for number, address in enumerate(PAGES):
        # By turns: a run of axe costs a second, and every part of a page is on several of them.
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(desk.at(START + address))
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[address] = violations(page) + ([f"{wide} px wide"] if wide > PHONE["width"] else [])
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def follow(page, label):
    with page.expect_navigation():
        page.get_by_role("link", name=label).click()


def test_without_javascript_four_answers_lead_to_whom_to_call(desk, plain_page):
    harbour()
    page = plain_page
    page.goto(desk.at("/"))
    follow(page, "Find out who else can help")
    for label in ("I am not sure", "I am under 18", "A private picture of me is out there"):
        follow(page, label)
    page.get_by_label("Which town or postcode are you in?").fill("CB2 1TN")
    with page.expect_navigation():
        page.get_by_role("button", name="Show who can help").click()
    assert page.get_by_role("link", name="Call 0800 1111").first.get_attribute("href") == "tel:08001111"
    assert page.get_by_role("link", name="Call 101").get_attribute("href") == "tel:101"
    assert "CB2" not in page.url
    assert page.context.cookies() == []
    assert page.get_by_role("link", name="Exit this page").is_visible()


def test_the_first_key_presses_reach_the_first_answer(desk, page):
    harbour()
    page.goto(desk.at(f"{START}who/"))
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    names = []
    for _ in range(2):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent"))
    assert names == ["Call 999", "I am under 18"]


def test_on_paper_the_numbers_stay_and_the_buttons_go(desk, page):
    harbour()
    page.goto(desk.at(f"{START}answer/?reporter=parent&concerns=grooming&{HERE}"))
    page.emulate_media(media="print", color_scheme="dark")
    for shown in ("Call 999", "Call 101", "Kent Police", "What to say", "What not to do", "What to keep"):
        assert page.get_by_text(shown).first.is_visible(), shown
    for hidden in ("Exit this page", "start again", "Where to report", "Your answers"):
        assert not page.get_by_text(hidden).first.is_visible(), hidden
    assert page.locator(".b-where__link").is_visible()
    # White paper: what is light on a dark screen would hardly be seen.
    name = page.locator(".b-tell__name").first
    assert name.evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"
