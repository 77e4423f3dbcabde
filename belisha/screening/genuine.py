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


def digest(octets: bytes) -> str:
    """The SHA-256."""
    return hashlib.sha256(octets).hexdigest()


def genuine(path: Path, *, sha256: str, signature: bytes, public_key: str) -> str:
    """The SHA-256 of a file that is its source's: the one that is told, and signed where there is a key.

    A signature is Ed25519 (RFC 8032) of the file's bytes, detached; a key has 64 hexadecimal digits.
    Raises ListRefused.
    """
    if not public_key:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    elif not signature:
        raise ListRefused(reason="it has no signature, and this list needs one")
    else:
        with _mapped(path) as octets:
            found = hashlib.sha256(octets).hexdigest()
            _require_signature(octets, signature, public_key)
    require_digest(found, sha256)
    return found


def require_digest(found: str, expected: str) -> None:
    """Refuse a file with another SHA-256 than the source has told."""
    if expected and found != expected.strip().lower():
        raise ListRefused(reason="its SHA-256 is not the one that was expected")


def _require_signature(octets: memoryview, signature: bytes, public_key: str) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(as_signature(signature), octets)
    except (InvalidSignature, ValueError):
        raise ListRefused(reason="its signature is not by the key of this list") from None


@contextmanager
def _mapped(path: Path) -> Iterator[memoryview]:
    """The bytes of a file, however large, without holding them."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield memoryview(b"")
            return
        with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as octets, memoryview(octets) as view:
            yield view


def as_signature(given: bytes) -> bytes:
    """A signature as 64 bytes, from those, from hexadecimal digits, or from base64."""
    if len(given) == SIGNATURE:
        return given
    text = given.decode("ascii", "replace").strip()
    try:
        return bytes.fromhex(text) if len(text) == 2 * SIGNATURE else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""
