"""A channel that carries an order to the service: what it is given, and what may come of it.

It knows no tables, and speaks through `belisha.outbound` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from belisha.outbound.leased.outcome import Later, Refused

__all__ = [
    "EVENTS",
    "NOTICE",
    "ORDER_DUE",
    "TEST",
    "Arrived",
    "Channel",
    "Gone",
    "Later",
    "Outcome",
    "Parcel",
    "Refused",
]

ORDER_DUE = "order.due"
NOTICE = "order.notice"
TEST = "endpoint.test"
EVENTS = (ORDER_DUE, NOTICE, TEST)
"""An order is due; what its user may be told has changed; somebody tries the endpoint."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One event for one endpoint. `id` never changes over attempts: the receiver tells a repeat by it.

    `about` is the order as GET orders/{id} shows it, None for a test: only a channel that acts by another
    system's interface needs it, a webhook says no more than type, id and time.
    """

    id: UUID
    event: str
    order_id: UUID | None
    at: datetime
    now: datetime
    attempt: int
    url: str
    secrets: tuple[str, ...] = field(repr=False)
    token: str = field(default="", repr=False)
    about: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """They have it. `done`: it is carried out, where their interface says so at once, and what they said.

    `did` is what that changed there, in a word; "nothing" where all was so before.
    """

    answer: str = "taken"
    done: bool = False
    detail: str = ""
    did: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """The address is closed for good (410): the endpoint is disabled."""

    problem: str = "status_410"


Outcome = Arrived | Later | Refused | Gone


class Channel(Protocol):
    """How a kind of endpoint takes an event."""

    kind: str
    """The word of `Endpoint.Kind` for it."""

    def send(self, parcel: Parcel) -> Outcome:
        """Send it once; never raises for what the other side does."""
        ...
