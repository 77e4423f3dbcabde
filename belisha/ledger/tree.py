"""The Merkle tree of the log (RFC 6962, section 2.1): a leaf per entry, the head kept by its frontier."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring_ascii as _quoted
from typing import Self

EMPTY_ROOT = sha256(b"").digest()


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a leaf vouches for: who did what to what, when, and the HMAC of the content."""

    seq: int
    at: datetime
    event: str
    actor: str
    about_kind: str
    about_id: str
    key_kind: str
    key_id: str
    content_hmac: bytes

    def leaf(self) -> bytes:
        """RFC 6962 leaf hash over one canonical JSON line."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        about, key = (self.about_kind, self.about_id), (self.key_kind, self.key_id)
        return leaf_of(self.seq, at, self.event, self.actor, *about, *key, self.content_hmac.hex())


def leaf_of(seq: int, *words: str) -> bytes:
    """The leaf hash of an entry whose words are written as its leaf has them.

    The line is what json.dumps writes of it, in a third of the time.
    """
    at, event, actor, about_kind, about_id, key_kind, key_id, content_hmac = map(_quoted, words)
    about, key = f"[{about_kind},{about_id}]", f"[{key_kind},{key_id}]"
    line = f"[{seq},{at},{event},{actor},{about},{key},{content_hmac}]"
    return sha256(b"\x00" + line.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    """RFC 6962 inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The roots of the perfect subtrees that a log of this size consists of, largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, size: int, joined: bytes) -> Self:
        """The frontier that was kept as one row of bytes."""
        return cls(size, [joined[at : at + 32] for at in range(0, len(joined), 32)])

    def add(self, leaf: bytes) -> None:
        """Append one leaf: join it with every subtree of its own height."""
        height, hashes = self.size, self.hashes
        while height & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            height >>= 1
        hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The tree head of the whole log."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        # Not by node(): a call for each would take most of the time of a check.
        for left in self.hashes[-2::-1]:
            root = sha256(b"\x01" + left + root).digest()
        return root
