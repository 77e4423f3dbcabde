"""What a partner's server says, and what is made of it: real servers, one parcel."""

import json
import os
import re
import subprocess
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from shutil import which
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from belisha.outbound import signature
from belisha.outbound.problem import NotSent
from belisha.referrals.kinds import NotSendable
from belisha.referrals.recipients.channel import Arrived, Later, Parcel, Reach, Refused, Undone
from belisha.referrals.recipients.webhook import Webhook, payload
from tests.outbound.servers import NAME, confirmed, names, partner, serving
from tests.referrals.build import least, usual
from tests.work.channels import configured

__all__ = ["configured", "confirmed", "names", "partner", "serving"]
pytestmark = pytest.mark.pure

SHARED = "whsec_" + b64encode(b"s" * 32).decode()
PRIVATE = "whsk_" + b64encode(b"p" * 32).decode()
BODY = '{"type":"referral.released","said":"é"}'.encode()


def said(status, *headers, body=b""):
    head = "\r\n".join([f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body


def heard(server, number=0):
    head, _, body = server.heard[number].partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    return {name.lower(): value for name, value in lines}, body


@pytest.fixture
def parcel(partner):
    """A maker of parcels to a server; what is kept of one is there for the next."""
    kept = {}

    def make(server, secret=SHARED, attempt=1):
        return Parcel(
            id=UUID(int=7),
            number="C-000123-4",
            attempt=attempt,
            now=timezone.now(),
            message=least(),
            documents={"text": BODY},
            reach=Reach(
                channel="webhook", line="webhook x", where=partner(server), secrets={"secret": secret}
            ),
            progress=dict(kept),
            keep=lambda **facts: kept.update(facts),
        )

    return make


def test_the_signature_is_the_one_of_the_standard_and_of_nothing_else(serving, parcel):
    server = serving(said(204))
    assert Webhook().send(parcel(server)) == Arrived(sent=BODY, answer="status_204")
    headers, body = heard(server)
    assert Verifier(SHARED).verify(body, headers) == json.loads(BODY)
    assert headers["webhook-id"] == str(UUID(int=7))
    for changed in ({"webhook-id": "8"}, {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}):
        with pytest.raises(WebhookVerificationError):
            Verifier(SHARED).verify(body, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Verifier(SHARED).verify(body + b" ", headers)


def test_ed25519_is_signed_as_the_specification_says(serving, parcel):
    server = serving(said(204))
    Webhook().send(parcel(server, PRIVATE))
    headers, body = heard(server)
    version, _, signed = headers["webhook-signature"].partition(",")
    key = signature.public_key(PRIVATE)
    assert (version, key[:6]) == ("v1a", "whpk_" + key[5])
    public = Ed25519PublicKey.from_public_bytes(b64decode(key[5:]))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    public.verify(b64decode(signed), content)
    with pytest.raises(InvalidSignature):
        public.verify(b64decode(signed), content + b" ")
    assert signature.public_key(SHARED) == ""
    # Some write the public half after the private one.
    whole = "whsk_" + b64encode(b"p" * 32 + public.public_bytes_raw()).decode()
    assert signature.public_key(whole) == key


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_c2hvcnQ=", "whsec_***", "secret", "whsk_c2hvcnQ=", "whsk_é", "whpk_" + "A" * 44,
     "whsec_" + b64encode(b"x" * 65).decode()],
)  # fmt: skip
def test_a_secret_that_is_none_sends_nothing_and_asks_a_person(serving, parcel, secret):
    server = serving(said(204))
    outcome = Webhook().send(parcel(server, secret))
    assert (outcome.problem, type(outcome), server.heard) == ("wrong_secret", Refused, [])
    assert "confirmed anew" in outcome.words
    with pytest.raises(NotSent):
        signature.headers(secret, "1", timezone.now(), b"")


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (Arrived, (200, 201, 202, 204, 299)),
        (Later, (408, 409, 423, 425, 429, 500, 502, 503, 504, 599)),
        (Refused, (300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 410, 413, 415, 422, 451)),
    ],
)
def test_each_answer_is_taken_for_what_it_says(serving, parcel, kind, statuses):
    other = serving(said(204))
    server = serving(b"")
    for status in statuses:
        body = b"" if status == 204 else b"words of a stranger"
        server.says = said(status, f"Location: http://{NAME}:{other.port}/", body=body)
        outcome = Webhook().send(parcel(server))
        assert (status, type(outcome)) == (status, kind)
        assert outcome.sent == BODY
        assert "stranger" not in repr(outcome)
        named = outcome.answer if kind is Arrived else outcome.problem
        assert named == f"status_{status}"
    assert other.heard == []


def test_a_message_that_says_no_way_to_ask_for_the_rest_is_refused_with_the_field():
    with pytest.raises(NotSendable, match="“Contact's e-mail address” of our organisation"):
        Webhook().documents(least("partner:other-desk"), None)


def test_gone_closes_the_line_and_says_what_to_do(serving, parcel):
    outcome = Webhook().send(parcel(serving(said(410))))
    assert (outcome.line_down, "for good" in outcome.words) == (True, True)
    assert not Webhook().send(parcel(serving(said(422)))).line_down


