"""The keys of the lists, all from one secret; and the digests under which fingerprints are stored."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 16
KINDS = ("source", "md5", "sha1", "sha256", "photodna", "url", "kept")
"""What a digest can be of; "kept": nobody knows any more. Their order is in the files: add at the end."""
Digests = NDArray[np.uint64]
"""Digests as two words each, (n, 2), little-endian whatever the machine."""


@dataclass(frozen=True)
class ListKeys:
    """What opens a list; `secret` comes from the vault and is nowhere beside the lists."""

    secret: bytes

    @cached_property
    def manifest(self) -> bytes:
        return self._derived(b"manifest")

    @cached_property
    def sealing(self) -> bytes:
        return self._derived(b"sealing")

    @cached_property
    def sampling(self) -> bytes:
        return self._derived(b"sampling")

    def digest(self, kind: str, octets: bytes) -> bytes:
        """The 16 bytes under which a fingerprint is found; two kinds never collide. A digest stays itself."""
        if kind == "kept":
            return octets
        made = self._began(kind).copy()
        made.update(octets)
        digest: bytes = made.digest()
        return digest

    def digests(self, kind: str, values: Iterable[bytes]) -> Digests:
        """The same of many."""
        if kind == "kept":
            return table_of(values)
        began, made = self._began(kind).copy, []
        for value in values:
            one = began()
            one.update(value)
            made.append(one.digest())
        return table_of(made)

    def mac(self, octets: bytes) -> str:
        """What shows that a manifest is ours."""
        return hmac.digest(self.manifest, octets, "sha256").hex()

    def _began(self, kind: str) -> Any:
        if kind not in self._kinds:
            self._kinds[kind] = hashlib.blake2b(
                key=self._looking_up, digest_size=SIZE, person=kind.encode("ascii")
            )
        return self._kinds[kind]

    @cached_property
    def _kinds(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _looking_up(self) -> bytes:
        return self._derived(b"looking up")

    def _derived(self, purpose: bytes) -> bytes:
        return hmac.digest(self.secret, b"belisha lists\0" + purpose, "sha256")


def table_of(digests: Iterable[bytes]) -> Digests:
    """Digests as words."""
    return np.frombuffer(b"".join(digests), dtype="<u8").reshape(-1, 2)
