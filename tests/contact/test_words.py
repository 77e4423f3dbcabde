"""What a child is shown: in every language, for every age, short, calm, and with somebody to talk to."""

import re
from itertools import product

import pytest

from belisha.contact.messages import ACTIONS, LANGUAGES, help_for, message, words_of
from belisha.contact.rule_table import RULES

pytestmark = pytest.mark.pure

FRIGHTENING = {
    "en": "sex|abus|groom|predator|paedo|pedo|nude|naked|danger|crime|criminal|police|victim|stupid",
    "de": "sex|missbrauch|täter|pädo|nackt|gefahr|gefähr|verbrech|polizei|opfer|deine schuld|dumm",
    "es": "sex|abus|pederast|desnud|peligr|delito|crim|policía|víctima|tu culpa|tont",
    "fr": "sex|abus|prédateur|pédo|nu|danger|crime|police|victime|ta faute|bête",
    "pl": "seks|wykorzyst|pedofil|nag|niebezpiecz|przestęp|policj|ofiar|głup",
}


def texts(language):
    return {
        (key, age): said[age]
        for key, said in words_of(language)["messages"].items()
        for age in ("older", "under_13")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_words_in_every_language_and_nothing_is_left_over(language):
    words = words_of(language)
    assert set(words["messages"]) == set(ACTIONS)
    assert set(words["actions"]) == {action for actions in ACTIONS.values() for action in actions}
    for said in words["messages"].values():
        assert set(said) == {"title", "older", "under_13"}
        assert said["older"] != said["under_13"]
        assert all(text == text.strip() and text for text in said.values())


def test_every_rule_that_shows_something_has_words():
    assert {rule.message for rule in RULES} - {""} == set(ACTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_short_enough_for_a_telephone_and_for_a_ten_year_old(language):
    for said in words_of(language)["messages"].values():
        assert len(said["title"]) <= 45
    for where, text in texts(language).items():
        assert len(text) <= 155, where
        sentences = re.split(r"(?<=[.?!])\s+", text)
        assert 2 <= len(sentences) <= 4, where
        assert max(len(sentence.split()) for sentence in sentences) <= 16, where
    for label in words_of(language)["actions"].values():
        assert len(label) <= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_frightened_or_blamed(language):
    banned = re.compile(rf"\b(?:{FRIGHTENING[language]})", re.I)
    for where, text in texts(language).items():
        assert not banned.search(text), where
    for said in words_of(language)["messages"].values():
        assert not banned.search(said["title"])


def test_the_words_that_frighten_would_be_noticed():
    assert re.search(rf"\b(?:{FRIGHTENING['en']})", "This could be dangerous.", re.I)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("de-AT", "de"),
        ("DE", "de"),
        ("fr_CA", "fr"),
        ("cy", "en"),
        ("", "en"),
        ("../../x", "en"),
    ],
)
def test_the_nearest_language_is_taken_and_english_where_there_is_none(tag, language):
    assert message("careful", tag, "13_15", "GB").language == language


def test_each_age_is_spoken_to_in_its_own_words():
    said = {
        band: message("held", "en", band, "GB").text for band in ("under_13", "13_15", "16_17", "unknown")
    }
    assert said["13_15"] == said["16_17"] == said["unknown"] != said["under_13"]


@pytest.mark.parametrize(
    ("tag", "name", "phone"),
    [
        ("en", "Childline", "0800 1111"),
        ("en-US", "Childline", "0800 1111"),  # what a device says that nobody has set
        ("en-IE", "Childline by ISPCC", "1800 66 66 66"),
        ("de-DE", "Child helpline 116 111", "116 111"),
        ("fr-FR", "Allô 119", "119"),
        ("pl-PL", "Child helpline 116 111", "116 111"),
        ("ja-JP", "Child Helpline International", ""),
    ],
)
def test_the_child_is_given_the_help_line_of_its_country(tag, name, phone):
    (line,) = message("careful", tag, "13_15", "GB").help
    assert (line.name, line.phone, line.url.startswith("https://")) == (name, phone, True)


def test_whoever_may_talk_to_somebody_is_told_to_whom():
    for key, language in product(ACTIONS, LANGUAGES):
        shown = message(key, language, "under_13", "GB")
        assert shown.help == help_for("GB")
        assert [action.action for action in shown.actions] == list(ACTIONS[key])


def test_what_is_remembered_of_messages_is_bounded():
    for number in range(5000):
        message("careful", f"x{number}", "13_15", "GB")
    assert message.cache_info().currsize <= 4096
