"""Filing by hand in a real browser: copied with a button, and without JavaScript selected by hand."""

import pytest

from belisha.referrals.models import Tick
from belisha.referrals.recipients.nca_declaration import POINTS
from tests.browser import violations
from tests.desk_cases import show_everything
from tests.referrals.filing_steps import declared, filed, named, released, told


@pytest.fixture
def to_file(make_case, rosa, omar):
    named(administrator="rosa@desk.example")
    row = released(make_case(content_detected="yes"), rosa, omar)
    show_everything(row.case, rosa)
    return row


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_a_value_is_copied_with_its_button_and_axe_finds_nothing(
    desk, new_page, sign_in, rosa, to_file, scheme, width
):
    page = new_page(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    sign_in(page, rosa)
    page.goto(desk.at(f"/desk/referrals/{to_file.id}/file/"))
    button = page.locator("button[data-copies^='https://service.example']").first
    button.click()
    page.get_by_text("Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("https://service.example/items/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_every_value_can_be_selected_and_the_declaration_kept(
    desk, plain_page, sign_in, rosa, to_file
):
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at(f"/desk/referrals/{to_file.id}/file/"))
    assert plain_page.get_by_text("hxxps://service[.]example/items/").first.is_visible()
    assert not plain_page.locator("button[data-copies]").first.is_visible()
    for box in plain_page.locator("input[name=points]").all():
        box.check()
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Keep the declaration").click()
    assert "Every point is ticked." in plain_page.locator("main").inner_text()
    assert Tick.objects.count() == len(POINTS)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_wrong_with_the_register_and_the_iwfs_answers(
    desk, new_page, sign_in, rosa, omar, sana, make_case, to_file, scheme, width
):
    filed(declared(to_file, rosa), rosa)
    released(make_case(content_detected="yes"), rosa, omar)
    iwf = told(make_case(may_be_elsewhere="yes"), rosa, omar)
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, sana)
    for path in ("register/nca/", f"referrals/{iwf.id}/", f"referrals/{to_file.id}/file/"):
        page.goto(desk.at(f"/desk/{path}"))
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