def test_they_are_left_alone_as_long_as_they_ask(serving, parcel):
    for status in (429, 503):
        outcome = Webhook().send(parcel(serving(said(status, "Retry-After: 7200"))))
        assert outcome.after == timedelta(hours=2)


@pytest.mark.parametrize(
    ("says", "problem"),
    [(b"", "cut_off"), (b"SSH-2.0\r\n\r\n", "not_understood"), (b"HTTP/1.1 abc\r\n\r\n", "not_understood")],
)
def test_an_answer_that_is_none_is_tried_again(serving, parcel, says, problem):
    outcome = Webhook().send(parcel(serving(says)))
    assert (type(outcome), outcome.problem) == (Later, problem)


def test_a_server_that_is_away_is_tried_again(serving, parcel):
    server = serving(b"")
    here = parcel(server)
    server.close()
    outcome = Webhook().send(here)
    assert (type(outcome), outcome.problem) == (Later, "unreachable")


@pytest.mark.parametrize("body", [b"x" * 100_000, b"{"])
def test_an_answer_that_breaks_off_after_they_took_it_is_taken_for_taken(serving, parcel, body):
    whole = said(200, body=body)
    for says in (whole, whole[:-1]):
        assert type(Webhook().send(parcel(serving(says)))) is Arrived


def test_their_number_is_kept_and_no_other_word_of_theirs(serving, parcel):
    server = serving(b"")
    for body, reference in (
        (b'{"reference": "OD-2026/17"}', "OD-2026/17"),
        (b'{"reference": 7}', ""),
        (b'{"reference": "<b>"}', ""),
        (b'{"reference": "a\\nb"}', ""),
        (b'{"reference": "' + b"a" * 61 + b'"}', ""),
        (b"[]", ""),
        (b"[" * 4000, ""),
        (b"\xff", ""),
    ):
        server.says = said(200, body=body)
        assert Webhook().send(parcel(server)).reference == reference


def test_a_private_address_behind_the_name_asks_a_person(serving, parcel, names, configured):
    server = serving(said(204))
    here = parcel(server)
    configured(private_hosts=[])
    assert Webhook().send(here).problem == "not_configured"  # without TLS
    assert server.heard == []


def test_what_may_have_reached_them_is_taken_back_with_a_word_of_its_own_id(serving, parcel):
    server = serving(said(503))
    Webhook().send(parcel(server))
    server.says = said(204)
    assert Webhook().undo(parcel(server)) == Undone(answer="status_204")
    headers, body = heard(server, 1)
    told = Verifier(SHARED).verify(body, headers)
    assert (told["type"], told["data"]) == ("referral.withdrawn", {"number": "C-000123-4"})
    assert headers["webhook-id"] != heard(server)[0]["webhook-id"]
    Webhook().undo(parcel(server))
    assert heard(server, 2)[0]["webhook-id"] == headers["webhook-id"]


def test_what_never_reached_them_is_taken_back_in_silence(serving, parcel):
    server = serving(said(204))
    assert Webhook().undo(parcel(server)) == Undone()
    away = serving(b"")
    here = parcel(away)
    away.close()
    Webhook().send(here)
    refusing = serving(said(422))
    Webhook().send(parcel(refusing))
    assert Webhook().undo(parcel(server)) == Undone()
    assert server.heard == []


def test_a_withdrawal_that_fails_is_tried_again(serving, parcel):
    server = serving(said(503))
    Webhook().send(parcel(server))
    assert type(Webhook().undo(parcel(server))) is Later


def _of_the_guide(language):
    text = (Path(__file__).parents[2] / "docs" / "guides" / "webhooks.md").read_text()
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_guides_receiver_takes_what_is_ours_once_and_nothing_else(serving, parcel):
    (code,) = _of_the_guide("python")
    there = {}
    exec(code.replace('"whsec_..."', repr(SHARED)), there)  # noqa: S102 the code of our own guide
    server, seen = serving(said(204)), set()
    Webhook().send(parcel(server))
    headers, body = heard(server)
    changed = body.replace(b"released", b"withdrawn")
    assert there["checked"](headers, changed, seen) is None
    old = headers | {"webhook-timestamp": "1"}
    assert there["checked"](old, body, seen) is None
    assert there["checked"](headers, body, seen) == json.loads(BODY)
    assert there["checked"](headers, body, seen) is None


@pytest.mark.skipif(not (which("curl") and which("openssl")), reason="needs curl and openssl")
def test_the_guides_command_is_signed_as_ours_is(serving):
    server = serving(said(204))
    (code,) = _of_the_guide("sh")
    environment = {**os.environ, "SECRET": SHARED, "URL": f"http://127.0.0.1:{server.port}/"}
    subprocess.run(["sh", "-c", code], env=environment, check=True, capture_output=True)
    headers, body = heard(server)
    assert Verifier(SHARED).verify(body, headers)["type"] == "referral.released"


def test_the_guide_shows_the_message_as_it_is():
    shown = json.loads(_of_the_guide("json")[0])
    real = json.loads(payload(usual("partner:other-desk")))
    assert (shown.keys(), shown["data"].keys()) == (real.keys(), real["data"].keys())
    assert shown["data"]["from"].keys() == real["data"]["from"].keys()
