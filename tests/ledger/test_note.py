"""Signed notes, against the standard's own example, and every letter of one."""

import base64

import pytest

from belisha.ledger.note import BadNote, Checkpoint, open_note, read, read_vkey, sign, vkey_of, write

pytestmark = pytest.mark.pure

# The example of golang.org/x/mod/sumdb/note, from which c2sp.org/signed-note was written.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
SAYING = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
SIGNED = (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyB"
    "wJnAM=\n"
)

KEY = bytes(range(32))
NAME = "desk.example/ledger/3f2a8c0d1e5b"
HEAD = Checkpoint(NAME, 1024, bytes(range(32)))


@pytest.fixture
def vkey():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return vkey_of(NAME, Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw())


@pytest.fixture
def note():
    return sign(write(HEAD.origin, HEAD.size, HEAD.root), NAME, KEY)


def test_the_example_of_the_standard_is_signed_letter_by_letter():
    assert sign(SAYING, "PeterNeumann", PRIVATE) == SAYING + SIGNED
    assert vkey_of(*read_vkey(PETER)) == PETER


def test_a_checkpoint_is_read_as_it_was_written(note, vkey):
    assert note.startswith(f"{NAME}\n1024\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— {NAME} ")
    assert open_note(note, vkey) == HEAD


def test_a_note_that_came_by_mail_or_with_another_signature_still_opens(note, vkey):
    other = sign(note, "somebody.else", bytes(32))
    assert open_note(other.replace("\n", "\r\n"), vkey) == HEAD
    assert open_note(sign(sign(write(*_parts()), "witness", bytes(32)), NAME, KEY), vkey) == HEAD


def _parts():
    return HEAD.origin, HEAD.size, HEAD.root


def test_no_letter_of_a_note_can_be_changed(note, vkey):
    opened = []
    for at, letter in enumerate(note):
        changed = note[:at] + ("A" if letter != "A" else "B") + note[at + 1 :]
        try:
            opened.append((at, open_note(changed, vkey)))
        except BadNote:
            continue
    # Base64 leaves two bits over in the last letter before the "=": the signature is the same one.
    assert {head for _, head in opened} <= {HEAD}
    assert all(at > note.index("—") for at, _ in opened)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "a\n1\n%\n",
        "a\n\n1\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(body):
    with pytest.raises(BadNote):
        read(body)


@pytest.mark.parametrize("vkey", ["", "x", "a+b+c", PETER[:-1], PETER.replace("c74f", "c74e"), f"{PETER}A"])
def test_a_key_with_a_letter_lost_is_refused(vkey, note):
    with pytest.raises(BadNote):
        open_note(note, vkey)


def test_a_note_of_another_key_or_name_is_refused(note, vkey):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()
    for other in (PETER, vkey_of("another.name", public)):
        with pytest.raises(BadNote, match="isn't signed"):
            open_note(note, other)
