"""The digests of a whole file: they name it however it is made, also where it can't be decoded."""

import hashlib


def digests(data: bytes) -> dict[str, str]:
    """MD5, SHA-1 and SHA-256 in lower-case hexadecimal digits, by "md5", "sha1", "sha256".

    Lists of known files come with these three; nothing here rests on the first two being hard to forge.
    """
    return {
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
