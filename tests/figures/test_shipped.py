"""The real figures that come with Belisha: every row taken in, none made up, the later page last."""

import csv
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from belisha.figures.beginning import BookHasFigures, take_in_shipped
from belisha.figures.book import Book
from belisha.figures.cells import current
from belisha.figures.definitions import breaks, offences, series
from belisha.figures.places import UK, areas
from belisha.figures.shipped import TABLES, shipped
from belisha.figures.shipped_rows import table
from belisha.figures.tracing import trace
from belisha.figures.vintages import corrections
from tests.figures.test_book import NOW, cells, source

pytestmark = pytest.mark.pure

DATA = Path(__file__).parents[2] / "belisha/figures/data"
ROWS = {"offences_by_force.csv": 66, "offences_aggregates.csv": 17, "platform_shares.csv": 12}


def one(**key):
    rows = shipped().cells.filter(**{"offence": "all", "platform": "all"} | key).to_dicts()
    assert len(rows) == 1
    return rows[0]


def test_every_row_of_every_table_is_a_figure_or_a_share():
    dataset = shipped()
    for name in TABLES:
        numbers = range(2, len(table(name)) + 1)
        assert len(numbers) == ROWS[name]
        at = dataset.cells.filter(pl.col("sheet").cast(pl.String) == name)["cell"].str.extract(r"(\d+)$", 1)
        told = {int(number) for number in at}
        if name == "platform_shares.csv":
            printed = csv.DictReader(DATA.joinpath(name).read_text().splitlines())
            shares = {n for n, row in enumerate(printed, 2) if re.match(r"\d+%", row["share_printed"])}
            assert len(shares) == dataset.shares.height
            told |= shares
        assert told == set(numbers), name


def test_each_count_is_the_one_that_stands_in_its_cell():
    for row in shipped().cells.filter(offence="all").to_dicts():
        number = int(row["cell"][1:])
        written = table(row["sheet"])[number - 1][ord(row["cell"][0]) - ord("A")]
        digits = re.sub(r"\D", "", written)
        if row["low"] == row["high"]:
            assert digits == str(row["low"])


def test_the_later_page_corrects_the_earlier_one_and_nothing_else_is_corrected():
    (found,) = corrections(shipped())
    assert (found.area, found.year, found.before.low, found.after.low) == (UK, "2016/17", 18522, 18574)
    newest = current(shipped().cells).filter(area=UK, year="2016/17", platform="all", offence="all")
    assert newest["low"].to_list() == [18574]


def test_floors_ranges_and_parts_are_told_as_they_are_printed():
    partial = one(area=UK, year="2022/23")
    assert (partial["state"], partial["low"], partial["high"]) == ("partial", 33000, None)
    assert "35 forces" in partial["note"]
    region = one(area="ons/east-of-england", year="2022/23")
    assert (region["state"], region["low"], region["high"]) == ("full", 4301, None)
    known = one(area=UK, year="2021/22", platform="known")
    assert (known["low"], known["high"]) == (9869, 9999)
    assert 100 * 4293 / known["low"] <= 43.5 < 100 * 4293 / (known["low"] - 1)
    snapchat = shipped().shares.filter(year="2023/24", platform="Snapchat").to_dicts()
    assert [(row["low"], row["high"], row["known"]) for row in snapchat] == [(49.5, 50.5, 7338)]


def test_two_figures_of_northern_ireland_stay_in_two_series():
    (force,) = areas()["N92000002"].members()
    told = shipped().cells.filter(area=force, year="2023/24").select("series", "low").rows()
    assert sorted(told) == [("foi", 859), ("psni", 845)]


def test_days_of_publication_are_those_that_are_known():
    known = {source.received for source in shipped().sources if source.received}
    assert known == {date(2018, 9, 13), date(2018, 10, 3), date(2024, 3, 1), date(2025, 2, 18)}
    assert all(source.address == "" or source.address.startswith("https://") for source in shipped().sources)


def test_every_series_and_offence_of_the_figures_is_defined_with_its_source():
    assert set(shipped().cells["series"].unique()) <= set(series())
    assert set(shipped().cells["offence"].unique()) - {"all"} <= set(offences())
    for told in (*series().values(), *offences().values(), *breaks()):
        assert told.source


def test_a_book_begins_with_them_as_sources_of_its_own_and_only_while_it_is_empty(tmp_path):
    book = Book.create(tmp_path / "figures.book")
    assert take_in_shipped(book, by="Noor", now=NOW) == len(shipped().sources) == 26
    order = ("source", "sheet", "cell", "low")
    assert book.dataset().cells.sort(order).equals(shipped().cells.sort(order))
    assert (
        book.dataset().shares.sort("source", "platform").equals(shipped().shares.sort("source", "platform"))
    )
    assert [kept.finding.code for kept in book.findings() if kept.open] == [
        "jump:thames-valley:2021/22",
        "corrected:uk:2016/17",
    ]
    (traced,) = trace(book.dataset(), series="foi", area="E23000023", year="2017/18", book=book)
    assert next(line for line in traced.excerpt.lines if line.here).cells[traced.excerpt.column] == "164"
    with pytest.raises(BookHasFigures):
        take_in_shipped(book, by="Noor", now=NOW)
    assert len(book.sources()) == 26


def test_they_are_not_taken_in_beside_newer_ones(tmp_path):
    book = Book.create(tmp_path / "figures.book")
    book.add(source=source(), cells=cells(), by="N", now=NOW)
    with pytest.raises(BookHasFigures):
        take_in_shipped(book, by="Noor", now=NOW)
    assert len(book.sources()) == 1
