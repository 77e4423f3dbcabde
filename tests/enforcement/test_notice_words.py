"""The words that users read: each kind in each language, short, plain, and never what nobody may learn."""

import re
from datetime import UTC, datetime

import pytest

from belisha.enforcement.notice_words import appeal_words, languages, spoken, texts_in, words_for
from tests.reading import grade

pytestmark = pytest.mark.pure
KINDS = ("remove", "restrict", "suspend", "warn", "returned", "reopened")
READERS = ("child", "adult", "unknown")
# Flesch-Kincaid: what a child of ten reads with ease.
CHILD_GRADE, GRADE = 6, 7
NEVER = {
    "en": ("match", "list", "hash", "report", "police", "authorit", "scan", "sexual", "illegal", "crime"),
    "de": ("treffer", "liste", "gemeldet", "meldung", "polizei", "behörde", "sexuell", "straftat", "scan"),
    "fr": ("liste", "signal", "police", "autorité", "sexuel", "crime", "illégal", "scan"),
    "es": ("lista", "denunci", "policía", "autoridad", "sexual", "delito", "ilegal", "escane"),
}


def all_words():
    for language in languages():
        for kind in KINDS:
            for reader in READERS:
                yield language, kind, reader, words_for(kind, reader, language, ["Childline, 0800 1111"])


def test_every_language_has_every_text():
    assert set(languages()) == set(NEVER)
    kinds = {
        language: set(texts_in(language)) - {"appeal", "talk", "day", "months"} for language in languages()
    }
    assert kinds == {language: set(KINDS) for language in languages()}
    assert all(words.title and words.text for *_, words in all_words())


def test_no_text_says_what_was_found_by_whom_or_who_was_told():
    for language, kind, reader, words in all_words():
        said = f"{words.title} {words.text}".lower()
        assert [word for word in NEVER[language] if word in said] == [], (language, kind, reader)


def test_the_texts_are_short_and_in_english_easy_to_read():
    for language, kind, reader, words in all_words():
        assert len(words.title) <= 50, (language, kind)
        sentences = re.split(r"[.?!]\s", words.text)
        assert max(len(one.split()) for one in sentences) <= 22, (language, kind, reader)
        if language == "en":
            easy = CHILD_GRADE if reader == "child" else GRADE
            assert grade(f"{words.title}. {words.text}") <= easy, (kind, reader)


def test_only_whom_nobody_knows_to_be_an_adult_is_told_whom_to_talk_to():
    for language, kind, reader, words in all_words():
        assert ("Childline" in words.text) == (reader != "adult"), (language, kind)


def test_the_way_to_appeal_stands_in_every_language():
    until = datetime(2027, 5, 25, tzinfo=UTC)
    days = {"en": "25 May 2027", "de": "25. Mai 2027", "fr": "25 mai 2027", "es": "25 de mayo de 2027"}
    assert languages() == tuple(sorted(days))
    for language in languages():
        said = appeal_words(language, until=until, url="https://desk.example/appeal/", code="4821 0937")
        assert all(part in said for part in (days[language], "https://desk.example/appeal/", "4821 0937"))


@pytest.mark.parametrize(
    ("tags", "language"), [(("de-AT",), "de"), (("xx", "fr"), "fr"), (("",), "en"), (("cy", "en"), "en")]
)
def test_the_first_language_that_there_are_words_in_is_spoken(tags, language):
    assert spoken(*tags) == language
