"""Files in, sheets out: what each file shows is what a person would see in it, and what it hides is told."""

import datetime

import pytest

from belisha.figures.read import a1, sheets_of
from tests.figures.files import changed, ods, ods_cell, ods_of, xlsx, xlsx_of

pytestmark = pytest.mark.pure

TABLE = (("Force", "2016/17", "2017/18"), ("Kent", "1,204", "<5"), ("Essex", "12", "40"))


def one(data, name="answer.csv"):
    (sheet,) = sheets_of(data if isinstance(data, bytes) else data.encode(), name=name)
    return sheet


def told(sheet):
    return {(told.what, told.row, told.column) for told in sheet.told}


def test_cells_are_named_as_in_a_spreadsheet():
    assert [a1(13, 2), a1(0, 0), a1(0, 25), a1(0, 26), a1(0, 701), a1(1048575, 16383)] == [
        *("C14", "A1", "Z1", "AA1", "ZZ1", "XFD1048576")
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Force,2016/17,2017/18\nKent,"1,204",<5\nEssex,12,40\n',
        'Force,2016/17,2017/18\r\nKent,"1,204",<5\r\nEssex,12,40\r\n\r\n,,\r\n',
        "Force;2016/17;2017/18\nKent;1,204;<5\nEssex;12;40",
        "Force\t2016/17\t2017/18\nKent\t1,204\t<5\nEssex\t12\t40\n",
        "Force|2016/17|2017/18\nKent|1,204|<5\nEssex|12|40\n",
        "| Force | 2016/17 | 2017/18 |\n|:--|--:|---|\n| Kent | 1,204 | <5 |\n| Essex | 12 | 40 |\n",
        "Force     2016/17   2017/18\nKent        1,204   <5\nEssex          12   40\n",
        "Force   2016/17  2017/18\n\n".replace("\n\n", "\n") + "Kent    1,204    <5\nEssex   12       40\n",
    ],
)
def test_a_table_in_text_is_read_whatever_cuts_it(text):
    sheet = one(text)
    assert sheet.rows == TABLE
    assert sheet.told == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_letters_are_read_as_they_are_written(encoding):
    assert one("Force,2017/18\nKent – £,12\n".encode(encoding)).rows[1] == ("Kent – £", "12")


def test_windows_letters_are_read_and_said():
    sheet = one("Force,2017/18\nKent – £,12\n".encode("cp1252"))
    assert sheet.rows[1] == ("Kent – £", "12")
    assert told(sheet) == {("encoding", None, None)}


def test_letters_that_were_spoilt_before_are_told():
    sheet = one("Force,2017/18\nKent â€“ police,12\n")
    assert [(told.what, told.doubt) for told in sheet.told] == [("mojibake", True)]


def test_a_blank_cell_of_a_lined_up_table_stays_where_it_is():
    sheet = one(
        "Force      2016/17   2017/18\nKent                      12\nEssex           40\n* fewer than 5\n"
    )
    assert sheet.rows[1] == ("Kent", "", "12")
    assert sheet.rows[2] == ("Essex", "40", "")
    assert sheet.rows[3][0] == "* fewer than 5"
    assert sheet.told == ()


def test_thousands_in_a_lined_up_table_are_not_cut_at_their_commas():
    """A title has a comma, too."""
    sheet = one(
        "Police Scotland, invented\n\nYear       Offences\n"
        "2016/17         965\n2017/18       1,204\n2018/19    1,310"
    )
    assert sheet.rows[2:] == (
        ("Year", "Offences"),
        ("2016/17", "965"),
        ("2017/18", "1,204"),
        ("2018/19", "1,310"),
    )
    assert one("Year,Offences\n2016/17,204\n2017/18,310\n").rows[1:] == (
        ("2016/17", "204"),
        ("2017/18", "310"),
    )


def test_a_line_that_stands_under_no_column_is_told():
    sheet = one("Force      2016/17   2017/18\nKent       12        40\nAvon and Somerset  1  2\n")
    assert {(note.what, note.row) for note in sheet.told if note.doubt}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Force,2016/17,2017/18\nA,3,4\nKent,1,204,12\nB,3,4\n", {2}),
        ("Offences\nForce,2016/17,2017/18\nKent,1,204,1,310\nEssex,1,000,2,000\nSurrey,1,001,3,000\n", {1}),
    ],
)
def test_a_number_that_was_cut_at_its_comma_is_told(text, rows):
    sheet = one(text)
    assert {note.row for note in sheet.told if note.what == "ragged" and note.doubt} == rows


def test_blank_cells_at_the_end_are_no_cut_number():
    assert one("Force,2016/17,2017/18\nKent,1\nEssex,2,\nSurrey,3,4\nDorset,3,4\n").told == ()


def test_a_workbook_shows_what_a_person_sees():
    def write(book):
        sheet = book.add_worksheet("Answer")
        sheet.merge_range(0, 0, 0, 2, "Offences recorded")
        sheet.write_row(1, 0, ["Force", "2016/17", "2017/18"])
        sheet.write_row(2, 0, ["Kent", 1204, 12.5])
        sheet.write_formula(3, 1, "=SUM(B3:B3)", None, 1204)
        sheet.write_number(3, 2, 0.12, book.add_format({"num_format": "0%"}))
        sheet.write_datetime(4, 1, datetime.date(2026, 4, 1), book.add_format({"num_format": "d-mmm"}))
        sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        sheet.write_rich_string(5, 1, "38,000", book.add_format({"font_script": 1}), "1")
        sheet.write_rich_string(5, 2, "12", book.add_format({"font_script": 1}), "a")
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.write_number(6, 1, 5)
        sheet.write_boolean(7, 1, True)

    sheet = one(xlsx(write), "answer.xlsx")
    assert sheet.rows == (
        ("Offences recorded", "", ""),
        ("Force", "2016/17", "2017/18"),
        ("Kent", "1204", "12.5"),
        ("", "1204", "12%"),
        ("", "2026-04-01", "#DIV/0!"),
        ("", "38,000¹", "12 [a]"),
        ("", "5", ""),
        ("", "TRUE", ""),
    )
    assert sheet.merged == ((0, 0, 0, 2),)
    assert told(sheet) == {
        *(("formula", 3, 1), ("per_cent", 3, 2), ("date", 4, 1), ("error", 4, 2), ("formula", 4, 2)),
        *(("raised", 5, 1), ("raised", 5, 2), ("hidden_rows", 6, None)),
    }


