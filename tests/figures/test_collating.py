"""Answers read by a mapping: proposed, corrected, kept; and what isn't sure is asked about by its cell."""

from datetime import UTC, datetime

import polars as pl
import pytest

from belisha.figures.book import Book
from belisha.figures.cells import SCHEMA
from belisha.figures.collate import (
    Hints,
    Mapping,
    NeedsLooking,
    NotMapped,
    WrongMapping,
    apply,
    import_answer,
    propose,
)
from belisha.figures.collate.correct import corrected
from belisha.figures.collate.looking import look, proposed
from belisha.figures.collate.said import WrongCorrection
from belisha.figures.dataset import Dataset
from belisha.figures.places import areas
from belisha.figures.read import Sheet

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KENT, SURREY, WEST_MIDLANDS = "E23000032", "E23000031", "E23000014"


def sheet(text, name="Answer", merged=(), **more):
    """A sheet of lines whose cells are cut by bars."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    return Sheet(name, tuple(tuple(row + [""] * (width - len(row))) for row in rows), merged, **more)


def told(*sheets, said=(), confirmed=(), hints=None):
    """What is read: {(area, year, offence, platform): (state, low, high)}, and the codes of the doubts."""
    mapping = corrected(propose(sheets, hints=hints).mapping, said, known=areas())
    applied = apply(sheets, mapping, source=1, confirmed=confirmed)
    assert applied.cells.schema == SCHEMA
    rows = applied.cells.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).to_dicts()
    cells = {
        tuple(row[name] for name in ("area", "year", "offence", "platform")): (
            row["state"],
            row["low"],
            row["high"],
        )
        for row in rows
    }
    return cells, [doubt.code for doubt in applied.doubts]


def full(count):
    return ("full", count, count)


def of(area, year, offence="all", platform="all"):
    return (area, year, offence, platform)


def test_forces_by_rows_and_years_by_columns():
    cells, doubts = told(
        sheet("Offences||\nForce|2017/18|2018/19|% change\nKent|12|1,204|9%\nSurrey|<5|nil|-\n")
    )
    assert cells == {
        of(KENT, "2017/18"): full(12),
        of(KENT, "2018/19"): full(1204),
        of(SURREY, "2017/18"): ("suppressed", 1, 4),
        of(SURREY, "2018/19"): ("zero", 0, 0),
    }
    assert doubts == []


def test_years_by_rows_and_forces_by_columns_with_a_total_that_is_no_force():
    answer = sheet("Year|Kent|Surrey|Total\n2017/18|1|2|3\n2018/19|4|5|10\n")
    cells, _ = told(answer)
    assert cells[of(SURREY, "2018/19")] == full(5)
    assert len(cells) == 4
    totals = apply([answer], propose([answer]).mapping, source=1).given_totals
    rows = totals.select("area", "year", "low", "sum_low", "sum_high", "addends", "over").rows()
    assert rows == [("", "2017/18", 3, 3, 3, 2, "area"), ("", "2018/19", 10, 9, 9, 2, "area")]


def test_one_row_for_each_figure():
    rows = "\n".join(
        f"{force}|{year}|{offence}|{platform}|{count}"
        for count, (force, year, offence, platform) in enumerate(
            [
                (force, year, offence, platform)
                for force in ("Kent", "Surrey")
                for year in ("2017/18", "2018/19")
                for offence in ("Taking", "Possession")
                for platform in ("Snapchat", "Not recorded")
            ],
            1,
        )
    )
    cells, doubts = told(sheet(f"Force|Year|Offence|Platform|Count\n{rows}"))
    assert doubts == []
    assert len(cells) == 16
    assert full(16) in cells.values()
    assert {key[3] for key in cells} == {"Snapchat", "unrecorded"}


def test_a_year_over_two_columns_and_people_beside_offences():
    answer = sheet(
        "Force|2017/18||2018/19|\n|Offences|Offenders|Offences|Offenders\nKent|10|3|20|4\n",
        merged=((0, 1, 0, 2), (0, 3, 0, 4)),
    )
    cells, doubts = told(answer)
    assert cells == {of(KENT, "2017/18"): full(10), of(KENT, "2018/19"): full(20)}
    assert doubts == ["measure:C2"]


def test_charges_beside_offences_are_no_platform_and_counted_as_none():
    answer = sheet("Force|Recorded|Charged\nKent|120|30\nEssex|140|22\n")
    cells, doubts = told(answer, said=("years==2022/23",))
    assert "platform:C1" in doubts
    assert full(30) not in cells.values()


def test_one_force_with_offences_by_rows_and_their_total():
    answer = sheet("Kent Police\n|2017/18|2018/19\nTaking images|10|20\nPossession|1|2\nTotal|11|23\n")
    cells, _ = told(answer)
    assert cells[of(KENT, "2018/19")] == full(23)
    totals = apply([answer], propose([answer]).mapping, source=1).given_totals
    assert totals.filter(pl.col("low") != pl.col("sum_low"))["cell"].to_list() == ["C5"]


def test_a_heading_over_the_rows_of_each_year():
    cells, _ = told(
        sheet("2017/18|\nForce|Offences\nKent|10\nSurrey|11\n|\n2018/19|\nForce|Offences\nKent|12\n")
    )
    assert cells == {
        of(KENT, "2017/18"): full(10),
        of(SURREY, "2017/18"): full(11),
        of(KENT, "2018/19"): full(12),
    }


def test_a_sheet_for_each_force():
    sheets = [sheet("Year|Offences\n2017/18|1\n2018/19|2\n", name=name) for name in ("Kent", "Surrey")]
    cells, doubts = told(*sheets)
    assert cells[of(SURREY, "2018/19")] == full(2)
    assert doubts == []


def test_a_refusal_that_is_merged_over_the_years_holds_for_each():
    cells, _ = told(sheet("Force|2017/18|2018/19\nKent|Refused s.12|\nSurrey|1|2\n", merged=((1, 1, 1, 2),)))
    assert cells[of(KENT, "2018/19")] == ("refused", None, None)


def test_a_number_over_two_years_is_of_neither():
    answer = sheet("Force|2017/18|2018/19\nKent|30|\nSurrey|1|2\n", merged=((1, 1, 1, 2),))
    assert told(answer)[1] == ["merged:B2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Force|2017/18|2018/19\nKent|12|38,0001\n", "cell:C2"),
        ("Force|2017/18|2018/19\nKent|12|-\n", "cell:C2"),
        ("Force|2017/18|2018/19\nKentt|12|14\nSurrey|1|2\n", "area:A2"),
        ("Force|2017/18|2018/19\nWest Midlands|12|14\n", "area:A2"),
        ("Force|2017/18|2018/19|2019/2O\nKent|12|14|15\n", "column:D2"),
        ("Force|2017|2018\nKent|12|14\n", "calendar"),
        ("Kent: number of offenders|\nYear|Number\n2017/18|1\n2018/19|2\n", "unit:A1"),
        ("Force|2017/18\nKent|12\nSurrey|1\nKent|13\n", "twice:B4"),
        ("Force|Year|Offences\nKent|2017/18|1\n|2018/19|2\n", "blank:A3"),
        ("Force|Platform|2017/18\nKent|Snapchat|1\nKent|Total|1\n", "platform:B3"),
    ],
)
def test_what_is_not_sure_is_a_doubt_with_its_cell(text, code):
    assert told(sheet(text))[1] == [code]


def test_what_is_in_doubt_counts_only_once_it_is_confirmed():
    answer = sheet("Force|2017/18\nWest Midlands|1\nKent|38,0001\n")
    assert told(answer)[0] == {of(KENT, "2017/18"): ("none", None, None)}
    cells, _ = told(answer, confirmed=("area:A2", "cell:B3"))
    assert cells == {of(WEST_MIDLANDS, "2017/18"): full(1), of(KENT, "2017/18"): full(38000)}


def test_signs_are_read_as_the_answer_explains_them():
    cells, doubts = told(sheet("Force|2017/18|2018/19\nKent|*|12\nSurrey|3|4\n* denotes fewer than 5\n"))
    assert cells[of(KENT, "2017/18")] == ("suppressed", 1, 4)
    assert doubts == []


def test_a_force_that_a_title_names_is_a_guess_with_its_reason():
    proposal = propose([sheet("Kent Police: request 123/2018\nYear|Offences\n2017/18|1\n2018/19|2\n")])
    (guess,) = [one for one in proposal.guesses if one.name == "areas"]
    assert (guess.value, "Kent Police" in guess.because) == (f"={KENT}", True)


def test_a_force_that_somebody_names_is_held_against_the_title():
    answer = sheet("Surrey Police\nYear|Offences\n2017/18|1\n2018/19|2\n")
    assert told(answer, hints=Hints(area=KENT))[1] == ["force:A1"]
    listed = sheet("Force|2017/18\nSurrey|1\nSussex|2\n")
    assert {key[0] for key in told(listed, hints=Hints(area=KENT))[0]} == {SURREY, "E23000033"}


def test_what_nobody_can_guess_is_asked_for():
    answer = [sheet("Year|Offences\n2017/18|1\n2018/19|2\n")]
    proposal = propose(answer)
    assert proposal.missing == (
        "The table doesn't say which force it is of: areas=A (a column), areas=2 (a row) or areas==Kent",
    )
    with pytest.raises(NotMapped):
        look(answer, proposal.mapping, known=Dataset())


def test_a_hidden_sheet_is_left_out_and_said():
    hidden = sheet("Force|2017/18\nKent|99\n", name="Old", hidden=True)
    proposal = propose([sheet("Force|2017/18\nKent|1\nSurrey|2\n"), hidden])
    assert [(one.where, one.because) for one in proposal.skipped] == [("Old", "it is hidden")]
    assert {table.sheet for table in proposal.mapping.tables} == {"Answer"}


def test_corrections_are_made_as_they_are_said():
    answer = sheet("Force|2017|2018\nGMPX|1|2\nKent|38,0001|x\nX|3|4\n")
    cells, doubts = told(
        answer,
        said=(
            "area:GMPX=Greater Manchester",
            "area:X=leave",
            "year:2017=2017/18",
            "year:2018=2018/19",
            "cell:B3=38,000",
            "legend:x=fewer than 5",
        ),
    )
    assert doubts == []
    assert cells == {
        of("E23000005", "2017/18"): full(1),
        of("E23000005", "2018/19"): full(2),
        of(KENT, "2017/18"): full(38000),
        of(KENT, "2018/19"): ("suppressed", 1, 4),
    }


def test_places_can_be_said_for_a_table_that_nobody_would_guess():
    cells, _ = told(
        sheet("a|b|c|d\nq|Kent|7|8\nr|Kent|9|10\n"),
        said=("rows=2:3", "values=C", "areas=B", "years==2017/18", "offences=A"),
    )
    assert cells == {of(KENT, "2017/18", "q"): full(7), of(KENT, "2017/18", "r"): full(9)}


@pytest.mark.parametrize(
    "said",
    [
        "areas",
        "areas=?",
        "colour=red",
        "rows=x",
        "values=9",
        "area:X=Kentt",
        "year:2017=2017/19",
        "cell:14=3",
        "9.areas=A",
        "shape:x=y",
    ],
)
def test_a_correction_that_is_not_understood_says_why(said):
    mapping = propose([sheet("Force|2017/18\nKent|1\nSurrey|2\n")]).mapping
    with pytest.raises(WrongCorrection) as wrong:
        corrected(mapping, [said], known=areas())
    assert said in wrong.value.sentence


def test_parts_are_added_where_somebody_says_that_they_are_parts():
    rows = "\n".join(f"Kent|{district}|{count}" for district, count in enumerate(["3", "<5", "10"]))
    cells, _ = told(sheet(f"Force|District|2017/18\n{rows}\n"), said=("add=yes",))
    assert cells == {of(KENT, "2017/18"): ("suppressed", 14, 17)}
    _, doubts = told(sheet(f"Force|District|2017/18\n{rows}\n"))
    assert doubts == ["twice:C4"]


def test_a_mapping_goes_through_json_and_back():
    mapping = propose([sheet("Force|2017/18|2018/19\nKent|1|2\nSurrey|*|3\n* = fewer than 5\n")]).mapping
    mapping = corrected(mapping, ["cell:B2=7", "area:GMPX=leave"], known=areas())
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "colour": 1}', '"x"'])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(WrongMapping):
        Mapping.from_json(text)


def test_a_mapping_that_points_outside_its_file_is_refused():
    answer = sheet("Force|2017/18\nKent|1\nSurrey|2\n")
    mapping = propose([answer]).mapping
    for said in ("sheet=Other", "years=99", "rows=9:3"):
        with pytest.raises(WrongMapping):
            apply([answer], corrected(mapping, [said], known=areas()), source=1)


@pytest.fixture
def book(tmp_path):
    return Book.create(tmp_path / "figures.book")


def take_in(book, data, **more):
    return import_answer(book, data=data, name="kent.csv", by="Rosa", now=NOW, **more)


FIRST = b"Force,2017/18,2018/19\nKent,12,14\nWest Midlands,15,16\n"
NEXT = b"Force,2017/18,2018/19,2019/20\nKent,12,14,15\nWest Midlands,15,16,17\n"


def test_an_answer_is_taken_in_as_a_whole_or_not_at_all(book):
    with pytest.raises(NeedsLooking) as first:
        take_in(book, FIRST)
    assert [one.code for one in first.value.findings] == ["mapping"]
    with pytest.raises(NeedsLooking) as second:
        take_in(book, FIRST, confirmed=("mapping",))
    assert [one.code for one in second.value.findings] == ["area:A3"]
    assert (book.sources(), book.log()) == ((), [])
    done = take_in(book, FIRST, confirmed=("mapping", "area:A3"), reason="The force.")
    assert (done.source, done.cells, done.years) == (1, 4, ("2017/18", "2018/19"))
    (kept,) = book.findings(1)
    assert (kept.open, kept.confirmed_by, kept.reason) == (False, "Rosa", "The force.")


def test_the_next_years_file_is_known_by_its_shape_and_what_was_said_holds(book):
    take_in(book, FIRST, confirmed=("mapping", "area:A3"))
    done = take_in(book, NEXT)
    assert (done.source, done.cells) == (2, 6)
    from belisha.figures.read import sheets_of

    other = sheets_of(b"Force,Offence,2017/18\nKent,Taking,1\nSurrey,Possession,2\n", name="other.csv")
    assert not proposed(book, other, Hints()).recognised


def test_the_same_file_is_not_taken_in_twice_unasked(book):
    take_in(book, FIRST, confirmed=("mapping", "area:A3"))
    with pytest.raises(NeedsLooking) as again:
        take_in(book, FIRST)
    assert [one.code for one in again.value.findings] == ["again"]


def test_a_failure_while_writing_leaves_the_book_as_it_was(book, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Book, "keep_mapping", fail)
    with pytest.raises(OSError, match="disk full"):
        take_in(book, FIRST, confirmed=("mapping", "area:A3"))
    assert (book.sources(), book.log(), book.dataset().cells.height) == ((), [], 0)


def test_what_was_said_of_one_cell_doesnt_hold_for_next_years_file(book):
    from belisha.figures.collate.looking import proposed
    from belisha.figures.read import sheets_of

    sheets = sheets_of(FIRST, name="kent.csv")
    mapping = corrected(
        propose(sheets).mapping, ["cell:B2=13", "area:West Midlands=West Midlands"], known=areas()
    )
    take_in(book, FIRST, mapping=mapping)
    assert book.dataset().cells["low"].to_list() == [13, 15, 14, 16]
    assert book.dataset().cells["note"][0] == "read in place of “12”"
    again = proposed(book, sheets_of(NEXT, name="kent.csv"), Hints())
    assert again.recognised
    assert (again.mapping.readings, again.mapping.words) == ({}, {"area": {"west midlands": WEST_MIDLANDS}})


def test_those_with_a_known_platform_are_no_part_of_a_total_over_platforms():
    answer = sheet(
        "Force|Platform|2017/18|2018/19\nKent|Snapchat|3|4\nKent|Instagram|1|1\nKent|Known|4|5\n"
        "Kent|Not recorded|6|6\nKent|Total|10|11\n"
    )
    totals = apply([answer], propose([answer]).mapping, source=1).given_totals
    assert totals.select("low", "sum_low").rows() == [(10, 10), (11, 11)]
    assert told(answer)[0][of(KENT, "2018/19", platform="known")] == full(5)


def test_rows_beyond_the_end_of_a_sheet_are_not_missed():
    assert len(told(sheet("Force|2017/18\nKent|1\nSurrey|2\n"), said=("rows=2:900",))[0]) == 2


@pytest.mark.parametrize("said", ["measures=50", "rows=40:50", "years=9"])
def test_a_table_that_is_said_to_lie_outside_its_sheet_is_refused(said):
    answer = sheet("Force|2017/18\nKent|1\nSurrey|2\n")
    mapping = corrected(propose([answer]).mapping, [said], known=areas())
    with pytest.raises(WrongMapping, match="lies outside it"):
        apply([answer], mapping, source=1)


@pytest.mark.parametrize("said", ["areas=sheet", "values=ZZ", "areas=headings:Z"])
def test_a_table_of_which_nothing_tells_the_force_or_a_figure_gives_no_number(said):
    cells, _ = told(sheet("Force|2017/18\nKent|1\nSurrey|2\n"), said=(said,))
    assert all(low is None for _, low, _ in cells.values())


def test_an_answer_that_was_held_against_an_older_book_is_not_taken_in(tmp_path, monkeypatch):
    from belisha.figures.collate import collate

    book = Book.create(tmp_path / "figures.book")
    look = collate.look

    def and_somebody_writes(*sheets, **facts):
        looked = look(*sheets, **facts)
        Book.open(book.path).note("confirmed", by="Rosa", now=NOW)
        return looked

    monkeypatch.setattr(collate, "look", and_somebody_writes)
    answer = b"Kent Police,\nYear,Offences\n2021/22,1356\n2022/23,1568\n"
    facts = {"data": answer, "name": "kent.csv", "by": "N", "now": NOW, "confirmed": {"mapping"}}
    with pytest.raises(collate.BookMovedOn):
        collate.import_answer(book, hints=collate.Hints(file="kent.csv", series="foi"), **facts)
    assert book.sources() == ()
