"""Claims over invented figures of known truth, and the sentences of newspapers over the real ones."""

import pytest

from belisha.figures import Figures
from belisha.figures.claims import check, read
from tests.figures.invented_claims import CANNOT_SAY, CONTRADICTED, NO_CLAIM, SUPPORTED, invented

pytestmark = pytest.mark.pure
_WORST_FIRST = ("contradicted", "cannot_say", "supported")


@pytest.fixture(scope="module")
def real():
    return Figures.load()


def verdict(figures, text):
    found = {one.verdict for one in check(figures, text)}
    return next((word for word in _WORST_FIRST if word in found), "none")


def said(figures, text):
    return " ".join(" ".join((one.because, one.mistake, *one.missing)) for one in check(figures, text))


def wrong(figures, texts, word):
    found = {text: verdict(figures, text) for text in texts}
    return {text: got for text, got in found.items() if got != word}


def test_what_the_figures_carry_is_supported():
    assert wrong(invented(), SUPPORTED, "supported") == {}


def test_what_they_deny_is_contradicted():
    assert wrong(invented(), [text for text, _ in CONTRADICTED], "contradicted") == {}


def test_what_they_do_not_carry_cannot_be_said():
    assert wrong(invented(), [text for text, _ in CANNOT_SAY], "cannot_say") == {}


def test_the_likely_mistake_is_named():
    assert [text for text, why in CONTRADICTED if why not in said(invented(), text)] == []


def test_what_is_missing_or_unclear_is_named():
    assert [text for text, why in CANNOT_SAY if why not in said(invented(), text)] == []


@pytest.mark.parametrize("text", NO_CLAIM)
def test_no_claim_is_made_of_other_sentences(text):
    checked = read(invented(), text)
    assert checked.verdicts == ()
    assert not checked.supported


# The table of docs: the sentences that newspapers wrote, each with what the figures say of it.
TABLE = (
    (
        "Cambridgeshire up 343 per cent in five years, 164 (2017/18) to 727 (2022/23)",
        "supported",
        "(727 - 164) / 164 = 343.29 per cent",
    ),
    (
        'Cambridgeshire: 209 (2016/17) and 164 (2017/18): 373 in two years, "more than 370"',
        "supported",
        "209 + 164 = 373",
    ),
    ("22,724 in a year: one every 23 minutes", "supported", "525,600 minutes / 22,724 = 23.13"),
    (
        "up almost a quarter, from 18,522 to 22,724",
        "supported",
        "(22,724 - 18,522) / 18,522 = 22.69 per cent",
    ),
    ("Cambridgeshire had the highest rise of the six East of England forces", "cannot_say", ""),
    ("More than 4,300 offences were recorded in the East of England in 2022/23.", "supported", ""),
    (
        'Snapchat in 44 per cent, "almost half", of the cases where a platform was recorded; '
        "Instagram, Facebook and WhatsApp a quarter",
        "supported",
        "44 per cent",
    ),
    ("1 in 50 of 40,000 schoolchildren", "cannot_say", "Wilson"),
)


@pytest.mark.parametrize(("text", "word", "formula"), TABLE)
def test_the_sentences_of_newspapers(real, text, word, formula):
    assert verdict(real, text) == word
    assert any(formula in one.formula for one in check(real, text))


def test_the_two_year_text_without_an_area_is_found_by_its_two_numbers(real):
    (first, *_) = check(real, "209 (2016/17) and 164 (2017/18): 373 in two years")
    assert first.verdict == "supported"
    assert "It names no area" in first.because
    assert "Cambridgeshire" in first.because


def test_a_corrected_base_is_said_where_the_rise_still_holds(real):
    (found,) = check(real, "up almost a quarter, from 18,522 to 22,724")
    assert "18,522 for 2016/17 was corrected to 18,574 since" in " ".join(found.caveats)


def test_the_place_of_a_force_needs_all_six_and_names_the_missing(real):
    (found,) = check(real, "Cambridgeshire had the highest rise of the six East of England forces")
    missing = " ".join(found.missing)
    assert all(name in missing for name in ("Bedfordshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk"))


def test_a_survey_is_given_its_interval(real):
    (found,) = check(real, "1 in 50 of 40,000 schoolchildren")
    assert found.computed == "2.00 per cent (95 per cent interval 1.87 to 2.14)"


