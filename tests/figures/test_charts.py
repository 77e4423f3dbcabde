"""Charts say what the figures say: gaps stay gaps, breaks aren't crossed, zero is not blank."""

import hashlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache

import pytest

from belisha.figures import Figures
from belisha.figures.cannot import CannotSay
from belisha.figures.charts import (
    NARROW,
    WIDE,
    Chart,
    coverage,
    map_of,
    platforms,
    ranking,
    small_multiples,
    tiles,
    trend,
)
from belisha.figures.charts.frame import INVENTED
from belisha.figures.charts.lines import Line, segments
from belisha.figures.charts.points import Point
from tests.figures.drawn import FORCES, YEARS, cell, figures_of, whole_uk

pytestmark = pytest.mark.pure

SVG = "{http://www.w3.org/2000/svg}"
UK = whole_uk()
REAL = Figures.load()
ALL = {
    "trend": lambda: trend(UK, FORCES[2]),
    "trend of six": lambda: trend(UK, FORCES[:6]),
    "trend of a group": lambda: trend(UK, "UK"),
    "trend across series": lambda: trend(REAL, "Northern Ireland"),
    "trend with a break": lambda: trend(REAL, "Thames Valley"),
    "ranking": lambda: ranking(UK, first="2017/18", last="2022/23"),
    "map": lambda: map_of(UK, first="2017/18"),
    "map of changes": lambda: map_of(REAL, first="2016/17", last="2017/18"),
    "tiles": lambda: tiles(UK, first="2022/23"),
    "multiples": lambda: small_multiples(UK, "Wales"),
    "platforms": lambda: platforms(REAL, year="2021/22"),
    "coverage": lambda: coverage(UK),
}


@cache
def chart_of(name: str) -> Chart:
    return ALL[name]()


@cache
def drawn(name: str, width: int = WIDE) -> str:
    return chart_of(name).svg(width=width)


def texts(svg: str) -> list[str]:
    return [text for one in ET.fromstring(svg).iter(f"{SVG}text") for text in one.itertext()]


@pytest.mark.parametrize("name", ALL)
def test_a_chart_is_one_image_with_its_words_and_its_table(name) -> None:
    chart, svg = chart_of(name), drawn(name)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == [chart.title, chart.alt]
    assert chart.credit.startswith("Source: ")
    assert chart.table.rows
    assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
    assert not any(" aria-" in line for line in svg.splitlines())


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_carries_no_script_no_style_and_nothing_from_outside(name, width) -> None:
    svg = drawn(name, width)
    root = ET.fromstring(svg)
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "g",
        "path",
        "rect",
        "line",
        "text",
        "tspan",
        "clipPath",
    }
    names = {name for one in root.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}
    assert set(re.findall(r"url\(([^)]*)\)", svg)) == {
        f"#{one.get('id')}" for one in root.iter() if one.get("id")
    }
    assert svg.count("http") == 1  # the name of SVG itself
    assert root.get("width") == str(width)


@pytest.mark.parametrize("name", ALL)
def test_a_chart_drawn_twice_is_the_same_to_the_byte(name) -> None:
    assert drawn(name) == ALL[name]().svg()
    assert drawn(name, NARROW) != drawn(name)


def test_another_process_draws_the_same_svg_and_png() -> None:
    program = "from tests.figures.test_charts import digests\nprint(*digests(), sep='\\n')\n"
    for chart in ALL.values():
        chart().svg()  # what was drawn before makes no difference
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == digests()


def digests() -> list[str]:
    charts = (trend(REAL, "Kent"), map_of(REAL, first="2017/18"))
    told = [drawn for chart in charts for drawn in (chart.svg().encode(), chart.png())]
    return [hashlib.sha256(one).hexdigest() for one in told]


def test_a_png_is_a_png_of_the_size_that_was_asked_for() -> None:
    png = trend(UK, FORCES[0]).png(scale=1, width=NARROW)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == NARROW


def test_no_line_leads_over_a_year_without_a_figure() -> None:
    refused = FORCES[2]  # in 2019/20
    chart = trend(UK, refused)
    assert "No figure for 2019/20." in chart.alt
    assert chart.table.rows[3] == ("2019/20", "refused (s.12)")
    assert _parts(chart) == 2
    assert "R" in texts(chart.svg())


def test_no_line_crosses_a_break_that_is_only_possible() -> None:
    chart = trend(REAL, "Thames Valley")
    assert _parts(chart) == 0
    assert any(note.startswith("A: possible break in 2021/22: 300 became 918") for note in chart.notes)
    assert "A" in texts(chart.svg())


