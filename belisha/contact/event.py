"""What a service tells of one contact between two accounts. Never what was written.

Source of the shape: docs/API.md, `contacts/assess`. Pure.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal[
    "first_message",
    "connection_request",
    "connection_accepted",
    "default_turned_off",
    "suggestion_viewed",
    "group_invitation",
    "block",
    "report",
]
Band = Literal["under_13", "13_15", "16_17", "adult", "unknown"]
CHILD: frozenset[str] = frozenset({"under_13", "13_15", "16_17"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who makes the contact. None: the service did not say."""

    id: str
    age_band: Band
    account_age_days: int | None = None
    verified: bool | None = None
    upheld_reports: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Whom it reaches. `language`: a tag of BCP 47, such as "en" or "de-AT"."""

    id: str
    age_band: Band
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """What ties the two had before. None: the service did not say."""

    connected: bool | None = None
    mutual_connections: int | None = None
    in_contacts: bool | None = None
    earlier_conversation: bool | None = None
    common_place: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One contact. `group` and `place` are the service's own pseudonyms, empty where it gave none.

    On a block, a report or an acceptance the actor is who does it; a service that tells it the other way
    round is understood too. Whichever of the two is the child reads the message, in the recipient's
    `language`.
    """

    event: Kind
    at: datetime
    actor: Actor
    recipient: Recipient
    relation: Relation = Relation()
    off_platform_proposed: bool | None = None
    group: str = ""
    place: str = ""