REAL = (
    (
        "supported",
        "Child abuse image offences in the UK rose by 66% in five "
        "years, from 18,574 in 2016/17 to 30,925 in 2021/22.",
    ),
    ("contradicted", "Child abuse image offences in the UK rose by 67% between 2016/17 and 2021/22."),
    ("supported", "Police in Northern Ireland recorded 859 offences in 2023/24."),
    ("supported", "Police in Northern Ireland recorded 845 offences in 2023/24."),
    ("contradicted", "PSNI recorded 850 offences in 2023/24."),
    ("supported", "38,685 crimes were recorded in England and Wales in 2023/24, more than 100 a day."),
    (
        "supported",
        "Police in Thames Valley saw a rise of more than 200 per "
        "cent, from 300 in 2020/21 to 918 in 2021/22.",
    ),
    ("contradicted", "Essex Police recorded 767 offences in 2017/18, 200 more than the year before."),
    ("supported", "Kent: child abuse image crimes increase by 16% in 2022/23"),
    ("supported", "Kent Police recorded 1,568 offences in 2022/23, a 50% rise in five years."),
    (
        "supported",
        "Nearly 3,000 indecent images of children offences were "
        "recorded in Wales in the two years 2016/17 and 2017/18.",
    ),
    ("supported", "Police Scotland recorded 1,307 offences in 2016/17 and 2017/18, more than 1,300."),
    ("supported", "The West Midlands recorded 3,801 offences in 2023/24."),
    ("supported", "West Midlands Police recorded 1,822 offences in 2023/24."),
    ("contradicted", "West Midlands Police recorded 3,801 offences in 2023/24."),
    ("supported", "The Met recorded nearly 2,800 offences in 2023/24."),
    (
        "supported",
        "Over 3,500 child abuse image crimes were recorded in Devon "
        "and Cornwall in the five years 2016/17 to 2020/21.",
    ),
    ("cannot_say", "Cheshire Police recorded 2,000 crimes related to indecent images in five years."),
    (
        "contradicted",
        "Cheshire Police recorded 2,000 crimes related to indecent images between 2016/17 and 2020/21.",
    ),
    ("contradicted", "The UK recorded 18,522 offences in 2016/17."),
    ("cannot_say", "UK offences rose 45% from 22,724 in 2017/18 to 33,000 in 2022/23."),
    ("cannot_say", "Cambridgeshire up 3.4 times from 164 in 2017/18 to 727 in 2022/23"),
    (
        "supported",
        "Offences in Cambridgeshire more than quadrupled in five "
        "years, from 164 in 2017/18 to 727 in 2022/23.",
    ),
    ("contradicted", "Cambridgeshire up 443% from 164 in 2017/18 to 727 in 2022/23"),
    ("contradicted", "Cambridgeshire up 343% in six years, from 164 in 2017/18 to 727 in 2022/23"),
    ("contradicted", "Bedfordshire recorded the most offences of the six East of England forces in 2017/18."),
    ("cannot_say", "Essex recorded the most offences of the East of England forces in 2017/18."),
    ("cannot_say", "Hampshire recorded 1,239 offences in 2023/24, up 20% from 2022/23."),
    ("contradicted", "22,724 in a year: one every 25 minutes"),
    ("contradicted", "up almost a third, from 18,522 to 22,724"),
)


def test_what_was_printed_of_the_real_figures(real):
    found = {text: (word, verdict(real, text)) for word, text in REAL}
    assert {text: got for text, (word, got) in found.items() if got != word} == {}


def test_last_year_is_the_one_that_was_over_when_the_text_was_written(real):
    from datetime import date

    text = "Kent recorded 1,568 offences last year."
    assert verdict(real, text) == "cannot_say"
    assert [one.verdict for one in check(real, text, written=date(2024, 2, 1))] == ["supported"]
    assert [one.verdict for one in check(real, text, written=date(2023, 3, 31))] == ["contradicted"]
    assert [one.verdict for one in check(real, text, written=date(2023, 4, 1))] == ["supported"]


def test_a_later_sentence_speaks_of_the_force_before_and_that_is_said(real):
    found = check(real, "Kent Police gave its figures.\n\nThe force recorded 1,568 offences in 2022/23.")
    assert [one.verdict for one in found] == ["supported"]
    assert "Taken to be of Kent" in found[0].because
    assert found[0].line == 3
