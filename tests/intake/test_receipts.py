"""Receipts as people read, hear and type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.intake.receipts import DIGITS, new_receipt, read_receipt

pytestmark = pytest.mark.pure

RECEIPT = "4821 0937 5516 2046"

places = st.integers(0, DIGITS - 1)


def test_a_receipt_is_sixteen_digits_in_groups_of_four():
    assert all(re.fullmatch(r"\d{4}( \d{4}){3}", new_receipt()) for _ in range(200))


def test_a_new_receipt_is_read_back_as_itself():
    assert all(read_receipt(receipt) == receipt for receipt in (new_receipt() for _ in range(200)))


@pytest.mark.parametrize(
    "typed",
    [
        RECEIPT.replace(" ", ""),
        RECEIPT.replace(" ", "-"),
        RECEIPT.replace(" ", "\N{EN DASH}"),
        f"  {RECEIPT}\n",
        RECEIPT.replace(" ", "\N{NO-BREAK SPACE}"),
        "٤٨٢١ ٠٩٣٧ ٥٥١٦ ٢٠٤٦",
        "４８２１０９３７５５１６２０４６",
    ],
)
def test_a_receipt_is_read_however_it_is_typed(typed):
    assert read_receipt(typed) == RECEIPT


@given(places, st.integers(1, 9))
def test_a_wrong_digit_is_found(place, by):
    digits = list(RECEIPT.replace(" ", ""))
    digits[place] = str((int(digits[place]) + by) % 10)
    assert read_receipt("".join(digits)) is None


@given(st.integers(0, 10**15 - 1), st.integers(0, DIGITS - 2))
def test_two_neighbours_exchanged_are_found(number, place):
    receipt = next(full for digit in "0123456789" if (full := read_receipt(f"{number:015}{digit}")))
    digits = list(receipt.replace(" ", ""))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert digits[place] == digits[place + 1] or read_receipt("".join(digits)) is None


@pytest.mark.parametrize(
    "text", ["", "4821", RECEIPT + "0", RECEIPT[:-1] + "x", "½" * 16, "0x" + RECEIPT, " " * 500]
)
def test_what_is_no_receipt_is_none(text):
    assert read_receipt(text) is None


@given(st.text())
def test_reading_never_fails(text):
    assert read_receipt(text) is None or re.fullmatch(r"\d{4}( \d{4}){3}", read_receipt(text))
