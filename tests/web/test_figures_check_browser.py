"""Checking a claim in a real browser: without JavaScript, on a telephone, and as axe sees the answer."""

import pytest

from tests.browser import violations
from tests.web.public_form import harbour

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
TEXT = (
    "Cambridgeshire up 343% from 164 in 2017/18 to 727 in 2022/23. "
    "Kent recorded 1,658 offences in 2022/23. "
    "Cambridgeshire had the highest rise of the six East of England forces. It rained."
)


def ask(page, desk, text=TEXT):
    page.goto(desk.at("/figures/check/"))
    page.get_by_label("What does the text say?").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name="Check").click()


def test_without_javascript_a_pasted_text_is_answered_claim_by_claim(desk, plain_page):
    harbour()
    ask(plain_page, desk)
    words = plain_page.locator("main").inner_text()
    assert [words.count(one) for one in ("Supported", "Contradicted", "Can't be said")] == [2, 2, 1]
    assert "“It rained.” No claim about figures was found in it." in words


@pytest.mark.parametrize(("scheme", "size"), [("light", {"width": 1280, "height": 900}), ("dark", PHONE)])
def test_axe_finds_nothing_on_an_answer_nor_on_a_mistake(desk, new_page, scheme, size):
    harbour()
    page = new_page(viewport=size)
    page.emulate_media(color_scheme=scheme)
    ask(page, desk)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    ask(page, desk, "")
    assert violations(page) == []