def test_a_raised_footnote_on_a_short_number_does_not_make_it_ten_times_as_large():
    def write(book):
        book.add_worksheet().write_rich_string(0, 0, "12", book.add_format({"font_script": 1}), "1")

    assert one(xlsx(write), "a.xlsx").rows == (("12¹",),)


def test_a_raised_footnote_in_a_cell_without_a_name_is_asked_about():
    def write(book):
        book.add_worksheet().write_rich_string(0, 0, "12", book.add_format({"font_script": 1}), "1")

    def unnamed(name, data):
        return data.replace(b'<c r="A1" ', b"<c ") if name.endswith("sheet1.xml") else data

    sheet = one(changed(xlsx(write), unnamed), "a.xlsx")
    assert [(note.what, note.doubt) for note in sheet.told] == [("raised", True)]


def test_hidden_sheets_are_read_and_said():
    def write(book):
        book.add_worksheet("Answer").write(0, 0, "Kent")
        hidden = book.add_worksheet("Working")
        hidden.write(0, 0, "Essex")
        hidden.hide()

    shown, hidden = sheets_of(xlsx(write), name="answer.xlsx")
    assert (shown.hidden, hidden.hidden, hidden.rows) == (False, True, (("Essex",),))
    assert told(hidden) == {("hidden_sheet", None, None)}


def test_a_sheet_that_begins_far_down_keeps_the_names_of_its_cells():
    def write(book):
        book.add_worksheet().write(13, 2, 7)

    sheet = one(xlsx(write), "a.xlsx")
    assert sheet.rows[13][2] == "7"
    assert (len(sheet.rows), len(sheet.rows[0])) == (14, 3)


def test_an_open_document_shows_the_same():
    raised = '<text:p>38,000<text:span text:style-name="T1">1</text:span></text:p>'
    per_cent = (
        '<table:table-cell office:value-type="percentage" office:value="0.12">'
        "<text:p>12%</text:p></table:table-cell>"
    )
    rows = [
        ods_cell("Offences", 'table:number-columns-spanned="3" table:number-rows-spanned="1"')
        + '<table:covered-table-cell table:number-columns-repeated="2"/>',
        ods_cell("Kent") + ods_cell(1204) + ods_cell(12, 'table:formula="of:=SUM([.B2])"'),
        ods_cell("Essex") + ods_cell(raised) + per_cent,
    ]
    empty = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + empty
    style = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    sheet = one(ods(f'<table:table table:name="Answer">{body}</table:table>', style), "answer.ods")
    assert sheet.rows == (("Offences", "", ""), ("Kent", "1204", "12"), ("Essex", "38,000¹", "12%"))
    assert sheet.merged == ((0, 0, 0, 2),)
    assert told(sheet) == {("formula", 1, 2), ("raised", 2, 1), ("per_cent", 2, 2)}
    assert (sheet.name, sheet.kind) == ("Answer", "ods")


def test_a_raised_footnote_stays_one_in_every_cell_that_is_repeated():
    """An open document writes cells and rows that are alike once; a comment is no part of its cell."""
    raised = (
        "<office:annotation><text:p>Comment 99</text:p></office:annotation>"
        '<text:p>12<text:span text:style-name="T1">1</text:span></text:p><text:p>more</text:p>'
    )
    style = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="2">'
        f"{raised}</table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="2">{ods_cell("Kent")}{cell}</table:table-row>'
    sheet = one(ods(f'<table:table table:name="A">{row}</table:table>', style), "answer.ods")
    assert sheet.rows == (("Kent", "12¹\nmore", "12¹\nmore"),) * 2


def test_a_hidden_sheet_of_an_open_document_is_said():
    style = (
        '<style:style style:name="T1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    row = f"<table:table-row>{ods_cell('Kent')}</table:table-row>"
    sheet = one(ods(f'<table:table table:name="A" table:style-name="T1">{row}</table:table>', style), "a.ods")
    assert told(sheet) == {("hidden_sheet", None, None)}


def test_the_same_table_comes_out_of_every_kind_of_file():
    rows = [list(row) for row in TABLE]
    text = "\n".join("\t".join(row) for row in rows)
    files = {
        "a.xlsx": xlsx_of(rows),
        "a.ods": ods_of([[c.replace("<", "&lt;") for c in r] for r in rows]),
        "a.txt": text.encode(),
    }
    assert {one(data, name).rows for name, data in files.items()} == {TABLE}


def test_the_name_of_a_file_does_not_decide_what_it_is():
    assert one(xlsx_of(TABLE), "answer.csv").kind == "xlsx"
    assert one(b"Force\t2017/18\nKent\t12\n", "answer.xlsx").kind == "csv"


def test_progress_comes_to_its_end():
    seen = []
    sheets_of(b"a,b\n1,2\n3,4\n", name="a.csv", on_progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (3, 3)
