"""Pseudonyms of accounts, groups and places: digests (RFC 2104) under a key; without it no id can be tried.

The key is of the contacts alone, so that a pseudonym is found in no other table of this desk.
"""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Self
from uuid import UUID

from belisha.contact.event import Event
from belisha.contact.packing import KINDS
from belisha.vault.keys import KeyName, key_to_seal

PSEUDONYM_KEY = KeyName("contact", UUID(int=0))
ACCOUNT, SMALL, TIME = 16, 8, 6  # bytes
A_DAY = 24 * 60 * 60 * 1000  # milliseconds
_EPOCH, _MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


class Pseudonyms:
    """Makes the pseudonyms of one service's ids; two services may use the same ids."""

    def __init__(self, key: bytes, service: str = "") -> None:
        self._key, self._service = key, f"{service}\0"

    @classmethod
    def of_service(cls, slug: str = "") -> Self:
        """With the desk's own key."""
        return cls(key_to_seal(PSEUDONYM_KEY)[1], slug)

    def account(self, name: str) -> bytes:
        return self._digest("account", name)

    def group(self, name: str) -> bytes:
        return self._digest("group", name)[:SMALL] if name else b""

    def place(self, name: str) -> bytes:
        return self._digest("place", name)[:SMALL] if name else b""

    def _digest(self, kind: str, name: str) -> bytes:
        said = f"{kind}\0{self._service}{name}".encode()
        return hmac.digest(self._key, said, "sha256")[:ACCOUNT]


def key_of(event: Event, actor: bytes, recipient: bytes, group: bytes) -> bytes:
    """What the same contact has whenever it is told: its time, then who, whom and what it was."""
    said = b"contact" + KINDS[event.event].to_bytes(1, "big") + actor + recipient + group
    return time_of(event.at) + _of_pseudonyms(said)[: ACCOUNT - TIME]


def key_of_pair(actor: bytes, recipient: bytes) -> bytes:
    """Under which is counted what was shown to one because of the other."""
    return _of_pseudonyms(b"pair" + actor + recipient)[:ACCOUNT]


def key_of_reader(reader: bytes) -> bytes:
    """Under which is counted what was shown to one on a day."""
    return _of_pseudonyms(b"reader" + reader)[:ACCOUNT]


def _of_pseudonyms(said: bytes) -> bytes:
    # What is digested here was made with the key: nobody can try ids out on it either.
    return sha256(said).digest()


def milliseconds(at: datetime) -> int:
    """Since 1970, as the tables keep times."""
    return (at - _EPOCH) // _MILLISECOND


def moment(milliseconds: int) -> datetime:
    """The time that the tables keep as a number."""
    return _EPOCH + milliseconds * _MILLISECOND


def time_of(at: datetime) -> bytes:
    """A time as the first bytes of a key: keys are in its order."""
    return milliseconds(at).to_bytes(TIME, "big")


def time_in(key: bytes) -> datetime:
    """The time that a key begins with."""
    return moment(int.from_bytes(key[:TIME], "big"))
