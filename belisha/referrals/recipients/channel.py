"""A channel that carries a referral without a person: what it is given, and what may come of it.

A recipient knows no tables: it is handed a parcel, speaks to the authority through `belisha.outbound`, keeps
what it must know after a crash, and says what came of it. Whatever it needs from the desk is in the parcel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Protocol
from uuid import UUID

from belisha.outbound.leased.outcome import Later, LeaseLost, Refused
from belisha.referrals.message import ReferralMessage

__all__ = [
    "Arrived",
    "Channel",
    "Keep",
    "Later",
    "LeaseLost",
    "Mode",
    "Outcome",
    "Parcel",
    "Reach",
    "Refused",
    "Undoing",
    "Undone",
]

Mode = Literal["test", "live"]
"""Whether what is sent there counts. Every channel begins with its test mode, where it has one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """Where and how an authority is reached without a person, as it holds now. Never kept, never logged.

    `line` names the way for the breaker: what fails on it is left alone together. `where` is a URL or an
    e-mail address, `claim` the claim of the directory that opened it, `basis` says in words who did,
    `secrets` is what only the recipient reads.
    """

    channel: str
    line: str
    where: str
    mode: Mode = "live"
    basis: str = ""
    claim: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def mark(self) -> str:
        """The digest of this way: another address, environment or claim has another."""
        parts = (self.channel, self.line, self.where, self.mode, self.claim)
        return sha256("\0".join(parts).encode()).hexdigest()


class Keep(Protocol):
    """Keep facts beside the parcel, durably, before the next step. Raises LeaseLost.

    `made` is a document that is to be sent byte for byte again: the next attempt finds it in the parcel.
    `ahead`: the facts hold only once the next step is taken, and are not kept where it isn't.
    """

    def __call__(self, *, made: bytes = b"", ahead: bool = False, **facts: Any) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A released referral to be sent. `documents` are the packs by kind, exactly as they were released.

    `id` never changes over attempts: the key by which a receiver tells a repeat. `progress` and
    `made` are what earlier attempts kept.
    """

    id: UUID
    number: str
    attempt: int
    now: datetime
    message: ReferralMessage
    documents: Mapping[str, bytes]
    reach: Reach
    progress: Mapping[str, Any]
    keep: Keep
    made: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """They have it. `reference` is theirs, empty where they give none; `sent` the document that left."""

    reference: str = ""
    answer: str = "taken"
    note: str = ""
    sent: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """What was open there is taken back, or nothing was: nobody has it."""

    answer: str = "nothing_open"


Outcome = Arrived | Later | Refused
Undoing = Undone | Arrived | Later | Refused
"""Arrived: too late, it was filed before it could be taken back."""


class Channel(Protocol):
    """How a kind of authority takes referrals without a person."""

    kind: str
    """The word that `Reach.channel` and a delivery have for it."""

    def documents(self, message: ReferralMessage, reach: Reach) -> Mapping[str, bytes]:
        """Return what leaves besides the JSON and the PDF, by kind. Raises NotSendable, naming the field.

        The guard looks at each before anything is released.
        """
        ...

    def send(self, parcel: Parcel) -> Outcome:
        """Send it, going on where an earlier attempt was cut off."""
        ...

    def undo(self, parcel: Parcel) -> Undoing:
        """Take back what an earlier attempt may have left open there."""
        ...
