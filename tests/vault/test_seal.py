"""What a sealed value promises, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.vault.seal import CannotOpen, seal, unseal, version_of

pytestmark = pytest.mark.pure

KEY = bytes(range(32))
HERE = {"table": "intake_report", "column": "what_happened", "row": "7"}


@given(st.binary(max_size=2000))
def test_what_was_sealed_opens_at_its_place(plain):
    assert unseal(KEY, seal(KEY, 3, plain, **HERE), **HERE) == plain


@pytest.mark.parametrize("part", ["table", "column", "row"])
def test_a_sealed_value_that_was_moved_does_not_open(part):
    sealed = seal(KEY, 1, b"message 1", **HERE)
    with pytest.raises(CannotOpen):
        unseal(KEY, sealed, **{**HERE, part: "elsewhere"})


def test_a_sealed_value_is_bound_to_the_version_of_its_key():
    sealed = bytearray(seal(KEY, 1, b"message 1", **HERE))
    sealed[4] = 2
    assert version_of(bytes(sealed)) == 2
    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(sealed), **HERE)


@given(st.integers(min_value=0))
def test_any_changed_byte_is_noticed(at):
    sealed = bytearray(seal(KEY, 1, b"message 1", **HERE))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(sealed), **HERE)


def test_places_that_share_their_letters_are_still_two_places():
    sealed = seal(KEY, 1, b"message 1", table="ab", column="c", row="7")
    with pytest.raises(CannotOpen):
        unseal(KEY, sealed, table="a", column="bc", row="7")


def test_the_same_text_is_sealed_differently_each_time():
    assert seal(KEY, 1, b"message 1", **HERE) != seal(KEY, 1, b"message 1", **HERE)