@pytest.mark.usefixtures("_recording_changed")
def test_a_break_cuts_calendar_years_where_the_first_begins_after_it() -> None:
    years = ("2021", "2022", "2023", "2024", "2025")
    figures = figures_of(*(cell("Surrey", year, low=400) for year in years))
    chart = trend(figures, "Surrey")
    assert "A" in texts(chart.svg())
    assert any(note.startswith("A: break in 2023/24") for note in chart.notes)
    assert _parts(chart) == 2
    assert small_multiples(figures).svg()


def test_a_break_of_one_force_is_no_break_of_the_country() -> None:
    assert not any("possible" in note for note in trend(REAL, "UK").notes)


def test_two_series_of_an_area_are_never_joined() -> None:
    figures = figures_of(
        cell("Kent", "2022/23", low=10),
        cell("Kent", "2023/24", low=12, series="home-office"),
        cell("Kent", "2024/25", low=13, series="home-office"),
    )
    chart = trend(figures, "Kent")
    assert _parts(chart) == 1
    assert chart.table.columns[1:] == ("Kent", "Kent, Home Office, police recorded crime")
    assert chart.table.rows[1] == ("2023/24", "not among these figures", "12")
    assert any(note.startswith("A: break in 2023/24") for note in chart.notes)


def test_a_group_is_drawn_by_its_total_or_by_the_same_forces_and_never_by_whoever_answered() -> None:
    chart = trend(UK, "UK")
    assert chart.table.columns == ("Year", "UK", "the same 40 forces", "Forces with a figure")
    assert chart.table.rows[0][1:] == ("44 of 45 forces", "10,031", "44 of 45")
    assert {"44 of 45", "45 of 45"} <= set(texts(chart.svg()))
    assert _parts(chart) == 2  # 2017/18 and 2018/19, when all answered; and those who always did


def test_what_is_only_a_least_is_open_and_no_line_leads_to_it() -> None:
    figures = figures_of(
        cell("Kent", "2016/17", low=10),
        cell("Kent", "2017/18", low=11),
        cell("Kent", "2018/19", "partial", 5),
    )
    chart = trend(figures, "Kent")
    assert chart.table.rows[2] == ("2018/19", "at least 5")
    assert "at least 5 in 2018/19" in chart.alt
    assert [key.label for key in chart.keys] == ["at least"]
    points = tuple(
        Point(
            area=figures.area("Kent"),
            series="foi",
            year=y,
            state="full",
            amount=figures.value("Kent", y).amount,
        )
        for y in ("2016/17", "2017/18", "2018/19")
    )
    assert [row["x"] for row in segments(Line(name="Kent", points=points), YEARS)] == [0, 1]


def test_zero_a_small_number_and_no_answer_are_three_things() -> None:
    rows = {row[0]: row[1:] for row in coverage(UK).table.rows}
    assert rows["City of London"][2] == "0"
    assert rows["Cleveland"][1] == "1 to 4"
    assert [rows[name][place] for name, place in (("Derbyshire", 4), ("Dorset", 5), ("Dyfed-Powys", 0))] == [
        "no information held",
        "no answer in time",
        "no figure came",
    ]
    assert [key.label for key in coverage(UK).keys] == [
        "answered",
        "none recorded",
        "small number, not told",
        "answered in part",
        "refused",
        "no information held",
        "no answer in time",
        "no figure came",
    ]


def test_a_ranking_tells_who_shares_a_place_and_whose_place_is_open() -> None:
    figures = figures_of(
        cell("Gwent", "2017/18", low=9),
        cell("South Wales", "2017/18", low=7),
        cell("North Wales", "2017/18", low=7),
        cell("Dyfed-Powys", "2017/18", "refused", note="s.12"),
    )
    chart = ranking(figures, "Wales", first="2017/18")
    assert [row[2] for row in chart.table.rows] == ["1", "2=", "2=", ""]
    assert chart.table.rows[3] == ("Dyfed-Powys", "refused", "")
    assert "= shares its place." in chart.notes
    assert "Not placed: Dyfed-Powys (refused)." in chart.notes
    small = figures_of(
        cell("Gwent", "2017/18", "suppressed", 1, high=4),
        cell("South Wales", "2017/18", low=3),
        cell("North Wales", "2017/18", low=9),
    )
    chart = ranking(small, "Wales", first="2017/18")
    assert chart.table.rows[1:3] == (("South Wales", "3", "2 to 3"), ("Gwent", "1 to 4", "2 to 3"))
    assert any(note.startswith("“2 to 4”") for note in chart.notes)


