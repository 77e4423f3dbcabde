"""What is taken away from the published figures: whole, described, repeatable, and never a formula."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from tests.figures.published import ESSEX, FORMULA, KENT, LATER, SURREY, site

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def downloads():
    return site().downloads


def rows(downloads, name="figures.csv"):
    """A table as a program reads it."""
    return list(csv.DictReader(io.StringIO(downloads.body(name).decode(), newline="")))


def test_a_table_keeps_nought_small_refused_and_nothing_apart(downloads):
    found = {(row["area"], row["year"]): row for row in rows(downloads)}
    told = {key: (row["state"], row["low"], row["high"]) for key, row in found.items()}
    assert told[ESSEX, "2016/17"] == ("full", "1204", "1204")
    assert told[ESSEX, "2017/18"] == ("suppressed", "1", "4")
    assert told[KENT, "2016/17"] == ("refused", "", "")
    assert told[SURREY, "2017/18"] == ("zero", "0", "0")
    assert found[ESSEX, "2016/17"]["corrected"] == "true"
    assert found[ESSEX, "2017/18"]["cell"] == "C2"


def test_every_vintage_of_a_corrected_figure_is_there(downloads):
    assert [(row["low"], row["source"]) for row in rows(downloads, "vintages.csv")] == [
        ("1200", "1"),
        ("1204", "2"),
    ]


def test_the_table_of_a_force_has_its_parts_too(downloads):
    found = rows(downloads, "forces-kent.csv")
    assert [(row["offence"], row["low"]) for row in found] == [
        ("all", ""),
        ("all", "568"),
        ("taking", "400"),
        ("possession", "168"),
        ("all", "90"),
    ]


def test_no_table_has_a_cell_that_a_spreadsheet_would_work_out(downloads):
    tables = [name for name in downloads.names() if name.endswith(".csv")]
    cells = [cell for name in tables for row in rows(downloads, name) for cell in row.values()]
    assert f"'{FORMULA}" in cells
    assert [cell for cell in cells if re.match(r"\s*[=+\-@|%]", cell)] == []


def test_the_workbook_has_words_for_formulas_and_the_same_numbers_as_the_table(downloads):
    body = downloads.body("figures.xlsx")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
    assert [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet] == []
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    assert book.sheet_names == ["Read me", "figures", "vintages", "sources"]
    header, *found = book.get_sheet_by_name("figures").to_python()
    low, note = header.index("low"), header.index("note")
    assert [row[note] for row in found if FORMULA in row[note]] == [f"'{FORMULA}"]
    assert [row[low] for row in found] == [float(row["low"]) if row["low"] else "" for row in rows(downloads)]


def test_the_package_describes_each_table_as_it_is(downloads):
    package = json.loads(downloads.body("datapackage.json"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [source["title"] for source in package["sources"]][1] == "News of 2018"
    assert "path" not in package["sources"][1]  # its address is none that a browser may follow
    for resource in package["resources"]:
        body = downloads.body(resource["path"])
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == body.decode().splitlines()[0].split(",")
        keys = resource["schema"].get("primaryKey", [])
        values = [tuple(row[key] for key in keys) for row in rows(downloads, resource["path"])]
        assert not keys or len(set(values)) == len(values)


def test_under_embargo_each_row_and_the_workbook_say_so():
    held = site(embargo=LATER).downloads
    assert all("Embargoed until 09:30" in row["embargo"] for row in rows(held))
    first = CalamineWorkbook.from_filelike(io.BytesIO(held.body("figures.xlsx"))).get_sheet_by_index(0)
    assert any("Embargoed until 09:30" in str(cell) for row in first.to_python() for cell in row)
    assert json.loads(held.body("datapackage.json"))["embargo"].startswith("Embargoed until 09:30")


def test_a_name_that_is_none_is_no_file(downloads):
    assert downloads.body("../figures.csv") is None
    assert downloads.body("forces-norfolk.csv") is None
