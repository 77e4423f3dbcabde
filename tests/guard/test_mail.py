# ruff: noqa: E501  # Tables of cases: one case a line.
import random

import pytest

from belisha.guard import inspect
from tests.guard.build import TEXT, encoded, mail, picture, zipped
from tests.guard.innocent import FOREIGN, armoured, dkim, signature_packet
from tests.guard.ways import WAYS

pytestmark = pytest.mark.pure


def _attached(data=b"text", kind="application/octet-stream", **options):
    message = mail()
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(data, maintype=maintype, subtype=subtype, **options)
    return bytes(message)


def _inline():
    message = mail()
    message.add_alternative('<p>hello</p><img src="cid:a">', subtype="html")
    message.get_payload()[1].add_related(picture(), "image", "jpeg", cid="<a>")
    return bytes(message)


def _forwarded():
    message = mail()
    message.add_attachment(mail())
    return bytes(message)


def _multipart(kind, *parts):
    body = "".join(f"--b\r\nContent-Type: {one}\r\n\r\n{content}\r\n" for one, content in parts)
    head = str(mail()).partition("\n\n")[0]
    head = "\r\n".join(line for line in head.splitlines() if not line.startswith("Content-"))
    return f'{head}\r\nContent-Type: {kind}; boundary="b"\r\n\r\n{body}--b--\r\n'.encode()


def _worded(text):
    message = mail()
    message.set_content(text)
    return bytes(message)


MEDIA = {
    "an attached picture": lambda: _attached(picture(), "image/jpeg", filename="a.jpg"),
    "a picture without a name": lambda: _attached(picture(), "image/jpeg", disposition="inline"),
    "a picture in the page": _inline,
    "an attached text": lambda: _attached(b"text", "text/plain", filename="a.txt"),
    "an attached archive": lambda: _attached(zipped({"a": b"text"}), "application/zip", filename="a.zip"),
    "a forwarded message": _forwarded,
    "a uuencoded file": lambda: _worded(WAYS["uuencode"](picture())),
    "base64 in the text": lambda: _worded(WAYS["base64 at 76 columns"](picture())),
    "a picture said to be text": lambda: _raw("Content-Transfer-Encoding: base64", encoded()),
    "a picture between the parts": lambda: _multipart("multipart/mixed", ("text/plain", "a")).replace(
        b"--b\r\n", encoded().encode() + b"\r\n--b\r\n", 1
    ),
    "a picture in a header": lambda: _raw(f"X-Face: {encoded()}", TEXT),
    "a page with a picture": lambda: _multipart("multipart/alternative", ("text/html", "<img src=cid:a>")),
}  # fmt: skip


def _raw(header, body):
    return f"From: a@example.org\nTo: b@example.org\nSubject: a\nDate: today\n{header}\n\n{body}\n".encode()


REFUSED = {
    "an encrypted message": lambda: _multipart(
        "multipart/encrypted", ("application/pgp-encrypted", "Version: 1"), ("application/octet-stream", "a")
    ).replace(b"application/octet-stream", b"text/plain"),
    "a sealed message": lambda: _raw("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "AAAA"),
    "a message without its end": lambda: _multipart("multipart/mixed", ("text/plain", "a")).replace(b"--b--\r\n", b""),
    "a message without its boundary": lambda: _raw("Content-Type: multipart/mixed", "a"),
    "broken base64": lambda: _raw("Content-Transfer-Encoding: base64", "a" * 41),
    "bytes said to be text": lambda: _raw("Content-Transfer-Encoding: base64", "AAECAwQFBgcAAQIDBAUGBw=="),
    "an unknown character set": lambda: _raw("Content-Type: text/plain; charset=a-secret", "a"),
    "letters outside their character set": lambda: _raw("Content-Type: text/plain; charset=utf-8", "\xff").replace(
        b"\xc3\xbf", b"\xff"
    ),
    "an encrypted text": lambda: _worded(armoured("PGP MESSAGE", random.Random(1).randbytes(900))),
    "too many parts": lambda: _multipart("multipart/mixed", *[("text/plain", "a")] * 300),
}  # fmt: skip


@pytest.mark.parametrize("what", MEDIA)
def test_a_message_with_anything_but_text_is_media(what):
    assert inspect(MEDIA[what](), name="a.eml").verdict == "media"


@pytest.mark.parametrize("what", REFUSED)
def test_a_message_that_cannot_be_checked_is_refused(what):
    assert inspect(REFUSED[what](), name="a.eml").verdict == "refused"


@pytest.mark.parametrize("what", MEDIA)
def test_a_message_is_known_without_its_name(what):
    assert inspect(MEDIA[what]()).verdict == "media"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_a_message_in_any_language_is_clean(language, encoding):
    message = mail()
    message.set_content(f"{FOREIGN[language]}\n" * 30, cte=encoding)
    assert inspect(bytes(message), name="a.eml").findings == ()


def test_a_message_with_two_forms_of_its_text_is_clean():
    message = mail()
    message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    assert inspect(bytes(message)).findings == ()


def test_a_signed_message_is_clean_and_a_false_signature_is_not():
    good = armoured("PGP SIGNATURE", signature_packet(random.Random(1)))
    bad = armoured("PGP SIGNATURE", picture())
    verdicts = [
        inspect(
            _multipart("multipart/signed", ("text/plain", TEXT), ("application/pgp-signature", text))
        ).verdict
        for text in (good, bad)
    ]
    assert verdicts == ["clean", "media"]


def test_a_message_signed_by_its_server_is_clean():
    assert inspect(dkim(random.Random(1)).encode(), name="a.eml").findings == ()
