"""Numbers in words: rounded once, half up, and never past the truth."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.figures import words
from belisha.figures.amounts import Amount
from belisha.figures.band_words import multiple_in_words, part_in_words
from belisha.figures.cannot import Missing

pytestmark = pytest.mark.pure
fractions = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=5_000)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("66.496", 66),
        ("66.5", 67),
        ("0.5", 1),
        ("1.5", 2),
        ("2.5", 3),
        ("-2.5", -3),
        ("-2.4", -2),
        ("343.29", 343),
    ],
)
def test_a_half_goes_up_and_nothing_is_rounded_twice(value, rounded):
    assert words.half_up(F(value)) == rounded


@given(fractions)
def test_what_is_rounded_is_never_more_than_a_half_away(value):
    assert abs(words.half_up(value) - value) <= F(1, 2)


@given(st.integers(min_value=1, max_value=10**7))
def test_a_number_is_more_than_what_we_say_that_it_is_more_than(number):
    said = words.more_than(number)
    assert said < number
    assert number - said <= max(number // 10, 10)


@pytest.mark.parametrize(
    ("number", "said"),
    [(373, 370), (370, 360), (4_301, 4_300), (22_724, 22_000), (12, 10), (100, 90), (7, 6)],
)
def test_more_than_is_said_of_two_leading_digits(number, said):
    assert words.more_than(number) == said


def test_a_range_in_words_is_never_narrower_than_it_is():
    assert words.amount_in_words(Amount.of(1, 4)) == "between 1 and 4"
    assert words.per_cent_in_words(Amount.of(F("12.6"), F("14.2"))) == "between 12 and 15 per cent"
    assert words.amount_in_words(Amount.at_least(4_301)) == "at least 4,301"


@pytest.mark.parametrize(
    ("per_cent", "said"),
    [
        ("0", "0 per cent"),
        ("0.2", "less than 1 per cent"),
        ("-0.2", "less than 1 per cent"),
        ("-21.5", "22 per cent"),
    ],
)
def test_a_per_cent_is_whole_and_little_is_not_nothing(per_cent, said):
    assert words.whole_per_cent(F(per_cent)) == said


def test_decimals_are_rounded_once_and_carry_their_sign():
    assert words.decimal(F(14075, 41), 2) == "343.29"
    assert words.decimal(F("-0.04"), 1) == "0.0"
    assert words.decimal(F("-1204.5"), 0) == "-1,205"


def test_one_offence_is_not_one_offences():
    assert words.counted(1, "offence") == "1 offence"
    assert words.counted(1_204, "offence") == "1,204 offences"
    assert words.counted(0, "offence") == "0 offences"


def test_those_who_are_missing_are_named_by_their_reason():
    gone = [
        Missing(area="a", name="Essex", year="2017/18", why="refused", note="section 12"),
        Missing(area="b", name="Kent", year="2017/18", why="absent"),
        Missing(area="b", name="Kent", year="2022/23", why="absent"),
        Missing(area="c", name="Norfolk", year="2022/23", why="absent"),
    ]
    assert words.who_is_missing(gone) == (
        "Essex: refused (section 12); Kent and Norfolk: no answer is among these figures"
    )


@pytest.mark.parametrize(
    ("per_cent", "said"),
    [("22.69", "almost a quarter"), ("25", "a quarter"), ("26", "more than a quarter"), ("44", "almost half"),
     ("33.4", "a third"), ("90", ""), ("-22", "")],
)  # fmt: skip
def test_parts_are_said_as_readers_understand_them(per_cent, said):
    assert part_in_words(Amount.of(F(per_cent))) == said


@pytest.mark.parametrize(
    ("times", "said"),
    [("1.95", "almost doubled"), ("2", "doubled"), ("2.2", "more than doubled"), ("2.5", ""),
     ("3.06", "more than tripled"), ("1.22", "")],
)  # fmt: skip
def test_multiples_are_said_as_readers_understand_them(times, said):
    assert multiple_in_words(Amount.of(F(times))) == said


def test_words_are_not_said_of_what_may_lie_beside_them():
    assert part_in_words(Amount.of(F(24), F(26))) == ""
    assert multiple_in_words(Amount.of(F("1.99"), F("2.3"))) == ""
    assert part_in_words(Amount.at_least(25)) == ""
