"""Every tag: what it says, and that what a reporter wrote stays text."""

from datetime import timedelta

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone

from belisha.web import parts
from tests.web.blocks import NOW, rendered, words

pytestmark = pytest.mark.pure


def table(**changes):
    given = {
        "caption": "Cases that wait",
        "headers": ["Case", "Priority", parts.Cell(text="Reports", number=True)],
        "rows": [[parts.Cell(text="B-1", url="/desk/1/"), parts.Cell(text="Urgent", tag="amber"), 3]],
    }
    return rendered("{% data_table caption headers rows 'Nothing waits.' %}", **given | changes)


def test_a_table_has_a_caption_and_a_scope_for_each_heading():
    page = table()
    assert words(page.xpath("//caption")[0]) == "Cases that wait"
    assert [th.get("scope") for th in page.xpath("//thead//th")] == ["col", "col", "col"]
    assert page.xpath("//tbody//th/@scope") == ["row"]
    assert page.xpath("//tbody//th/a/@href") == ["/desk/1/"]
    assert page.xpath("//tbody//*[@data-label]/@data-label") == ["Case", "Priority", "Reports"]


def test_a_table_without_rows_says_so():
    assert words(table(rows=[])) == "Nothing waits."


def test_a_row_with_a_cell_too_few_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        table(rows=[["B-1"]])


@pytest.mark.parametrize(
    "source",
    [
        "{% tag hostile %}",
        "{% summary_list rows %}",
        "{% data_table hostile headers cells %}",
        "{% notice 'info' hostile %}{{ hostile }}{% endnotice %}",
        "{% warning_text %}{{ hostile }}{% endwarning_text %}",
        "{% details hostile %}{{ hostile }}{% enddetails %}",
        "{% card hostile %}{{ hostile }}{% endcard %}",
        "{% panel hostile %}{{ hostile }}{% endpanel %}",
        "{% emergency hostile hostile %}",
        "{% receipt hostile %}",
        "{% back_link '/' hostile %}",
        "{% timeline events %}",
    ],
)
def test_what_a_reporter_wrote_never_becomes_markup(source):
    hostile = "<img src=x onerror=alert(1)>"
    event = parts.Event(when=NOW, title=hostile, by=hostile, text=hostile)
    context = {"rows": [(hostile, hostile)], "headers": [hostile], "cells": [[hostile]], "events": [event]}
    page = rendered(source, hostile=hostile, **context)
    assert page.xpath("//img") == []
    assert hostile in page.text_content()


def test_a_tag_says_in_words_what_its_colour_says():
    assert words(rendered("{% tag 'Immediate' 'danger' %}")) == "Immediate"
    with pytest.raises(TemplateSyntaxError, match="pink"):
        rendered("{% tag 'Immediate' 'pink' %}")


def test_a_summary_list_says_what_is_not_known_and_names_its_links():
    page = rendered(
        "{% summary_list rows %}",
        rows=[
            ("Place", ""),
            ("Items", 0),
            parts.Row(key="Account", value="example_17", url="/a/", action="Show"),
        ],
    )
    assert [words(value) for value in page.xpath("//dd[1]")] == ["Not known", "0", "example_17"]
    assert [words(link) for link in page.xpath("//dd//a")] == ["Show Account"]


@pytest.mark.parametrize(
    ("minutes", "said", "state"),
    [
        (0, "less than a minute left", "soon"),
        (1.9, "1 minute left", "soon"),
        (4, "4 minutes left", "soon"),
        (60, "60 minutes left", "plain"),
        (119, "119 minutes left", "plain"),
        (120, "2 hours left", "plain"),
        (47 * 60 + 59, "47 hours left", "plain"),
        (48 * 60, "2 days left", "plain"),
        (-0.5, "less than a minute over", "over"),
        (-1, "1 minute over", "over"),
        (-125, "2 hours over", "over"),
        (-3 * 24 * 60, "3 days over", "over"),
    ],
)
def test_time_left_is_said_in_plain_words_and_never_rounded_up(minutes, said, state):
    with time_machine.travel(NOW, tick=False):
        page = rendered("{% time_left when %}", when=NOW + timedelta(minutes=minutes))
    (time,) = page.xpath("//time")
    assert words(time) == said
    assert time.get("class").endswith(state)


def test_a_moment_is_given_by_the_readers_clock_and_by_utc():
    with timezone.override("Europe/Berlin"):
        page = rendered("{% moment when %}", when=NOW)
        late = rendered("{% moment when %}", when=NOW.replace(hour=23, minute=30))
    assert page.xpath("//time/@datetime") == ["2026-11-22T07:20:00Z"]
    assert words(page) == "22 November 2026, 08:20 CET (07:20 UTC)"
    assert words(late) == "23 November 2026, 00:30 CET (22 November 2026, 23:30 UTC)"
    assert words(rendered("{% moment when %}", when=NOW)) == "22 November 2026, 07:20 UTC"
    assert words(rendered("{% moment when %}", when=None)) == "Not known"
    assert words(rendered("{% time_left when %}", when=None)) == "No time set"


def test_the_emergency_number_can_be_dialled_where_it_is_one_number():
    assert rendered("{% emergency '999' %}").xpath("//h2/a/@href") == ["tel:999"]
    assert "Is a child in danger now? Call 999" in words(rendered("{% emergency '999' %}"))
    assert rendered("{% emergency '999 or 112' %}").xpath("//a") == []


def test_pages_of_a_list_keep_the_rest_of_the_address():
    request = RequestFactory().get("/desk/?priority=urgent&page=2")
    page = rendered("{% pagination page %}", request=request, page=Paginator(range(100), 10).page(2))
    assert page.xpath("//a[@rel='next']/@href") == ["?priority=urgent&page=3"]
    assert page.xpath("//a[@aria-current='page']/@aria-label") == ["Page 2"]
    assert words(rendered("{% pagination page %}", page=Paginator(range(5), 10).page(1))) == ""


def test_a_timeline_is_an_ordered_list_with_times():
    events = [parts.Event(when=NOW, title="Report received", by="public form")]
    page = rendered("{% timeline events %}", events=events)
    assert words(page.xpath("//ol/li")[0]) == "Report received 22 November 2026, 07:20 UTC, public form"
