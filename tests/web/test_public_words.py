"""The words of the public pages: short sentences, and no template that could take or show a picture."""

import re
from html import unescape
from pathlib import Path

import pytest

import belisha
from tests.reading import grade, syllables
from tests.web.public_form import STATUS, WORDS, Visitor, harbour, post

TEMPLATES = Path(belisha.__file__).parent / "web" / "templates"
PICTURE = re.compile(
    r"""type\s*=\s*["']?file|<img\b|<picture\b|<video\b|<audio\b|<object\b|<embed\b|<iframe\b""", re.I
)
GRADE = 8  # Flesch-Kincaid: what a child of thirteen reads with ease


def pages():
    harbour()
    yield "landing", Visitor().open("/")
    yield "danger", Visitor().open()
    yield "what", Visitor().open().press(danger_now="no")
    yield "who", Visitor().open().press(danger_now="no").press(concerns="other", what_happened=WORDS)
    yield "urgent", Visitor().open().press(danger_now="yes")
    visitor = Visitor().to_check()
    yield "check", visitor
    yield "you", Visitor(visitor.client, visitor.page).press("back")
    yield "sent", Visitor(visitor.client, visitor.page).send()
    receipt = Visitor().to_check().send().receipt
    for name, typed in (("found", receipt), ("unknown", "1")):
        visitor = Visitor()
        visitor.page = post(visitor.client, STATUS, {"receipt": typed})
        yield name, visitor


def prose(html):
    """The sentences of a page's main part. Words on buttons and short labels would make it look easier."""
    main = re.search(r"<main.*</main>", html, re.S)[0]
    main = re.sub(
        r"<select.*?</select>|<textarea.*?</textarea>|<svg.*?</svg>|<dl.*?</dl>", " ", main, flags=re.S
    )
    # What the directory calls somebody is theirs to say.
    main = re.sub(r'<ul class="govuk-list govuk-list--spaced">.*?</ul>', " ", main, flags=re.S)
    blocks = re.split(r"</(?:p|li|h\d|label|legend|div|strong|summary|button|a)>", main)
    words = [" ".join(unescape(re.sub(r"<[^>]+>", " ", block)).split()) for block in blocks]
    return " ".join(block if block[-1] in ".?!:" else f"{block}." for block in words if block.count(" ") > 3)


def test_the_public_pages_are_easy_to_read():
    grades = {name: grade(prose(visitor.text)) for name, visitor in pages()}
    assert len(grades) == 10
    assert {name: found for name, found in grades.items() if found > GRADE} == {}


@pytest.mark.pure
def test_the_measure_bites():
    hard = (
        "Notwithstanding any contravening legislative stipulation, organisations communicate irregularities."
    )
    assert grade(prose(f"<main><p>{hard}</p></main>")) > GRADE


@pytest.mark.pure
@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("child", 1),
        ("made", 1),
        ("asked", 1),
        ("police", 2),
        ("report", 2),
        ("little", 2),
        ("wanted", 2),
        ("emergency", 4),
        ("organisation", 5),
        ("pages", 2),
        ("pictures", 2),
        ("don’t", 1),
        ("people", 2),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


@pytest.mark.pure
def test_no_template_takes_a_file_or_shows_a_picture():
    templates = list(TEMPLATES.rglob("*.html"))
    assert len(templates) > 20
    assert [str(path.relative_to(TEMPLATES)) for path in templates if PICTURE.search(path.read_text())] == []


@pytest.mark.pure
@pytest.mark.parametrize("markup", ['<input type="file">', "<input type=file>", '<IMG src="x">', "<video>"])
def test_the_sweep_sees_what_it_looks_for(markup):
    assert PICTURE.search(markup)


def test_no_public_page_carries_a_field_for_a_file():
    for name, visitor in pages():
        assert not PICTURE.search(visitor.text), name
        assert "multipart" not in visitor.text, name
