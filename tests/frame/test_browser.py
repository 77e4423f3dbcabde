"""The browser that the tests look through."""

import pytest

pytestmark = pytest.mark.browser


def test_a_page_of_the_desk_arrives_in_a_browser(desk, page):
    answer = page.goto(desk.at("/livez"))
    assert answer.status == 200


def test_a_signed_in_person_reaches_the_desk(desk, page, rosa, sign_in):
    sign_in(page, rosa)
    page.goto(desk.at("/desk/"))
    assert page.url == desk.at("/desk/")


def test_a_page_that_asks_for_another_host_gets_nothing_and_is_counted(desk, page):
    from tests import sockets

    before = len(sockets.dialled)
    page.goto(desk.at("/livez"))
    page.set_content('<img src="http://pictures.example/x.svg">')
    page.wait_for_load_state("networkidle")
    assert sockets.dialled[before:] == ["pictures.example (by a page)"]
    del sockets.dialled[before:]
