"""Files that aren't answers: each is refused with a sentence and a code, in bounded memory and time."""

import base64
import io
import random
import struct
import subprocess
import sys
import time
import zipfile
import zlib

import pytest

from belisha.figures.parse.places import read_area
from belisha.figures.read import Unreadable, sheets_of
from tests.figures.files import changed, encrypted_xlsx, ods, ods_cell, xlsx_of, zipped

pytestmark = pytest.mark.pure

DTD = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Force", "2017/18"], ["Kent", 12]]
READ = """
import resource, sys
from pathlib import Path
from belisha.figures.read import Unreadable, sheets_of
try:
    sheets_of(Path(sys.argv[1]).read_bytes(), name="answer.xlsx")
except Unreadable as refused:
    print(refused.code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def code(data, name="answer.xlsx"):
    with pytest.raises(Unreadable) as refused:
        sheets_of(data, name=name)
    assert refused.value.sentence.startswith(name)
    assert "{" not in refused.value.sentence
    return refused.value.code


def sheet_with(xml):
    """An XLSX whose first sheet holds these rows of XML."""

    def change(name, data):
        head, _, rest = data.partition(b"<sheetData>")
        return head + b"<sheetData>" + xml + rest[rest.index(b"</sheetData>") :] if name == SHEET else data

    return changed(xlsx_of(ROWS), change)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b",,,\n,,,\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_table"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "not_a_table"),
        (b"%PDF-1.7\n%...", "not_a_table"),
        (b"<html><table><tr><td>Kent</td></tr></table></html>", "not_a_table"),
        (b"\r\n<!DOCTYPE html><p>", "not_a_table"),
        (b"<?xml version='1.0'?>" + DTD + b"<a>&lol2;</a>", "not_a_table"),
        (b'{"Kent": 12}', "not_a_table"),
        (b"{\\rtf1 Kent", "not_a_table"),
        (b"SQLite format 3\x00" + bytes(100), "not_a_table"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "not_a_table"),
        (encrypted_xlsx(), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "not_a_table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(99),
            "broken",
        ),
        (b"PK\x03\x04" + bytes(100), "broken"),
        (xlsx_of(ROWS)[:-40], "broken"),
        (zipped({"a.txt": b"Kent"}), "not_a_table"),
        (zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}), "not_a_table"),
        (zipped({"xl/workbook.bin": b"x"}), "not_a_table"),
        (zipped({"[Content_Types].xml": b"<t/>", "xl/workbook.xml": b"<not closed"}), "broken"),
        (zipped({"../../etc/passwd": b"x", "xl/workbook.xml": b"<w/>"}), "unsafe"),
        (zipped({"/etc/passwd": b"x", "xl/workbook.xml": b"<w/>"}), "unsafe"),
        (zipped({"C:\\x.xml": b"x", "xl/workbook.xml": b"<w/>"}), "unsafe"),
        (b"Force,2017/18\nKent\x00,12\n", "wrong_encoding"),
        (b"Force,2017/18\nK\x81nt,12\n", "wrong_encoding"),
        ("Force,2017/18\nKent – x,12\n".encode() + b"\x96\n", "wrong_encoding"),
        (b"\xff\xfeF\x00o\x00\xd8", "wrong_encoding"),
        (b"\xef\xbb\xbfForce,\xa3\n", "wrong_encoding"),
        (b'Force,2017/18\nKent,"12\nEssex,13\nDorset,14\n', "broken"),
        (b'Force,2017/18\nKent,"12"3\nEssex,13\n', "broken"),
        (b"Force,2017/18\nKent," + b"x" * 40_000, "broken"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(data, expected):
    assert code(data, "answer.csv") == expected


def test_a_picture_says_that_it_is_one():
    with pytest.raises(Unreadable, match="is a picture, not a table"):
        sheets_of(b"\x89PNG\r\n\x1a\n" + bytes(50), name="answer.xlsx")


def test_a_workbook_with_a_password_is_refused_in_both_kinds():
    def locked(name, data):
        return data + b"<encryption-data/>" if name == "META-INF/manifest.xml" else data

    assert code(changed(ods(""), locked), "answer.ods") == "encrypted"
    flagged = bytearray(xlsx_of(ROWS))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.index(mark) + place] |= 1
    assert code(bytes(flagged)) == "encrypted"


def test_a_zip_bomb_is_not_opened():
    began = time.monotonic()
    assert code(zipped({"xl/workbook.xml": b"<w/>", "xl/media.xml": bytes(100 * 1024**2)})) == "zip_bomb"
    assert code(zipped({f"xl/{number}.xml": b"" for number in range(3000)})) == "zip_bomb"
    assert time.monotonic() - began < 120


def test_a_zip_that_lies_about_its_size_is_not_believed():
    """300 MB of nothing, said to be ten bytes."""
    data = bytearray(
        changed(xlsx_of(ROWS), lambda name, data: bytes(300 * 1024**2) if name == SHEET else data)
    )
    place = data.index(b"PK\x01\x02")
    while SHEET.encode() != bytes(data[place + 46 : place + 46 + len(SHEET)]):
        place = data.index(b"PK\x01\x02", place + 4)
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    assert code(bytes(data)) in ("broken", "zip_bomb", "too_slow")


@pytest.mark.parametrize("declared", [DTD, b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_xml_that_declares_its_own_words_is_not_read(part, declared):
    def laughing(name, data):
        return data.replace(b"?>", b"?>" + declared, 1) if name == part else data

    assert code(changed(xlsx_of(ROWS), laughing)) == "unsafe"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml"])
def test_letters_that_nobody_knows_are_damage(part):
    def strange(name, data):
        return data.replace(b"UTF-8", b"UTFu8", 1) if name == part else data

    assert code(changed(xlsx_of(ROWS), strange)) == "broken"


def test_an_open_document_that_declares_its_own_words_is_not_read():
    def laughing(name, data):
        return data.replace(b"?>", b"?>" + DTD, 1) if name == "content.xml" else data

    assert code(changed(ods(""), laughing), "answer.ods") == "unsafe"


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory():
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code(sheet_with(far)) == "too_large"


def test_a_cell_that_is_said_to_stand_far_away_in_other_words_is_stopped_too():
    """No spreadsheet writes it so; what counts is that nothing grows."""
    far = (
        b"<row r='1'><c r = 'A1'><v>1</v></c></row><row r='900000'><c r = '&#88;FD900000'><v>1</v></c></row>"
    )
    assert code(sheet_with(far)) in ("too_large", "too_slow", "broken")


def test_one_long_text_a_million_times_does_not_fill_the_memory(tmp_path):
    cell = b'<c r="%s%d" t="s"><v>0</v></c>'
    rows = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(cell % (letter, row) for letter in (b"A", b"B", b"C", b"D")))
        for row in range(1, 25_001)
    )
    text = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    long = changed(
        sheet_with(rows), lambda name, data: text % (b"x" * 30_000) if name.endswith("Strings.xml") else data
    )
    file = tmp_path / "answer.xlsx"
    file.write_bytes(long)
    # From a process of its own: what a child took at most counts what its parent held as it began.
    said = subprocess.run([sys.executable, "-c", READ, file], capture_output=True, text=True, check=True)
    refused, most = said.stdout.split()
    assert refused in ("too_slow", "too_large")
    assert int(most) < 1600 * 1024


@pytest.mark.parametrize("cell", [ods_cell(1, 'table:number-columns-repeated="16384"'), ods_cell(1)])
def test_a_cell_that_is_repeated_a_million_times_does_not_fill_the_memory(cell):
    row = f'<table:table-row table:number-rows-repeated="104857600">{cell}</table:table-row>'
    assert code(ods(f'<table:table table:name="A">{row}</table:table>'), "answer.ods") == "too_large"


def test_ten_million_rows_are_refused_before_they_are_read():
    began = time.monotonic()
    assert code(b"Kent,12\n" * 10_000_000, "answer.csv") == "too_large"
    assert time.monotonic() - began < 60


def test_a_file_that_is_too_large_is_not_looked_into():
    assert code(bytes(1) + b"a" * (101 * 1024**2)) == "too_large"


def test_a_formula_is_never_worked_out():
    """It shows what was saved with it, and a CSV's formula is text."""
    formula = b'<row r="1"><c r="A1"><f>WEBSERVICE("https://example.org")</f><v>7</v></c></row>'
    (sheet,) = sheets_of(sheet_with(formula), name="a.xlsx")
    assert sheet.rows == (("7",),)
    (sheet,) = sheets_of(b"Force,2017/18\nKent,=1+1\n", name="a.csv")
    assert sheet.rows[1] == ("Kent", "=1+1")


