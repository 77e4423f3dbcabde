"""Contacts between invented accounts, for tests."""

from datetime import UTC, datetime
from typing import Any

from belisha.contact.event import Actor, Event, Recipient, Relation

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def contact(
    event: str = "first_message", actor: str = "adult", recipient: str = "13_15", **more: Any
) -> Event:
    """A contact of two accounts, by their ages. `more`: any field of the event, its actor or its relation."""
    told = {
        name: more.pop(name)
        for name in list(more)
        if name in ("verified", "account_age_days", "upheld_reports")
    }
    tie = {name: more.pop(name) for name in list(more) if name in Relation.__dataclass_fields__}
    return Event(
        event=event,
        at=more.pop("at", NOON),
        actor=Actor(id="account-1", age_band=actor, **told),
        recipient=Recipient(id="account-2", age_band=recipient, language=more.pop("language", "en")),
        relation=Relation(**tie),
        **more,
    )
