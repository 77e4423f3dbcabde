"""Whether a file is the one that its source sent: by its SHA-256, or by a signature of its bytes."""

import base64
import binascii
import hashlib
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from belisha.screening.check import ListRefused

KEY, SIGNATURE = 32, 64  # bytes


def digest(octets: bytes | mmap.mmap) -> str:
    """The SHA-256."""
    return hashlib.sha256(octets).hexdigest()


def require_digest(found: str, expected: str) -> None:
    """Refuse a file with another SHA-256 than the source has told."""
    if expected and found != expected.strip().lower():
        raise ListRefused(reason="its SHA-256 is not the one that was expected")


def require_signature(signed: mmap.mmap | bytes, signature: bytes, public_key: str) -> None:
    """Refuse a file without a valid Ed25519 signature of its bytes (RFC 8032, detached), where the list has a
    public key (64 hexadecimal digits)."""
    if not public_key:
        return
    if not signature:
        raise ListRefused(reason="it has no signature, and this list needs one")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        with memoryview(signed) as octets:
            key.verify(as_signature(signature), octets)
    except (InvalidSignature, ValueError):
        raise ListRefused(reason="its signature is not by the key of this list") from None


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    """The bytes of a file, however large, without holding them."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as octets:
            yield octets


def as_signature(given: bytes) -> bytes:
    """A signature as 64 bytes, from those, from hexadecimal digits, or from base64."""
    if len(given) == SIGNATURE:
        return given
    text = given.decode("ascii", "replace").strip()
    try:
        return bytes.fromhex(text) if len(text) == 2 * SIGNATURE else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""
