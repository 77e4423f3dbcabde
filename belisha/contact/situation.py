"""What the rules look at in one contact: no id, no time, only what matters. Pure."""

from typing import Literal, NamedTuple

from belisha.contact.event import CHILD, Band, Event, Kind
from belisha.contact.policy import Policy

Tie = Literal["none", "some", "close"]
CONTACTS = frozenset({"first_message", "connection_request", "group_invitation"})
"""Events by which somebody reaches somebody."""


class Situation(NamedTuple):
    """One contact, as the rules see it. Few can differ: each is judged once and remembered."""

    kind: Kind
    actor: Band
    recipient: Band
    tie: Tie
    connections: bool  # Does the service know connections at all?
    new: bool
    unverified: bool
    reported: bool
    off_platform: bool

    @property
    def adult(self) -> bool:
        """Whoever makes the contact counts as an adult. Unknown is none of the child bands."""
        return self.actor not in CHILD

    @property
    def child(self) -> bool:
        """Whomever it reaches counts as a child. Unknown may be one."""
        return self.recipient != "adult"

    @property
    def reaches_a_child(self) -> bool:
        return self.child and self.kind in CONTACTS

    @property
    def adult_to_child(self) -> bool:
        return self.adult and self.reaches_a_child

    @property
    def peers(self) -> bool:
        """Two children, not far apart in age."""
        return not self.adult and self.child and not self.far_apart

    @property
    def far_apart(self) -> bool:
        return self.actor == "16_17" and self.recipient == "under_13"


def read(event: Event, policy: Policy) -> Situation:
    """What the rules look at in an event. What the service did not say counts as the riskier."""
    actor = event.actor
    age, upheld = actor.account_age_days, actor.upheld_reports
    return Situation(
        event.event,
        actor.age_band,
        event.recipient.age_band,
        _tie(event, policy),
        policy.connections,
        age is not None and age < policy.new_account_days,
        actor.verified is False,
        upheld is not None and upheld >= policy.upheld_reports,
        event.off_platform_proposed is True,
    )


def _tie(event: Event, policy: Policy) -> Tie:
    had = event.relation
    # Whoever has just been accepted is connected: that is no tie from before.
    connected = had.connected and event.event != "connection_accepted"
    if connected or had.earlier_conversation or had.in_contacts:
        return "close"
    if had.common_place or (had.mutual_connections or 0) >= policy.mutual_connections:
        return "some"
    return "none"