def test_every_cut_of_a_file_is_refused_or_read_and_nothing_else():
    data = xlsx_of(ROWS)
    whole = sheets_of(data, name="a.xlsx")
    for end in range(0, len(data), len(data) // 12):
        with pytest.raises(Unreadable):
            sheets_of(data[:end], name="a.xlsx")
    assert whole[0].rows == (("Force", "2017/18"), ("Kent", "12"))


def test_a_part_that_was_changed_after_it_was_packed_is_refused():
    data = bytearray(xlsx_of(ROWS))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo(SHEET)
    begin = info.header_offset + 30 + len(SHEET)
    packed = zlib.compressobj(wbits=-15)
    other = packed.compress(b"<worksheet/>") + packed.flush()
    data[begin : begin + len(other)] = other
    assert code(bytes(data)) == "broken"


def test_the_process_that_reads_finds_our_modules_and_nothing_of_the_folder_it_stands_in(
    tmp_path, monkeypatch
):
    (tmp_path / "python_calamine.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert sheets_of(xlsx_of(ROWS), name="a.xlsx")


@pytest.mark.parametrize("first", [b"Force,2017/18" + b",x" * 16_000, b"Force" + b",x" * 17_000])
def test_one_wide_row_does_not_make_every_row_as_wide(first):
    """A few hundred kB would become more cells than any memory holds."""
    assert code(first + b"\n" + b"Kent,2,1\n" * 50_000, "answer.csv") == "too_large"


def test_one_wide_line_of_lined_up_text_does_not_either():
    assert code(b"F   2017/18   " + b"x  " * 1600 + b"\n" + b"K   2\n" * 50_000, "answer.txt") == "too_large"


def test_a_zip_of_very_many_names_is_refused_before_they_are_listed(monkeypatch):
    monkeypatch.setattr("zipfile.ZipFile", None)
    assert code(b"PK\x03\x04" + bytes(26) + (b"PK\x01\x02" + bytes(42)) * 10_000) == "zip_bomb"


def test_a_long_line_of_dashes_is_told_from_a_rule_at_once():
    line = b"|" + b"- " * 12_000 + b"x|\n"
    began = time.process_time()
    sheets_of(line * 20, name="answer.txt")
    assert time.process_time() - began < 10


def test_a_name_of_thousands_of_marks_is_no_name_and_takes_no_time():
    began = time.process_time()
    assert read_area("* " * 16_000) == []
    assert time.process_time() - began < 5


def test_signs_that_a_terminal_obeys_do_not_come_out_of_a_workbook():
    def hidden(name, data):
        data = data.replace(b"Kent", b"_x001B_[31mKent_x0000_")
        return data.replace(b'name="Sheet1"', 'name="A\x9b31m"'.encode())

    (sheet,) = sheets_of(changed(xlsx_of(ROWS), hidden), name="a.xlsx")
    assert sheet.rows[1] == ("\ufffd[31mKent\ufffd", "12")
    assert sheet.name == "A\ufffd31m"


@pytest.mark.parametrize("wide", [24, 76, 4000])
def test_a_picture_written_as_letters_is_not_taken_in(wide):
    drawn = base64.b64encode(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + random.Random(1).randbytes(1500)
    ).decode()
    parts = [drawn[at : at + wide] for at in range(0, len(drawn), wide)]
    down = [["Force", "2017/18", "Note"], *(["Kent", 12, part] for part in parts)]
    assert code(xlsx_of(down)) == "unsafe"
    assert code("\n".join(",".join(map(str, row)) for row in down).encode(), "answer.csv") == "unsafe"
    assert code(xlsx_of([["Force", "2017/18"], ["Kent", 12, *parts]])) == "unsafe"
