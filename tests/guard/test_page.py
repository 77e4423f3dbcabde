"""The page about the guard says what the code does."""

import re

import pytest

from bench.guard import BEGIN, END, PAGE
from tests.guard.carriers import CARRIERS
from tests.guard.families import FAMILIES
from tests.guard.pictures import HEADLESS, WHOLE

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def table():
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index(BEGIN) : text.index(END)]


def test_the_page_names_each_family_once_and_no_other(table):
    named = re.findall(r"^\| (.+?) \| \d+ \| \d+ \|$", table, re.MULTILINE)
    assert named == list(FAMILIES)


def test_the_page_counts_every_picture_in_every_carrier(table):
    assert f"| family | with a head, of {len(WHOLE) * len(CARRIERS)} |" in table
    assert f" without, of {len(HEADLESS) * len(CARRIERS)} |" in table


def test_what_passed_is_named_and_comes_to_what_the_table_lacks(table):
    rows = re.findall(r"^\| .+? \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
    most = len(WHOLE) * len(CARRIERS), len(HEADLESS) * len(CARRIERS)
    lacking = sum(whole - int(a) + headless - int(b) for a, b in rows for whole, headless in [most])
    passed = re.findall(r"^- (.+), (.+?): (.+)$", table, re.MULTILINE)
    assert sum(len(names.split(", ")) for _, _, names in passed) == lacking
    assert {family for family, _, _ in passed} <= set(FAMILIES)


def test_the_page_tells_how_many_innocent_texts_were_stopped(table):
    stopped, texts = re.search(r"Innocent texts stopped: ([\d,]+) of ([\d,]+)", table).groups()
    assert int(texts.replace(",", "")) >= 1_000
    assert int(stopped) * 200 <= int(texts.replace(",", ""))
