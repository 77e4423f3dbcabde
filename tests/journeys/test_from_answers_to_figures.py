"""From a folder of messy answers to the published site: every figure recovered or refused, none wrong.

The country is invented and its truth is known (tests/figures/synthetic.py). What is computed is held against
plain arithmetic over that truth, written here anew. The real figures walk the same way at the end.
"""

import csv
import io
import json
import re
from datetime import UTC, datetime
from fractions import Fraction
from importlib.resources import files

import pytest

from belisha.figures import Figures
from belisha.figures.book import Book
from belisha.figures.cannot import CannotSay
from belisha.figures.cells import current
from belisha.figures.collate import Hints, NeedsLooking, import_answer
from belisha.figures.collate.correct import corrected
from belisha.figures.collate.looking import proposed
from belisha.figures.places import UK, areas
from belisha.figures.read import sheets_of
from belisha.figures.shipped import shipped
from tests.figures.synthetic import YEARS, forces
from tests.figures.synthetic_answers import NOTE, SILENT, answers, folder

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODES = forces()


def seen(book, answer, data):
    """What a person has made of the proposal, and what they are asked about."""
    sheets = sheets_of(data, name=answer.name)
    proposal = proposed(book, sheets, Hints(file=answer.name, **answer.hints))
    mapping = corrected(proposal.mapping, answer.said, known=book.dataset().areas)
    told = {"data": data, "name": answer.name, "mapping": mapping, "by": "Rosa", "now": NOW}
    told["title"] = f"{answer.name}: {NOTE}"
    try:
        import_answer(book, **told)
    except NeedsLooking as waiting:
        return told, [finding.code for finding in waiting.findings]
    return told, []


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """The folder, imported file by file, with what was asked about each."""
    lying = folder(tmp_path_factory.mktemp("answers"))
    book = Book.create(tmp_path_factory.mktemp("book") / "figures.book")
    asked, truth, sources = {}, {}, {}
    for answer in answers():
        data = (lying / answer.name).read_bytes()
        before = len(book.sources())
        told, asked[answer.name] = seen(book, answer, data)
        if asked[answer.name]:
            assert len(book.sources()) == before  # nothing is kept of what nobody confirmed
            import_answer(book, confirmed=asked[answer.name], reason="seen", **told)
        assert len(book.sources()) == before + 1
        truth.update({cell.key: cell for cell in answer.truth})
        sources[answer.name] = before + 1
    return book, truth, asked, sources


@pytest.fixture(scope="module")
def figures(country):
    return Figures.load(country[0].path)


def cells_of(book):
    rows = current(book.dataset().cells).to_dicts()
    return {
        tuple(row[name] for name in ("series", "area", "year", "offence", "platform")): row for row in rows
    }


def told_of(country):
    """What an answer tells of all offences of a force in a year: low and high; or why there is none."""
    _, truth, _, _ = country
    found = {}
    for code in CODES.values():
        for year in YEARS:
            parts = [truth.get(("foi", code, year, part, "all")) for part in ("taking", "possession")]
            whole = truth.get(("foi", code, year, "all", "all"))
            if whole is not None:
                found[code, year] = (whole.low, whole.high) if whole.low is not None else whole.state
            elif all(parts):
                found[code, year] = (sum(part.low for part in parts), sum(part.high for part in parts))
            else:
                found[code, year] = "absent"
    return found


def test_every_figure_is_recovered_and_none_is_wrong(country):
    book, truth, _, _ = country
    found = cells_of(book)
    wrong = {
        key: (cell, found.get(key))
        for key, cell in truth.items()
        if key not in found
        or tuple(found[key][name] for name in ("state", "low", "high")) != (cell.state, cell.low, cell.high)
    }
    assert not wrong
    assert not found.keys() - truth.keys()


def test_whatever_is_not_sure_is_asked_about_before_it_counts(country):
    _, _, asked, _ = country
    expected = {answer.name: answer.asked for answer in answers() if answer.asked}
    missed = {
        name: [code for code in codes if not any(one.startswith(code) for one in asked[name])]
        for name, codes in expected.items()
    }
    assert not any(missed.values()), (missed, asked)


