"""The desk's pages in a real browser: accessible, and of use without JavaScript."""

from belisha.triage.models import Case
from tests.browser import light_and_dark


def test_axe_finds_nothing_wrong(desk, new_page, sign_in, sana, danger, case):
    page = new_page(color_scheme="light")
    sign_in(page, sana)
    for path in ("/desk/", f"/desk/cases/{case.id}/", "/desk/tasks/", "/desk/search/", "/desk/rota/"):
        answer = page.goto(desk.at(path))
        assert (path, answer.status, light_and_dark(page)) == (path, 200, [])


def test_a_moderator_takes_the_next_case_and_puts_it_back_without_javascript(
    desk, plain_page, sign_in, rosa, danger
):
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at("/desk/tasks/"))
    with plain_page.expect_navigation():
        plain_page.get_by_role("link", name=f"Open {danger.label}").click()
    assert plain_page.get_by_role("heading", level=1).inner_text() == danger.label
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Claim this case").click()
    assert Case.objects.get().owner == rosa
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Put back into the queue").click()
    assert Case.objects.get().owner is None
    assert f"{danger.label} is back in the queue." in plain_page.get_by_role("status").first.inner_text()


def test_a_case_is_found_by_its_account_from_any_page_without_javascript(
    desk, plain_page, sign_in, rosa, make_case
):
    case = make_case(accounts=[{"id": "heron-7", "role": "suspect"}])
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at("/desk/rota/"))
    plain_page.locator("#desk-search").fill("heron-7")
    with plain_page.expect_navigation():
        plain_page.locator("#desk-search").press("Enter")
    assert "heron-7" not in plain_page.url
    with plain_page.expect_navigation():
        plain_page.get_by_role("link", name=case.label).click()
    assert plain_page.get_by_role("heading", level=1).inner_text() == case.label
