"""Numbers as sentences write them: rounded once, and so that nobody who rounds again is misled."""

from fractions import Fraction

import pytest

from belisha.figures.words import decimal, half_up

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Fraction(66496, 1000), 2, "66.496"),
        (Fraction(664996, 10000), 2, "66.4996"),
        (Fraction(665, 10), 2, "66.50"),
        (Fraction(-66496, 1000), 2, "-66.496"),
        (Fraction(14075, 41), 2, "343.29"),
        (Fraction(22), 2, "22.00"),
    ],
)
def test_what_is_written_rounds_to_the_same_whole_number_as_what_was_meant(value, places, written):
    assert decimal(value, places) == written
    assert half_up(Fraction(written)) == half_up(value)