def test_the_gate_tells_the_row_that_was_copied_and_the_year_that_stands_out(country):
    asked = country[2]["all-forces.xlsx"]
    assert "copied:norfolk:northumbria" in asked
    assert "jump:thames-valley:2021/22" in asked


def test_every_figure_is_traced_to_the_cell_that_says_it(country):
    book, _, _, _ = country
    texts = {}
    for row in book.dataset().cells.to_dicts():
        source, sheet = row["source"], row["sheet"]
        rows = texts.setdefault((source, sheet), book.sheet(source, sheet).rows)
        letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", row["cell"]).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        text = rows[int(digits) - 1][column - 1]
        if row["state"] == "full" and "footnote" not in row["note"] and "approx" not in row["note"]:
            told = re.sub(r"[^0-9¹²]", "", text).rstrip("¹²")
            assert told == str(row["low"]), (row, text)
        elif row["state"] != "none":
            assert text, row


def test_a_change_of_a_force_is_the_one_of_the_truth_or_is_refused(country, figures):
    told = told_of(country)
    said = refused = 0
    for code in CODES.values():
        for last in YEARS[1:]:
            before, after = told[code, YEARS[0]], told[code, last]
            if isinstance(before, str) or isinstance(after, str):
                with pytest.raises(CannotSay) as no:
                    figures.change(code, YEARS[0], last)
                assert {one.why for one in no.value.missing} <= {before, after, "break"}
                refused += 1
                continue
            change = figures.change(code, YEARS[0], last, across_breaks=True)
            assert (change.before.low, change.before.high) == before
            assert (change.after.low, change.after.high) == after
            if before[0] == 0:
                assert change.per_cent is None
            else:
                assert change.per_cent.low == Fraction((after[0] - before[1]) * 100, before[1])
                assert change.per_cent.high == Fraction((after[1] - before[0]) * 100, before[0])
            said += 1
    assert (said, refused) == (210, 60)


def test_the_country_is_refused_by_its_gaps_and_compared_on_those_who_answered(country, figures):
    told = told_of(country)
    first, last = YEARS[0], YEARS[-1]
    with pytest.raises(CannotSay) as no:
        figures.change(UK, first, last)
    gaps = {
        (code, year)
        for (code, year), found in told.items()
        if isinstance(found, str) and year in (first, last)
    }
    assert {(one.area, one.year) for one in no.value.missing} == gaps
    panel = figures.panel(UK, first, last)
    both = [
        code
        for code in CODES.values()
        if not any(isinstance(told[code, year], str) for year in (first, last))
    ]
    assert set(panel.panel.forces) == set(both)
    assert panel.panel.size == len(both)
    assert panel.before.low == sum(told[code, first][0] for code in both)
    assert panel.after.high == sum(told[code, last][1] for code in both)
    assert "X-BTP" not in panel.panel.forces


def test_regions_are_ranked_as_the_truth_ranks_them_or_not_at_all(country, figures):
    told = told_of(country)
    for region in (area for area in areas().values() if area.kind == "region"):
        members = {code: told[code, YEARS[-1]] for code in region.members()}
        if any(isinstance(found, str) for found in members.values()):
            with pytest.raises(CannotSay):
                figures.rank(region.id, YEARS[-1])
            continue
        ranked = figures.rank(region.id, YEARS[-1])
        for place in ranked.places:
            low, high = members[place.area.id]
            assert place.best == 1 + sum(other[0] > high for other in members.values())
            assert place.worst == sum(other[1] >= low for other in members.values()) or place.tied


def test_what_cannot_be_compared_is_refused_with_its_reason(figures):
    def reason(area, first, last):
        with pytest.raises(CannotSay) as no:
            figures.change(area, first, last)
        return no.value.reason

    assert reason("West Midlands", "2022/23", "2023/24") == "break"
    assert reason("Essex", "2016/17", "2022/23") == "missing"  # it answered by calendar years
    assert reason("Dorset", "2016/17", "2022/23") == "missing"  # it counted people
    assert reason("Surrey", "2021/22", "2022/23") == "missing"  # platforms alone aren't all offences
    assert reason(SILENT[0], "2016/17", "2022/23") == "missing"