def test_a_fall_of_less_than_one_per_cent_is_not_nought() -> None:
    rows = {row[0]: row[1] for row in map_of(REAL, first="2016/17", last="2017/18").table.rows}
    assert rows["Derbyshire"] == "−0.3\u00a0%"
    assert rows["Cambridgeshire"] == "−22\u00a0%"
    assert rows["Kent"] == "not among these figures"


def test_one_force_far_above_all_does_not_hide_the_others() -> None:
    chart = ranking(UK, first="2017/18", last="2022/23")
    assert "The bar of Cleveland is cut short: it would be far longer than the others." in chart.notes
    assert "+10,225\u00a0%–+41,200\u00a0%" in texts(chart.svg())


def test_shares_of_platforms_say_of_how_many() -> None:
    assert platforms(REAL, year="2023/24").subtitle.startswith("Share of the 7,338 cases")
    unknown = platforms(REAL, year="2022/23")
    assert unknown.subtitle.startswith("Share of the cases (how many isn't told)")
    assert unknown.table.rows[0] == ("Snapchat", "about 44\u00a0%", "not told")
    assert unknown.credit == "Source: hellorayo.co.uk."


def test_the_map_carries_its_credit_and_every_force_is_on_it() -> None:
    chart = map_of(UK, first="2017/18")
    assert "Contains OS data © Crown copyright and database right 2021" in chart.credit
    assert any("Open Government Licence" in text for text in texts(chart.svg()))
    assert len(chart.table.rows) == 45
    assert chart.svg().count('stroke-width="0.6"') == 47  # and London twice


def test_invented_figures_are_said_to_be_in_the_picture() -> None:
    assert INVENTED in texts(trend(UK, FORCES[0]).svg())
    assert INVENTED not in texts(trend(REAL, "Kent").svg())


def test_what_an_answer_wrote_stays_text() -> None:
    figures = figures_of(
        cell("Kent", "2016/17", low=1),
        cell("Kent", "2017/18", "refused", note="<script>alert(1)</script>"),
        cell("Kent", "2018/19", low=2, platform="</text><script>"),
    )
    chart = trend(figures, "Kent")
    assert "<script>" in chart.table.rows[1][1]
    assert "<script" not in chart.svg()


@pytest.mark.parametrize(
    "ask",
    [
        lambda figures: trend(figures, "Kent"),
        lambda figures: ranking(figures, first="2017/18"),
        lambda figures: map_of(figures, first="2017/18", last="2018/19"),
        lambda figures: tiles(figures, first="2017/18"),
        small_multiples,
        lambda figures: platforms(figures, year="2017/18"),
    ],
)
def test_where_there_is_no_figure_there_is_a_sentence_and_no_empty_picture(ask) -> None:
    with pytest.raises(CannotSay):
        ask(figures_of())
    with pytest.raises(CannotSay):
        ask(figures_of(cell("Kent", "2016/17-2017/18", low=5), cell("Essex", "2019/20", "refused")))


def test_who_answered_is_drawn_though_nobody_gave_a_number_and_refused_where_nobody_was_asked() -> None:
    chart = coverage(figures_of(cell("Essex", "2019/20", "refused", note="s.12")))
    assert chart.alt.startswith("A table of 45 forces by year. With a number: 0 for 2019/20.")
    with pytest.raises(CannotSay):
        coverage(figures_of())


def _parts(chart: Chart) -> int:
    """How many lines are drawn."""
    root = ET.fromstring(chart.svg())
    paths = root.iter(f"{SVG}path")
    return sum(one.get("stroke-width") == "2" for one in paths)


def test_figures_of_other_periods_are_left_out_and_said_to_be() -> None:
    figures = figures_of(
        cell("Kent", "2016/17", low=10),
        cell("Kent", "2017/18", low=11),
        cell("Kent", "2018", low=12),
        cell("Kent", "2018/19-2020/21", low=40),
    )
    said = "Not drawn, as they are of other periods: the figures of 2018 and 2018/19-2020/21."
    assert said in trend(figures, "Kent").notes
    assert said in coverage(figures).notes
    assert said in small_multiples(figures).notes
    assert said not in trend(figures, "Kent", last="2017/18").notes
    assert not any("Not drawn" in note for note in trend(REAL, "Kent").notes)


def test_an_area_named_twice_is_drawn_once_and_years_in_the_wrong_order_are_refused() -> None:
    assert trend(REAL, ["Kent", "E23000032"]).title == trend(REAL, "Kent").title
    with pytest.raises(CannotSay, match=r"2016/17 is before 2022/23\."):
        trend(REAL, "Kent", first="2022/23", last="2016/17")
