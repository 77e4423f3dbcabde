"""Sealing of one value: AES-256-GCM, bound to its table, column, row and key version (NIST SP 800-38D)."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE = 12
HEAD = 5  # one byte of format, four of the key's version


class CannotOpen(Exception):
    """A sealed value does not open here: it was moved, changed or sealed under another key."""


class Erased(Exception):
    """The key of this record was destroyed: its text can never be read again."""


def seal(key: bytes, version: int, plain: bytes, *, table: str, column: str, row: str) -> bytes:
    """Return the sealed form of `plain`: format, key version, nonce, ciphertext with tag."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(key).encrypt(nonce, plain, _place(table, column, row, version))
    return bytes([FORMAT]) + version.to_bytes(4, "big") + nonce + sealed


def unseal(key: bytes, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
    """Return what was sealed at exactly this place; raises CannotOpen otherwise."""
    nonce, body = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, _place(table, column, row, version_of(sealed)))
    except InvalidTag as problem:
        raise CannotOpen(f"{table}.{column}") from problem


def version_of(sealed: bytes) -> int:
    """The version of the data key under which this value was sealed."""
    if len(sealed) < HEAD + NONCE + 16 or sealed[0] != FORMAT:
        raise CannotOpen("not a sealed value")
    return int.from_bytes(sealed[1:HEAD], "big")


def _place(table: str, column: str, row: str, version: int) -> bytes:
    # Each part with its length in front: no two places share their bytes.
    return _column(table, column) + _part(row) + _part(str(version))


@lru_cache(maxsize=512)
def _column(table: str, column: str) -> bytes:
    return _part(table) + _part(column)


def _part(text: str) -> bytes:
    coded = text.encode()
    return len(coded).to_bytes(2, "big") + coded
