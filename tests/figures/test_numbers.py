"""What the cells of answers say: a number, an interval, a state, or a doubt; never a wrong number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.figures.cells import STATES
from belisha.figures.parse.numbers import meaning, read_cell

pytestmark = pytest.mark.pure

SURE = {
    "1204": ("full", 1204, 1204),
    "1,204": ("full", 1204, 1204),
    "1 204": ("full", 1204, 1204),
    "1\u00a0204": ("full", 1204, 1204),
    "１２": ("full", 12, 12),
    " 12 ": ("full", 12, 12),
    "12.0": ("full", 12, 12),
    "1,204.00": ("full", 1204, 1204),
    "twelve": ("full", 12, 12),
    "12*": ("full", 12, 12),
    "12¹": ("full", 12, 12),
    "38,000¹": ("full", 38000, 38000),
    "1,204 [r]": ("full", 1204, 1204),
    "12 [note 3]": ("full", 12, 12),
    "12 offences": ("full", 12, 12),
    "1,204 (revised)": ("full", 1204, 1204),
    "0": ("zero", 0, 0),
    "nil": ("zero", 0, 0),
    "Nil return": ("zero", 0, 0),
    "none": ("zero", 0, 0),
    "No offences recorded.": ("zero", 0, 0),
    "<5": ("suppressed", 1, 4),
    "< 5": ("suppressed", 1, 4),
    "&lt;5": ("suppressed", 1, 4),
    "<5*": ("suppressed", 1, 4),
    "≤4": ("suppressed", 1, 4),
    "<=4": ("suppressed", 1, 4),
    "less than 5": ("suppressed", 1, 4),
    "Fewer than five": ("suppressed", 1, 4),
    "5 or fewer": ("suppressed", 1, 5),
    "up to 4": ("suppressed", 1, 4),
    "1-4": ("suppressed", 1, 4),
    "1 – 4": ("suppressed", 1, 4),
    "0 to 4": ("suppressed", 0, 4),
    "between 1 and 4": ("suppressed", 1, 4),
    "[c]": ("suppressed", 0, None),
    "suppressed": ("suppressed", 0, None),
    "5+": ("partial", 5, None),
    "more than 4,300": ("partial", 4301, None),
    "at least 12": ("partial", 12, None),
    "12 to date": ("partial", 12, None),
    "": ("none", None, None),
    "n/k": ("none", None, None),
    "N/A": ("none", None, None),
    "[x]": ("none", None, None),
    "no response": ("none", None, None),
    "awaiting response": ("late", None, None),
    "not held": ("not_held", None, None),
    "No information held": ("not_held", None, None),
    "s.1(1)(a)": ("not_held", None, None),
    "s.17 FOISA": ("not_held", None, None),
    "refused s.12": ("refused", None, None),
    "exempt s40": ("refused", None, None),
    "s.31(3) NCND": ("refused", None, None),
    "Withheld under section 40(2) of the Freedom of Information Act 2000": ("refused", None, None),
    "refused": ("refused", None, None),
}
DOUBTS = {
    "38,0001": ("full", 38000, 38000),
    "1,20412": ("full", 1204, 1204),
    "1.204": ("full", 1204, 1204),
    "(12)": ("full", 12, 12),
    "12 (1)": ("full", 12, 12),
    "204 1": ("full", 204, 204),
    "12a": ("full", 12, 12),
    "approx 120": ("full", 120, 120),
    "120 (approx)": ("full", 120, 120),
    "12 [e]": ("full", 12, 12),
    "17-18": ("suppressed", 17, 18),
    "2018-04-01": ("suppressed", 1, 4),
    "*": ("suppressed", 0, None),
    **dict.fromkeys(("-", "–", "—", "..", ":", "x", "?", "tbc"), None),
    **dict.fromkeys(
        ("12%", "12 per cent", "£3", "1.2k", "12.5", "1.204,00", "1,20", "12,34", "1,20,000"), None
    ),
    **dict.fromkeys(
        ("-5", "–5", "007", "0,123", "1e3", "10000000000", "2017/18", "2017-18", "<1", "5-1"), None
    ),
    **dict.fromkeys(
        ("12 offenders", "12 images", "12½", "12 13 14", "#REF!", "NaN", "null", "########"), None
    ),
    **dict.fromkeys(
        ("no records found", "s.17", "12, of which 3 on Snapchat", "about a dozen", "٣", "₹5"), None
    ),
}


@pytest.mark.parametrize("text", SURE)
def test_a_cell_says_what_it_says(text):
    read = read_cell(text)
    assert (read.state, read.low, read.high) == SURE[text]
    assert not read.doubt


@pytest.mark.parametrize("text", DOUBTS)
def test_what_is_not_sure_is_a_doubt_and_no_number(text):
    read = read_cell(text)
    assert read.doubt
    assert (read.state, read.low, read.high) == ("none", None, None)
    guess = read.guess and (read.guess.state, read.guess.low, read.guess.high)
    assert guess == DOUBTS[text]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("refused s.12", "s.12"),
        ("exempt s40", "s.40"),
        ("s. 40 (2)", "s.40(2)"),
        ("s.31(3) NCND", "s.31(3), neither confirmed nor denied"),
        ("Section 30 and section 40(5)", "s.30 and s.40(5)"),
        ("Refused", "refused, no section given"),
        ("12*", "marked *"),
        ("12 [r]", "revised"),
        ("38,000¹²", "marked ¹²"),
    ],
)
def test_the_section_and_the_mark_are_kept(text, note):
    assert read_cell(text).note == note


@pytest.mark.parametrize(
    ("text", "legend", "expected"),
    [
        ("*", {"*": "fewer than 5"}, ("suppressed", 1, 4, False)),
        ("*", {"*": "Counts below 5 have been suppressed"}, ("suppressed", 1, 4, False)),
        ("*", {"*": "denotes a number between 1 and 4"}, ("suppressed", 1, 4, False)),
        ("*", {"*": "figures less than 5, including zero"}, ("suppressed", 0, 4, False)),
        ("*", {"*": "suppressed to prevent disclosure"}, ("suppressed", 0, None, False)),
        ("*", {"*": "see the letter"}, ("none", None, None, True)),
        ("*", {"*": "not held or suppressed"}, ("none", None, None, True)),
        ("-", {"-": "denotes nil"}, ("zero", 0, 0, False)),
        ("..", {"..": "not available"}, ("none", None, None, False)),
        ("-", {"-": "information not held"}, ("not_held", None, None, False)),
        ("12*", {"*": "fewer than 5"}, ("none", None, None, True)),
        ("12*", {"*": "Data until January only"}, ("partial", 12, None, False)),
        ("12*", {"*": "From the new system"}, ("full", 12, 12, False)),
        ("<5", {"*": "fewer than 10"}, ("suppressed", 1, 4, False)),
    ],
)
def test_a_sign_is_read_as_the_table_explains_it(text, legend, expected):
    read = read_cell(text, legend=legend)
    assert (read.state, read.low, read.high, bool(read.doubt)) == expected


def test_a_legend_that_gives_two_numbers_is_not_understood():
    assert meaning("fewer than 5, or 6 to 9").doubt


numbers = st.integers(min_value=0, max_value=999_999_999)


@settings(derandomize=True, max_examples=300)
@given(
    numbers, st.sampled_from([str, "{:,}".format, lambda n: f"{n:,}".replace(",", "\u2009"), "{:,} ".format])
)
def test_every_number_is_read_back(number, write):
    read = read_cell(write(number))
    assert (read.low, read.high, read.doubt) == (number, number, "")
    assert read.state == ("full" if number else "zero")


@settings(derandomize=True, max_examples=200)
@given(st.integers(min_value=2, max_value=10**8), st.sampled_from(["<{:,}", "less than {}", "under {:,}"]))
def test_every_bound_is_one_below(number, form):
    read = read_cell(form.format(number))
    assert (read.state, read.low, read.high, read.doubt) == ("suppressed", 1, number - 1, "")


@settings(derandomize=True, max_examples=500)
@given(numbers.filter(lambda n: n > 999), st.integers(min_value=1, max_value=99))
def test_a_glued_footnote_is_never_a_number_where_there_are_commas(number, footnote):
    glued = f"{number:,}{footnote}"
    read = read_cell(glued)
    assert read.doubt
    assert read.low is None
    assert (read.guess.low, read.guess.note) == (number, f"footnote {footnote}")


@settings(derandomize=True, max_examples=500)
@given(numbers, st.text("¹²³⁰⁴⁵⁶⁷⁸⁹", min_size=1, max_size=2))
def test_a_raised_footnote_is_never_part_of_the_number(number, footnote):
    assert read_cell(f"{number}{footnote}").low == number


@settings(derandomize=True, max_examples=1500)
@given(st.text("0123456789,. -–*()<>%/¹kK£+\u00a0saonil", max_size=12))
def test_whatever_is_written_no_number_appears_that_isnt_there(text):
    read = read_cell(text)
    assert read.state in STATES
    if read.doubt:
        assert (read.state, read.low, read.high) == ("none", None, None)
    elif read.state == "full":
        digits = "".join(re.findall(r"[0-9]", re.sub(r"\.00?(?=\D|$)", "", text)))
        assert digits.lstrip("0") == str(read.low)
    if read.low is not None and read.high is not None:
        assert 0 <= read.low <= read.high


@settings(derandomize=True, max_examples=500)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text):
    read = read_cell(text)
    assert read.doubt or read.state in STATES


def test_a_long_text_is_no_figure_and_takes_no_time():
    assert read_cell("1 " * 100_000).doubt
    assert read_cell("<" * 499).doubt
    assert read_cell("section " * 60).doubt
