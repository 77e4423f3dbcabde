"""A text for checking: whatever comes is read in bounds, line by line, and what isn't read is said."""

from datetime import date

import pytest
from typer.testing import CliRunner

from belisha.figures import Figures
from belisha.figures.claims import TooLong, WrongDay, read
from belisha.figures.claims.text import LONGEST, MOST, sentences
from belisha.jobs.figures import app

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def real():
    return Figures.load()


def lines(text):
    return [(one.line, one.text) for one in sentences(text)]


def test_each_sentence_has_the_line_in_which_it_begins():
    text = "One. Two\ngoes on.\n\n- Three\n- Four in\nKent"
    assert lines(text) == [(1, "One."), (1, "Two goes on."), (4, "Three"), (5, "Four in Kent")]


def test_lines_of_claims_stay_apart():
    assert [line for line, _ in lines("Kent recorded 5\nEssex recorded 6\r\nSurrey recorded 7")] == [1, 2, 3]


def test_a_wrapped_paragraph_is_read_as_one():
    first = "Kent Police recorded 1,568 child abuse image offences in"
    text = f"{first}\n2022/23, which is a rise of 50 per cent on\n2017/18."
    assert len(lines(text)) == 1


def test_numbers_and_abbreviations_end_no_sentence():
    assert len(lines("Up 22.7 per cent, approx. 5 No. 7 in the U.K. in 2022/23")) == 1


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("164 – 727", "164 - 727"),
        ("727¹ offences", "727 offences"),
        ("2½ times", "2.5 times"),
        ("½ of them", "half of them"),
        ("727\u00a0offences\u200b", "727 offences"),
        ("“nearly”", '"nearly"'),
    ],
)
def test_signs_are_read_as_what_they_stand_for(written, read_as):
    assert [text for _, text in lines(written)] == [read_as]


def test_a_footnote_mark_never_becomes_a_digit(real):
    (found,) = read(real, "Cambridgeshire recorded 727¹ offences in 2022/23.").verdicts
    assert found.verdict == "supported"
    (glued,) = read(real, "Cambridgeshire recorded 7271 offences in 2022/23.").verdicts
    assert glued.verdict == "contradicted"


def test_a_text_that_is_too_long_is_refused_and_a_sentence_is_left_unread(real):
    with pytest.raises(TooLong, match="at most 200,000"):
        read(real, "x" * (MOST + 1))
    checked = read(real, "Kent recorded " + "very " * LONGEST + "5 offences in 2022/23.")
    assert checked.verdicts == ()
    assert "make shorter sentences" in checked.unread[0].why


HOSTILE = (
    "",
    " \n\t\n ",
    "\x00\x01\x02 727 \ud800",
    "(" * 3000,
    "1," * 5000,
    "9" * 20000,
    "2017/18 " * 600,
    "more than " * 500 + "5",
    "every " * 500 + "5 minutes",
    "Kent and " * 300 + "Essex recorded 5",
    "a" * 20000,
    "one hundred and " * 200,
    "- " * 4000,
    "20" * 5000,
    "child abuse image " * 300 + "offences",
    "up " * 500 + "5% in Kent",
    "٣٤ offences in Kent in ٢٠٢٢/٢٣",
    "<script>alert(1)</script>",
    "'; DROP TABLE cells; -- 727",
    "{0} %s %d {{ 7*7 }} $(id)",
    "=1+1 in Kent in 2022/23",
    "Kent recorded 1e9 offences in 2022/23, 0x1F, NaN, inf, -0, 1/0",
    "Kent recorded 999999999999999999999999 offences in 2022/23",
    "Kent recorded 0 offences in 2022/23, one in 0, up 0%, 0 times, 0 in 0 of 0 schoolchildren",
    "1 in 0 of 40,000 schoolchildren",
    "one in 50 of 5 schoolchildren",
    "Kent up 5% from 2022/23 to 2017/18",
    "Kent up 5% from 2022/23 to 2022/23",
    "Kent recorded 5 in the ninety years to March 2023",
    "The 0 of 0 forces in Wales that answered for both years recorded 0 offences in 2022/23, up 0% from 0 "
    "in 2017/18.",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_too_much_and_none_of_these_is_supported(real, text):
    # What takes exponential time would never end here.
    assert not read(real, text).supported


def test_a_long_article_of_claims_is_read_to_its_end(real):
    text = "\n".join(f"Kent recorded {number:,} offences in 2022/23." for number in range(1500, 1600))
    verdicts = read(real, text).verdicts
    assert [one.line for one in verdicts if one.verdict == "supported"] == [69]
    assert len(verdicts) == 100


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_on_which_nobody_wrote_is_refused_with_a_sentence(real, day):
    with pytest.raises(WrongDay, match=f"{day} can't be the day of a text"):
        read(real, "Kent rose last year", written=date.fromisoformat(day))
    env = {"BELISHA_DATA_DIR": "/nowhere", "BELISHA_FIGURES_BOOK": ""}
    found = CliRunner().invoke(app, ["check", "Kent rose last year", "--written", day], env=env)
    assert found.exit_code == 2
    assert "from 1900-01-01 to 2199-12-31" in found.stderr


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_read(real, day):
    assert read(real, "Kent rose last year", written=date.fromisoformat(day)).verdicts
