"""Which part of a certificate is encrypted to: none whose time is over, and none that was revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from pysequoia import Cert, Tsk, encrypt
from pysequoia.packet import PacketPile, Tag

from belisha.organisation.certificates import WrongCertificate, read_certificate
from belisha.organisation.living_key import living

pytestmark = pytest.mark.pure

# Made by GnuPG 2.2: the key for encryption lived for two seconds on 22 November 2026.
TWO_SECONDS = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawN7XRYJKwYBBAHaRw8BAQdA6cy2hGp9os6PlXvB7VvIdVsuYQ65tHa+Fsth
tUw8yLK0D1AgPHBAeC5leGFtcGxlPoiQBBMWCAA4FiEEHQSOyS0SodmC1wJu5vP9
7xt97XMFAmsDe10CGwEFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ5vP97xt9
7XOGiQD+OBVes+n0bWABjWTcXnstDkX4adl6M8iz1pjE3w+FGtUBAJmHRd+46QKC
6VrC80qlDfwMSnjIXdzGJYkHmQL4gfoHuDgEawN7XRIKKwYBBAGXVQEFAQEHQLTc
QA2VrnFNt3JJv+VT4VYE8wyaNp0GMd4TR4QWfUJzAwEIB4h+BBgWCAAmFiEEHQSO
yS0SodmC1wJu5vP97xt97XMFAmsDe10CGwwFCQAAAAIACgkQ5vP97xt97XNgYgEA
9rf1usK/eH5QZTTYYVoquPEsZYtbT7LBEFnkJsShpEQA/jzSEAEq/R2ttwgorEuE
qke2hCUWx1gIYnTeV5WshdEJ
=Pnpo
-----END PGP PUBLIC KEY BLOCK-----
"""
# The same, and a second one beside it that lives for a year.
AND_A_YEAR = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawN7XRYJKwYBBAHaRw8BAQdA6cy2hGp9os6PlXvB7VvIdVsuYQ65tHa+Fsth
tUw8yLK0D1AgPHBAeC5leGFtcGxlPoiQBBMWCAA4FiEEHQSOyS0SodmC1wJu5vP9
7xt97XMFAmsDe10CGwEFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ5vP97xt9
7XOGiQD+OBVes+n0bWABjWTcXnstDkX4adl6M8iz1pjE3w+FGtUBAJmHRd+46QKC
6VrC80qlDfwMSnjIXdzGJYkHmQL4gfoHuDgEawN7XRIKKwYBBAGXVQEFAQEHQLTc
QA2VrnFNt3JJv+VT4VYE8wyaNp0GMd4TR4QWfUJzAwEIB4h+BBgWCAAmFiEEHQSO
yS0SodmC1wJu5vP97xt97XMFAmsDe10CGwwFCQAAAAIACgkQ5vP97xt97XNgYgEA
9rf1usK/eH5QZTTYYVoquPEsZYtbT7LBEFnkJsShpEQA/jzSEAEq/R2ttwgorEuE
qke2hCUWx1gIYnTeV5WshdEJuDgEawN9GBIKKwYBBAGXVQEFAQEHQI7WVPF/4vVr
jU//b+TvQla+SduMhWbomOgkUF+zPRkaAwEIB4h+BBgWCAAmFiEEHQSOyS0SodmC
1wJu5vP97xt97XMFAmsDfRgCGwwFCQHhM4AACgkQ5vP97xt97XPH2AD/VpT7JRuk
4ZYYC/a1ESqhOkTcwQmYjXd8a2EMrCBwkRABAN2V8Uo/EtGMJ9HF4ZZKDpxxr4HH
bM3lQY/eSy6e8IkC
=uo7+
-----END PGP PUBLIC KEY BLOCK-----
"""
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def keys_of(cert):
    return sum(one.tag == Tag.PublicSubkey for one in PacketPile.from_bytes(bytes(cert)))


def test_sequoia_itself_would_encrypt_to_a_key_whose_time_is_over():
    assert encrypt(recipients=[Cert.from_bytes(TWO_SECONDS.encode())], bytes=b"text")


def test_a_certificate_whose_key_for_encryption_has_ended_is_refused():
    assert living(Cert.from_bytes(TWO_SECONDS.encode()), NOW) is None
    with pytest.raises(WrongCertificate, match="no part of it is for that any more"):
        read_certificate(TWO_SECONDS, now=NOW)


def test_of_several_keys_the_living_one_alone_is_kept():
    given = Cert.from_bytes(AND_A_YEAR.encode())
    assert (keys_of(given), keys_of(living(given, NOW))) == (2, 1)
    assert living(given, NOW + timedelta(days=400)) is None


def test_a_key_of_tomorrow_is_none_today():
    assert (
        living(Tsk.generate("A <a@b.example>").extract_certificate(), datetime(2020, 1, 1, tzinfo=UTC))
        is None
    )


def test_a_usual_certificate_can_be_encrypted_to():
    key = Tsk.generate("A <a@b.example>")
    alive = living(key.extract_certificate(), datetime.now(UTC))
    assert encrypt(recipients=[alive], bytes=b"text")
    assert alive.fingerprint == key.extract_certificate().fingerprint
