"""Addresses that nobody opens by a click."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.referrals.locator import defang

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.com/a.b", "hxxps://example[.]com/a.b"),
        ("HTTP://EXAMPLE.COM", "HXXP://EXAMPLE[.]COM"),
        ("ftp://files.example.com/x", "fxp://files[.]example[.]com/x"),
        ("ipfs://name.example/x", "ipfs[:]//name[.]example/x"),
        ("www.example.com", "www[.]example[.]com"),
        ("example.com/page", "example[.]com/page"),
        ("//cdn.example.com/x", "//cdn[.]example[.]com/x"),
        ("http://[2001:db8::1]:8080/x", "hxxp://[2001:db8::1]:8080/x"),
        ("https://user.name@example.com:8443/x", "hxxps://user[.]name@example[.]com:8443/x"),
        (
            "https://example.com/?to=http://other.example",
            "hxxps://example[.]com/?to=hxxp://other[.]example",
        ),
        ("item/42", "item/42"),
        ("", ""),
    ],
)
def test_an_address_is_written_so_that_nothing_opens_it(address, shown):
    assert defang(address) == shown


@given(st.from_regex(r"(https?|ftp|[a-z]{2,8})://[a-z0-9.:@-]{1,30}(/[ -~]{0,40})?", fullmatch=True))
def test_no_scheme_that_a_program_opens_survives(address):
    assert not {"http://", "https://", "ftp://"} & {defang(address)[:n] for n in (6, 7, 8)}
    assert "http://" not in defang(address)
    assert "https://" not in defang(address)


@given(st.text(max_size=200))
def test_what_is_defanged_stays_as_it_is(text):
    assert defang(defang(text)) == defang(text)


@given(st.from_regex(r"https?://[a-z0-9.-]{1,30}/[a-z0-9/]{0,30}", fullmatch=True))
def test_nothing_is_lost(address):
    back = defang(address).replace("hxxp", "http").replace("[.]", ".").replace("[:]", ":")
    assert back == address
