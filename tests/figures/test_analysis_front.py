"""The analysis for those who program: one front, polars frames out, and the example of its page."""

import re
from pathlib import Path

import polars as pl
import pytest

from belisha.figures import Figures, analysis
from belisha.figures.lookup import Topic
from tests.figures.tables import EAST, NEW, OLD, REGION, two_years

pytestmark = pytest.mark.pure
PAGE = Path(__file__).parents[2] / "docs/reference/figures-analysis.md"


def test_the_example_of_the_page_works(capsys):
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(example[1], {})  # noqa: S102 - the example of our own page
    assert "5 of its 6 forces are missing" in capsys.readouterr().out


def test_the_page_names_every_question_of_the_facade():
    text = PAGE.read_text(encoding="utf-8")
    asked = [name for name, what in vars(Figures).items() if callable(what) and not name.startswith("_")]
    assert not [name for name in asked if f"{name}(" not in text and name not in ("area", "years")]


def test_answers_become_a_frame_with_a_row_each():
    told = two_years({"Essex": 164, "Kent": 0}, {"Essex": "<5", "Kent": 3})
    frame = told.frame([told.change("Essex", OLD, NEW), told.change("Kent", OLD, NEW)])
    assert frame["name"].to_list() == ["Essex", "Kent"]
    assert frame.select("after_low", "after_high").row(0) == (1.0, 4.0)
    assert frame.select("per_cent_low", "difference_low").row(1) == (None, 3.0)


def test_a_ranking_becomes_a_frame_with_a_row_a_place():
    told = two_years({}, dict(zip(EAST, (5, 9, 9, 7, 7, 1), strict=True)))
    frame = told.frame(told.rank(REGION, NEW))
    assert frame["place"].to_list() == ["1=", "1=", "3=", "3=", "5", "6"]
    assert frame["value_low"].to_list() == [9, 9, 7, 7, 5, 1]


def test_a_panel_says_its_size_in_a_frame():
    told = two_years(dict.fromkeys(EAST[:3], 10), dict.fromkeys(EAST, 20))
    assert told.frame(told.panel(REGION, OLD, NEW)).select("panel_size", "panel_of").row(0) == (3, 6)


def test_the_front_answers_what_the_facade_answers():
    told = two_years({"Kent": 164}, {"Kent": 727})
    pair = analysis.Years(OLD, NEW)
    assert analysis.change(told.lookup, told.area("Kent"), pair, Topic()) == told.change("Kent", OLD, NEW)


def test_the_order_of_rows_changes_no_answer():
    told = two_years(dict.fromkeys(EAST, 10), dict(zip(EAST, (5, 9, 9, 7, 7, 1), strict=True)))
    cells = told.dataset.cells
    turned = Figures.load(cells.reverse())
    assert turned.rank(REGION, OLD, NEW).places == told.rank(REGION, OLD, NEW).places
    assert isinstance(cells, pl.DataFrame)


def test_every_answer_becomes_json():
    import json

    told = two_years(dict.fromkeys(EAST, 10), dict(zip(EAST, ("<5", 9, 9, 7, 7, 1), strict=True)))
    answers = [
        told.value("Essex", NEW), told.total(REGION, NEW), told.change("Essex", OLD, NEW),
        told.panel(REGION, OLD, NEW), told.rank(REGION, NEW), told.every("Essex", NEW), told.survey(1, 10),
        *told.say("Essex", OLD, NEW),
    ]  # fmt: skip
    for answer in answers:
        json.dumps(answer.to_dict(), allow_nan=False)
