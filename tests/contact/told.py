"""Contacts for the tests of patterns, stored as the door stores them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from belisha.contact.event import Actor, Event, Recipient, Relation

BEGIN = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)


def contact(number: int, **changed: Any) -> Event:
    """The first message of a stranger to child `number`, an hour after the one before."""
    actor = {"id": "stranger", "age_band": "adult", "account_age_days": 5} | changed.pop("actor", {})
    recipient = {"id": f"child-{number}", "age_band": "13_15", "language": "en"} | changed.pop(
        "recipient", {}
    )
    said = {
        "event": "first_message",
        "at": BEGIN + timedelta(hours=number),
        "relation": Relation(**changed.pop("relation", {})),
        "group": f"group-{number % 6}",
        "place": "school-1",
    }
    return Event(actor=Actor(**actor), recipient=Recipient(**recipient), **(said | changed))


def blocked(number: int, **changed: Any) -> Event:
    """Child `number` blocks the stranger half an hour later."""
    at = BEGIN + timedelta(hours=number, minutes=30)
    return Event(
        event="block",
        at=changed.get("at", at),
        actor=Actor(id=f"child-{number}", age_band="13_15"),
        recipient=Recipient(id="stranger", age_band="adult"),
    )


def many(count: int = 14, *, refused: int = 4, **changed: Any) -> list[Event]:
    """What a stranger does who writes to so many children, some of whom block."""
    return [contact(n, **changed) for n in range(count)] + [blocked(n) for n in range(refused)]
