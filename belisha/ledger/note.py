"""The signed head of a log, as text that anybody can check: a note (c2sp.org/signed-note) with a checkpoint
(c2sp.org/tlog-checkpoint), signed with Ed25519 (RFC 8032)."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "— "
LONGEST = 64 * 1024
NAME = re.compile(r"[^\s+]+")
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class BadNote(Exception):
    """This text is no checkpoint, or the key named didn't sign it."""


@dataclass(frozen=True)
class Checkpoint:
    """What a note vouches for: the log of this name has so many entries, and this is the root over them."""

    origin: str
    size: int
    root: bytes


def write(origin: str, size: int, root: bytes) -> str:
    """The text of a checkpoint, before it is signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def sign(text: str, name: str, private: bytes) -> str:
    """Return the note with this key's signature, below those that it has already."""
    body, ending = text.split("\n\n", 1) if "\n\n" in text else (text.rstrip("\n"), "")
    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    signature = key_hash(name, public) + key.sign(f"{body}\n".encode())
    return f"{body}\n\n{ending}{DASH}{name} {base64.b64encode(signature).decode()}\n"


def vkey_of(name: str, public: bytes) -> str:
    """The public key as outsiders are given it: name, hash and key (c2sp.org/signed-note)."""
    return f"{name}+{key_hash(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def key_hash(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature says which key made it."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def open_note(text: str, vkey: str) -> Checkpoint:
    """Return the checkpoint that this key signed; raises BadNote."""
    if len(text) > LONGEST:
        raise BadNote("It is longer than any checkpoint.")
    return read(signed_body(text, vkey))


def signed_body(text: str, vkey: str) -> str:
    """Return the text above the signatures, if this key made one of them; raises BadNote."""
    name, public = read_vkey(vkey)
    body, signatures = _parts(text)
    wanted = key_hash(name, public)
    for signer, made in signatures:
        if signer == name and made[:4] == wanted:
            _require(public, made[4:], body)
            return body
    raise BadNote("It isn't signed by this key.")


def read_vkey(vkey: str) -> tuple[str, bytes]:
    """Name and public key; raises BadNote where it is no Ed25519 key or its hash doesn't fit."""
    name, _, rest = vkey.strip().partition("+")
    given, _, encoded = rest.partition("+")
    key = _base64(encoded)
    if not NAME.fullmatch(name) or len(key) != 33 or key[:1] != ED25519:
        raise BadNote(
            "This is no key for checkpoints: it is name+hash+base64, as `belisha ledger key` prints."
        )
    if key_hash(name, key[1:]).hex() != given:
        raise BadNote("The key's hash doesn't fit: a letter of it was lost or changed.")
    return name, key[1:]


def read(body: str) -> Checkpoint:
    """The checkpoint of a text without signatures; lines after the third are somebody else's."""
    lines = body.split("\n")
    if len(lines) < 4 or lines[-1] or "" in lines[:-1] or not SIZE.fullmatch(lines[1]):
        raise BadNote("It is no checkpoint: name, size and root in a line each.")
    root = _base64(lines[2])
    if len(root) != 32:
        raise BadNote("Its root has not 32 bytes.")
    return Checkpoint(lines[0], int(lines[1]), root)


def _parts(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    text = text.replace("\r\n", "\n")
    body, gap, ending = text.partition("\n\n")
    lines = ending.rstrip("\n").split("\n")
    if not gap or not all(line.startswith(DASH) for line in lines):
        raise BadNote("It is no signed note: its signatures follow an empty line.")
    pairs = (line.removeprefix(DASH).partition(" ") for line in lines)
    return f"{body}\n", [(name, _base64(made)) for name, _, made in pairs]


def _require(public: bytes, signature: bytes, body: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body.encode())
    except (InvalidSignature, ValueError) as problem:
        raise BadNote("Its signature doesn't fit: the text was changed.") from problem


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise BadNote("A part of it is no base64.") from problem