def test_a_correction_supersedes_and_overwrites_nothing(country, figures):
    book, truth, _, sources = country
    earlier = Figures.load(book.path, as_of=sources["kent-corrected.tsv"] - 1)
    now, before = (loaded.value("Kent", "2019/20").amount.whole for loaded in (figures, earlier))
    assert now - before == 31
    assert now == truth["foi", CODES["Kent"], "2019/20", "all", "all"].low


@pytest.fixture(scope="module")
def site(country, figures, tmp_path_factory):
    from belisha.figures.site.write import publish

    book, _, _, _ = country
    out = tmp_path_factory.mktemp("site") / "figures"
    return publish(
        figures,
        out,
        now=NOW,
        sheets=lambda number: tuple(book.sheet(number, name) for name in book.sheets(number)),
    )


@pytest.mark.slow
def test_the_site_says_what_the_answers_say_and_that_it_is_invented(country, site):
    _, truth, _, _ = country
    pages = sorted(site.folder.rglob("*.html"))
    assert len(pages) > 45
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "invented" in text.lower(), page
    kent = (site.folder / "forces" / "kent.html").read_text(encoding="utf-8")
    for year in YEARS:
        assert f"{truth['foi', CODES['Kent'], year, 'all', 'all'].low:,}" in kent
    cumbria = (site.folder / "forces" / "cumbria.html").read_text(encoding="utf-8")
    assert "s.12" in cumbria


@pytest.mark.slow
def test_the_downloads_hold_every_figure_and_no_other(country, site):
    """A force that told of taking and of possession alone has their sum, too; nothing else is added."""
    _, truth, _, _ = country
    told, rows = told_of(country), {}
    for path in (site.folder / "downloads").glob("*s-*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert row["warning"].startswith("These figures are invented.")
            bounds = [int(row[name]) if row[name] else None for name in ("low", "high")]
            key = tuple(row[name] for name in ("series", "area", "year", "offence", "platform"))
            rows[key] = (row["state"], *bounds)
    assert {key: rows.get(key) for key in truth} == {
        key: (cell.state, cell.low, cell.high) for key, cell in truth.items()
    }
    sums = {key: found[1:] for key, found in rows.items() if key not in truth}
    assert sums == {key: told[key[1], key[2]] for key in sums}
    package = json.loads((site.folder / "downloads" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"]


def test_the_real_figures_come_through_the_same_way(tmp_path):
    """The table that ships, imported as if a stranger had sent it, says what the shipped figures say."""
    data = files("belisha.figures").joinpath("data/offences_by_force.csv").read_bytes()
    book = Book.create(tmp_path / "figures.book")
    rows = [row for row in csv.DictReader(io.StringIO(data.decode())) if row["basis"].startswith("NSPCC")]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["Force", "Year", "Offences"])
    table.writerows([row["force"], row["year"], row["offences"]] for row in rows)
    told = {"data": out.getvalue().encode(), "name": "real.csv", "by": "Rosa", "now": NOW}
    mapping = proposed(book, sheets_of(told["data"], name="real.csv"), Hints(file="real.csv")).mapping
    try:
        import_answer(book, mapping=mapping, **told)
    except NeedsLooking as waiting:
        codes = [finding.code for finding in waiting.findings]
        assert "jump:thames-valley:2021/22" in codes
        import_answer(book, mapping=mapping, confirmed=codes, reason="as it is printed", **told)
    real = Figures.load(book.path)
    expected = {(CODES[row["force"]], row["year"]): int(row["offences"].replace(",", "")) for row in rows}
    found = {key[1:3]: row["low"] for key, row in cells_of(book).items()}
    assert found == expected
    change = real.change("Cambridgeshire", "2017/18", "2022/23")
    assert change.per_cent.low == Fraction(56300, 164)
    ships = Figures(shipped()).change("Cambridgeshire", "2017/18", "2022/23")
    assert change.per_cent == ships.per_cent
