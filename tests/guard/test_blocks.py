import base64
import json
import random

import pytest

from belisha.guard import cut, inspect
from tests.guard.build import encoded, picture
from tests.guard.innocent import armoured, certificate, dkim, jwt, key_packets, packet, pgp, signature_packet

pytestmark = pytest.mark.pure


def _noise(size: int) -> bytes:
    return random.Random(5).randbytes(size)


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


HEAD, CLAIMS = _b64url(b'{"alg": "HS256"}'), _b64url(b'{"sub": "1"}')


@pytest.mark.parametrize("make", [pgp, certificate, jwt, dkim])
def test_a_block_that_was_checked_may_stay(make):
    assert inspect(make(random.Random(1)).encode()).verdict == "clean"


def test_a_signature_with_a_wrong_checksum_is_refused():
    text = armoured("PGP SIGNATURE", signature_packet(random.Random(1)))
    head, _, _ = text.rpartition("\n=")
    assert inspect(f"{head}\n=AAAA\n-----END PGP SIGNATURE-----".encode()).verdict == "refused"


def test_an_armour_around_anything_but_packets_is_refused():
    assert inspect(armoured("PGP SIGNATURE", _noise(900)).encode()).verdict == "refused"


def test_an_armour_around_a_picture_is_media():
    assert inspect(armoured("PGP PUBLIC KEY BLOCK", picture()).encode()).verdict == "media"


def test_a_key_with_a_photograph_is_media():
    key = key_packets(random.Random(1)) + packet(17, b"\xc0\x01" + bytes(15) + picture())
    assert inspect(armoured("PGP PUBLIC KEY BLOCK", key).encode()).verdict == "media"


def test_a_key_with_a_packet_of_an_unknown_type_is_refused():
    key = key_packets(random.Random(1)) + packet(11, _noise(600))
    assert inspect(armoured("PGP PUBLIC KEY BLOCK", key).encode()).verdict == "refused"


def test_a_signature_with_more_in_it_than_a_signature_has_is_refused():
    assert (
        inspect(armoured("PGP SIGNATURE", signature_packet(random.Random(1), 5_000)).encode()).verdict
        == "refused"
    )


def test_an_encrypted_message_is_refused():
    assert inspect(armoured("PGP MESSAGE", packet(1, _noise(900))).encode()).verdict == "refused"


def test_a_certificate_that_does_not_parse_is_refused():
    body = base64.b64encode(_noise(900)).decode()
    assert (
        inspect(f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----".encode()).verdict
        == "refused"
    )


@pytest.mark.parametrize(
    "claims", [{"picture": encoded()}, {"picture": f"data:image/png;base64,{encoded('PNG')}"}]
)
def test_a_token_with_a_picture_among_its_claims_is_stopped(claims):
    token = f"{HEAD}.{_b64url(json.dumps(claims).encode())}.{_b64url(_noise(32))}"
    assert inspect(token.encode()).verdict != "clean"


def test_a_token_whose_signature_is_a_picture_is_media():
    token = f"{HEAD}.{CLAIMS}.{_b64url(picture())}"
    assert inspect(token.encode()).verdict == "media"


def test_a_token_whose_claims_are_no_json_is_cut():
    token = f"{HEAD}.{_b64url(_noise(600))}.{_b64url(_noise(32))}"
    assert cut(token).removed


def test_a_mail_signature_longer_than_any_key_is_refused():
    body = base64.b64encode(_noise(900)).decode()
    tags = f"v=1; a=rsa-sha256; d=example.org; s=x; h=from; bh={base64.b64encode(_noise(32)).decode()}"
    header = f"DKIM-Signature: {tags}; b={body}"
    assert inspect(header.encode()).verdict == "refused"


def test_a_mail_signature_with_a_picture_in_another_tag_is_stopped():
    header = dkim(random.Random(1)).split("\r\n")[1:6]
    text = "\r\n".join(header).replace("v=1;", f"v=1; z={encoded()};")
    assert cut(text).removed
