"""The contacts in one body: their shape, checked field by field, and what is made of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Required

from django.conf import settings
from django.utils import timezone
from ninja.errors import ValidationError
from pydantic import ConfigDict, Field, StrictBool, StrictInt, TypeAdapter, with_config
from pydantic import ValidationError as Invalid
from typing_extensions import TypedDict  # pydantic takes no other below Python 3.12

from belisha.contact.event import Actor, Band, Event, Kind, Recipient, Relation
from belisha.contact.times import odd_time
from belisha.intake.values import SHORT, Time

MOST = 2000
ERRORS = 100  # that are named in one answer
MOST_NUMBER = 1_000_000
ID = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
TAG = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"
ASKED = {
    ID: "must be one line without control characters, and not blank",
    TAG: "must be a language tag, such as en or de-AT",
}


Number = Annotated[StrictInt, Field(ge=0, le=MOST_NUMBER)]
# Patterns and no functions of ours: thousands are read at once.
Id = Annotated[str, Field(max_length=SHORT, pattern=ID)]
Tag = Annotated[str, Field(max_length=35, pattern=TAG)]
_closed = with_config(ConfigDict(extra="forbid"))


@_closed
class SentActor(TypedDict, total=False):
    """Who makes the contact: a pseudonym of the service's own, and what the service knows of the account."""

    id: Required[Id]
    age_band: Required[Band]
    account_age_days: Number | None
    verified: StrictBool | None
    upheld_reports: Number | None


@_closed
class SentRecipient(TypedDict, total=False):
    """Whom it reaches."""

    id: Required[Id]
    age_band: Required[Band]
    language: Tag | None


@_closed
class SentRelation(TypedDict, total=False):
    """What ties the two had before."""

    connected: StrictBool | None
    mutual_connections: Number | None
    in_contacts: StrictBool | None
    earlier_conversation: StrictBool | None
    common_place: StrictBool | None


@_closed
class SentContact(TypedDict, total=False):
    """One contact between two accounts; never a word of what was written. What is missing is not known."""

    event: Required[Kind]
    at: Required[Time]
    actor: Required[SentActor]
    recipient: Required[SentRecipient]
    relation: SentRelation | None
    off_platform_proposed: StrictBool | None
    group: Id | None
    place: Id | None


@_closed
class SentContacts(TypedDict):
    """Several contacts, in the order in which they happened."""

    events: Annotated[list[SentContact], Field(max_length=MOST)]


ONE, SEVERAL = TypeAdapter(SentContact), TypeAdapter(list[SentContact])
SHAPES: dict[str, TypeAdapter[Any]] = {"SentContact": ONE, "SentContacts": TypeAdapter(SentContacts)}


def contacts_of(given: Any) -> list[Event]:
    """The contacts of a body, one or `{"events": [...]}`. Raises ValidationError, which names each field."""
    if isinstance(given, dict) and "events" in given:
        rows, place = _rows(given), ("body", "batch", "events")
        found = _checked(partial(SEVERAL.validate_python, rows), place)
        return _in_time([_event(row) for row in found], lambda number: (*place, number, "at"))
    row = _checked(partial(ONE.validate_python, given), ("body", "batch"))
    return _in_time([_event(row)], lambda _: ("body", "batch", "at"))


def _rows(given: dict[str, Any]) -> Any:
    if unknown := [name for name in given if name != "events"]:
        raise ValidationError(
            [{"type": "extra_forbidden", "loc": ("body", "batch", name)} for name in unknown[:ERRORS]]
        )
    rows = given["events"]
    if isinstance(rows, list) and len(rows) > MOST:
        raise ValidationError(
            [{"type": "too_long", "loc": ("body", "batch", "events"), "ctx": {"max_length": MOST}}]
        )
    return rows


def _checked(read: Callable[[], Any], place: tuple[str, ...]) -> Any:
    try:
        return read()
    except Invalid as invalid:
        errors = invalid.errors(include_url=False, include_input=False)[:ERRORS]
        raise ValidationError([_said(error) | {"loc": (*place, *error["loc"])} for error in errors]) from None


def _said(error: Any) -> dict[str, Any]:
    asked = ASKED.get(error.get("ctx", {}).get("pattern", ""))
    return {"type": "belisha", "ctx": {"sentence": asked}} if asked else dict(error)


def _in_time(events: Sequence[Event], place: Callable[[int], tuple[str | int, ...]]) -> list[Event]:
    now, days = timezone.now(), settings.BELISHA.contact_keep_days
    odd = [
        {"type": "belisha", "loc": place(number), "ctx": {"sentence": sentence}}
        for number, event in enumerate(events)
        if (sentence := odd_time(event.at, now=now, days=days))
    ]
    if odd:
        raise ValidationError(odd[:ERRORS])
    return list(events)


def _event(row: dict[str, Any]) -> Event:
    whom, at = row["recipient"], row["at"]
    assert isinstance(at, datetime)  # noqa: S101 - for the types alone
    return Event(
        event=row["event"],
        at=at,
        actor=Actor(**row["actor"]),
        recipient=Recipient(id=whom["id"], age_band=whom["age_band"], language=whom.get("language") or ""),
        relation=Relation(**(row.get("relation") or {})),
        off_platform_proposed=row.get("off_platform_proposed"),
        group=row.get("group") or "",
        place=row.get("place") or "",
    )
