"""The scripts in a browser, under the policy that every page has; and axe over the building blocks."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone

from belisha.web import parts
from tests.browser import violations
from tests.web.blocks import Everything

pytestmark = pytest.mark.pure

# Nothing listens there: every answer is given by `Site`.
AT = "http://127.0.0.1:9"
STATIC = Path(settings.PACKAGE) / "web" / "static"
POLICY = "; ".join(
    " ".join([name, *sources]) for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
DESK = """{% extends "base_desk.html" %}{% load belisha belisha_fields %}{% block title %}Case{% endblock %}
{% block before %}{% back_link "/desk/" "Queue" %}{% endblock %}
{% block content %}{% error_summary form %}<h1 class="govuk-heading-l">Case {% tag "Urgent" "amber" %}</h1>
{% emergency "999" compact=True %}{% fresh version 30 %}
{% for colour in colours %}{% tag colour colour %}{% endfor %}
{% card "Known" %}{% summary_list rows %}{% endcard %}
{% card %}{% data_table "Cases" headers cells %}{% endcard %}
{% notice "error" "Refused" %}<p>Text.</p>{% endnotice %}{% notice %}<p>Text.</p>{% endnotice %}
{% card "Steps" %}{% timeline events %}{% endcard %}{% pagination page %}
{% card "Decide" %}<form class="b-form" method="post" novalidate>{{ form }}
<button class="govuk-button">Decide</button>
<button class="govuk-button govuk-button--secondary">Release</button>
<button class="govuk-button govuk-button--warning">Stop</button></form>{% endcard %}{% endblock %}"""
PUBLIC = """{% extends "base_public.html" %}{% load belisha belisha_fields %}
{% block content %}<div class="b-reading"><h1 class="govuk-heading-xl">Tell us</h1>{% emergency "999" %}
<form class="b-form" method="post" novalidate>{{ form }}<button class="govuk-button">Go on</button></form>
{% details "More" %}<p>Text.</p>{% enddetails %}{% warning_text %}Mind this.{% endwarning_text %}
<p class="b-steps">Step 2 of 4</p>{% receipt "1234 5678" %}</div>{% endblock %}"""


class Site:
    """Answers a tab's requests: the page for every path, the static files from the package."""

    def __init__(self, page):
        self.page, self.html, self.asked, self.said = page, "", [], []
        page.route("**/*", self.answer)
        page.on("console", lambda message: self.said.append(message.text))

    def answer(self, route):
        path = urlsplit(route.request.url).path
        self.asked.append(path)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.fulfill(
                body=self.html, content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )

    def show(self, source, **context):
        self.html = Template(source).render(Context({"demo": True, **context}))
        self.page.goto(f"{AT}/here/")
        return self.page


@pytest.fixture
def site(page):
    return Site(page)


def desk_context(form):
    now = timezone.now()
    return {
        "form": form,
        "version": 1,
        "colours": ["grey", "blue", "green", "amber", "red", "purple", "danger"],
        "rows": [("Child", "About 13"), parts.Row(key="Account", value="example_17", url="/a/")],
        "headers": ["Case", "Priority", "Time left", parts.Cell(text="Reports", number=True)],
        "cells": [
            [
                parts.Cell(text="B-1", url="/b/"),
                parts.Cell(text="Urgent", tag="amber"),
                parts.Cell(until=now),
                3,
            ]
        ],
        "events": [parts.Event(when=now, title="Received", by="public form")],
        "page": Paginator(range(100), 10).page(4),
        "navigation": [
            {"label": "Queue", "url": "/desk/", "current": True},
            {"label": "Next case", "url": "/desk/next/", "post": True},
            {"label": "Tasks", "url": "/desk/tasks/", "count": 7},
        ],
        "search_url": "/desk/search/",
    }


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
@pytest.mark.parametrize("source", [DESK, PUBLIC], ids=["desk", "public"])
def test_the_building_blocks_pass_axe_and_fit_a_telephone(new_page, scheme, width, source):
    site = Site(new_page(color_scheme=scheme, viewport={"width": width, "height": 800}))
    page = site.show(source, **desk_context(Everything({})))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert site.said == []


def test_escape_three_times_leaves_the_page_and_the_history(site):
    page = site.show(PUBLIC)
    page.evaluate("document.querySelector('[data-exit-this-page]').href = '/weather/'")
    for _ in range(2):
        page.keyboard.press("Escape")
    assert page.url == f"{AT}/here/"
    before = page.evaluate("history.length")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{AT}/weather/")
    assert page.evaluate("history.length") == before


def test_the_exit_button_leaves_no_way_back(site):
    page = site.show(PUBLIC)
    page.evaluate("document.querySelector('[data-exit-this-page]').href = '/weather/'")
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(f"{AT}/weather/")
    assert page.evaluate("history.length") == before


def test_the_room_left_is_counted_as_the_server_counts_it(site):
    page = site.show(PUBLIC, form=Everything())
    area, count = page.locator("#id_what"), page.locator("#id_what_count")
    area.fill("ab\nc\U0001f6a6")
    assert count.inner_text() == "You have 19,994 characters left"
    area.fill("a" * 20_001)
    assert count.inner_text() == "You have 1 character too many"


def test_the_error_summary_has_the_focus_when_a_page_opens(site):
    page = site.show(PUBLIC, form=Everything({}))
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    page.locator("[role=alert] a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_danger_0"


def test_a_changed_list_is_announced_and_nothing_moves(site):
    site.page.clock.install()
    page = site.show(DESK, **desk_context(Everything()))
    notice = page.get_by_text("The list has changed.")
    page.clock.run_for(31_000)
    page.wait_for_timeout(200)
    assert site.asked.count("/here/") == 2
    assert not notice.is_visible()
    site.html = site.html.replace('data-fresh="1"', 'data-fresh="2"')
    page.clock.run_for(31_000)
    notice.wait_for(state="visible")
