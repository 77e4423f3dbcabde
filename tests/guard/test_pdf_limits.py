"""A PDF that is made to cost time or memory is refused; how its text is written changes nothing of it."""

import pytest
from pikepdf import Dictionary, Name

from belisha.guard import inspect
from tests.guard.build import blank, encoded, page_that_draws, saved

pytestmark = pytest.mark.pure


def _with_map(sections):
    pdf = blank()
    text = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange " + sections + b" endcmap"
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), ToUnicode=pdf.make_stream(text)
    )
    page_that_draws(pdf, b"BT /F 9 Tf <00410042> Tj ET", {"Font": Dictionary(F=pdf.make_indirect(font))})
    return saved(pdf)


RANGE = b"1 beginbfrange <0000> <FFFF> <0041> endbfrange "
LIGATURE = b"1 beginbfchar <0041> <" + b"0061" * 40_000 + b"> endbfchar"


def test_the_map_of_every_letter_is_read():
    assert inspect(_with_map(RANGE)).findings == ()


@pytest.mark.parametrize(
    "sections", [RANGE * 3, LIGATURE], ids=["ranges without end", "a code that is a book"]
)
def test_the_map_of_a_font_that_gives_more_than_a_font_has_is_refused(sections):
    found = inspect(_with_map(sections))
    assert [(one.kind, one.detail) for one in found.findings] == [
        ("too_much", "the map of a font gives more letters than a font has")
    ]


def test_a_font_is_read_once_however_many_pages_name_it(monkeypatch):
    from belisha.guard import pdf_fonts

    read = []
    monkeypatch.setattr(pdf_fonts, "character_map", lambda font, _: read.append(font.objgen))
    pdf = blank()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(9):
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Resources = Dictionary(Font=Dictionary(F=font))
    inspect(saved(pdf))
    assert len(read) == 1


def test_pages_that_share_one_long_content_are_refused_before_all_are_read():
    pdf = blank()
    page_that_draws(pdf, b"% a comment of no use\n" * 40_000, {})
    for _ in range(60):
        pdf.pages.append(pdf.pages[0])
    assert "too_much" in {finding.kind for finding in inspect(saved(pdf)).findings}


def _shown(*strings):
    pdf = blank()
    content = b"BT /F 9 Tf 9 9 Td [" + b" -20 ".join(strings) + b"] TJ ET"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page_that_draws(pdf, content, {"Font": Dictionary(F=font)})
    return inspect(saved(pdf))


def _written(form):
    text = encoded().encode()
    return [form(text[at : at + 20], at) for at in range(0, len(text), 20)]


WAYS = {
    "in brackets": lambda part, _: b"(" + part + b")",
    "in hex": lambda part, _: b"<" + part.hex().encode() + b">",
    "in hex of capitals": lambda part, _: b"<" + part.hex().upper().encode() + b">",
    "by turns": lambda part, at: b"<" + part.hex().encode() + b">" if at % 40 else b"(" + part + b")",
}


@pytest.mark.parametrize("way", WAYS)
def test_letters_are_read_however_a_page_writes_them(way):
    assert _shown(*_written(WAYS[way])).verdict == "media"


def test_words_are_clean_however_a_page_writes_them():
    for form in WAYS.values():
        assert _shown(form(b"message 1 of the", 0), form(b" conversation", 20)).findings == ()


def test_a_name_within_the_letters_hides_none_of_them():
    pdf = blank()
    parts = _written(WAYS["in hex"])
    content = b"BT /F 9 Tf 9 9 Td [" + b" /N#28#3c ".join(parts) + b"] TJ ET"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page_that_draws(pdf, content, {"Font": Dictionary(F=font)})
    assert inspect(saved(pdf)).verdict != "clean"
