"""The site in a folder as a browser shows it: opened as a file, wide and narrow, looked at by axe."""

import pytest

from belisha.figures.site.write import write
from tests.browser import violations
from tests.figures.published import LATER, site

pytestmark = [pytest.mark.pure, pytest.mark.browser]

WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
FEW = ("index.html", "forces/essex.html", "answers/1.html", "countries/wales.html", "embed/map.html")
OTHERS = (
    "areas.html",
    "answers.html",
    "answers/2.html",
    "changes.html",
    "how-to-read.html",
    "downloads.html",
    "forces/kent.html",
    "forces/norfolk.html",
    "regions/ons-east-of-england.html",
    "embed/forces-essex.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site, under embargo and invented, so that every notice is on it."""
    return write(site(embargo=LATER, invented=True), tmp_path_factory.mktemp("site") / "figures").folder


@pytest.mark.parametrize("pages", [FEW, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["few", "others"])
@pytest.mark.parametrize(("size", "rules"), [(WIDE, ()), (NARROW, LOOKS)], ids=["wide", "narrow"])
def test_axe_finds_nothing_on_any_page_of_the_folder_and_none_is_too_wide(
    folder, new_page, size, rules, pages
):
    page, found = new_page(**size), {}
    for address in pages:
        page.goto((folder / address).as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[address] = violations(page, *rules) + (["too wide for the window"] if wide else [])
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_every_picture_and_letter_is_there_when_it_is_opened_as_a_file(folder, new_page):
    page, failed = new_page(java_script_enabled=True, **WIDE), []
    page.on("requestfailed", lambda request: failed.append(request.url))
    for address in ("index.html", "forces/essex.html", "embed/map.html"):
        page.goto((folder / address).as_uri())
        drawn = page.evaluate("[...document.images].map((one) => one.naturalWidth)")
        assert drawn
        assert min(drawn) > 0
        family = "Atkinson Hyperlegible Next"
        assert page.evaluate(f"document.fonts.ready.then(() => document.fonts.check('16px \"{family}\"'))")
    assert failed == []


def test_the_way_goes_from_the_first_page_to_a_force_its_answer_and_the_cell(folder, new_page):
    page = new_page(java_script_enabled=False, **WIDE)
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Essex", exact=True).click()
    assert page.locator("h1").inner_text() == "Essex"
    page.locator("table").get_by_role("link", name="Return of Essex").first.click()
    assert page.url.endswith("answers/1.html#cell-return-1-c2")
    assert page.locator("td:target mark").inner_text() == "<5"


def test_whoever_uses_the_keyboard_can_pass_the_navigation(folder, new_page):
    page = new_page(**WIDE)
    page.goto((folder / "forces/essex.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
