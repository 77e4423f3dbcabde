"""The digests of a whole file: they name it however it is made, also where it can't be decoded."""

import hashlib
from typing import BinaryIO

PIECE = 1 << 20  # bytes


def digests(data: bytes) -> dict[str, str]:
    """MD5, SHA-1 and SHA-256 in lower-case hexadecimal digits, by "md5", "sha1", "sha256".

    Lists of known files come with these three; nothing here rests on the first two being hard to forge.
    """
    return {
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def digests_of(file: BinaryIO) -> dict[str, str]:
    """The same of a file too large to be held in memory, read to its end."""
    made = {
        "md5": hashlib.md5(usedforsecurity=False),
        "sha1": hashlib.sha1(usedforsecurity=False),
        "sha256": hashlib.sha256(),
    }
    while octets := file.read(PIECE):
        for one in made.values():
            one.update(octets)
    return {kind: one.hexdigest() for kind, one in made.items()}
