"""What every page has around it, under a policy that allows no script and no style of its own."""

import pytest
from django.template.loader import get_template, render_to_string
from lxml import html

from tests.web.blocks import Everything, words

pytestmark = pytest.mark.pure


FRAMES = ("base_desk.html", "base_public.html", "base.html")
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html", "503.html")


def frame(name, **context):
    return html.fromstring(render_to_string(name, {"demo": False, **context}))


@pytest.mark.parametrize("name", FRAMES + ERRORS)
def test_every_page_has_language_title_main_and_a_way_to_skip_to_it(name):
    page = frame(name)
    assert page.get("lang") == "en-GB"
    assert page.xpath("//title")
    assert page.xpath("//a[1]/@href")[0] == "#main"
    assert [main.get("id") for main in page.xpath("//main")] == ["main"]


@pytest.mark.parametrize("name", FRAMES + ERRORS)
def test_no_page_needs_a_script_or_a_style_of_its_own(name):
    page = frame(name)
    assert page.xpath("//style|//script[not(@src)]|//@style|//@*[starts-with(name(), 'on')]") == []
    outside = [
        url for url in page.xpath("//link/@href|//script/@src|//img/@src") if not url.startswith("/static/")
    ]
    assert outside == []


@pytest.mark.parametrize("name", FRAMES + ERRORS)
def test_the_demo_says_so_on_every_page(name):
    assert "Demo: invented data." in words(frame(name, demo=True))
    assert "invented data" not in words(frame(name))


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_context_and_names_the_emergency_number_first_of_all_help(name):
    page = html.fromstring(get_template(name).render())
    assert len(page.xpath("//h1")) == 1
    assert "If a child is in danger now, call 999" in words(page)


def test_a_refusal_is_read_in_its_own_sentence():
    assert "Case 7 has a decision." in words(frame("409.html", sentence="Case 7 has a decision."))


def test_a_public_page_is_neutral_and_can_be_left_without_javascript():
    page = frame("base_public.html", navigation=[{"label": "Queue", "url": "/desk/"}])
    (button,) = page.xpath("//a[@data-exit-this-page]")
    assert button.get("href").startswith("https://")
    assert "noreferrer" in button.get("rel")
    assert page.xpath("//nav|//form") == []
    assert words(page.xpath("//title")[0]) == "Help and advice"


def test_the_title_says_that_something_is_wrong():
    assert words(frame("base.html", form=Everything({})).xpath("//title")[0]).startswith("Error: ")
    assert not words(frame("base.html", form=Everything()).xpath("//title")[0]).startswith("Error: ")
