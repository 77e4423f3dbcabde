"""A contact as JSON, in the shape of docs/API.md, read without a desk."""

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, TypeAdapter, ValidationError

from belisha.contact.event import Actor, Band, Event, Kind, Recipient, Relation
from belisha.intake.values import SHORT, Time
from belisha.refusal import Refusal

MOST_NUMBER = 1_000_000
Identifier = Annotated[
    str,
    Field(max_length=SHORT, pattern=r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"),
]
Tag = Annotated[str, Field(max_length=35, pattern="^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
Number = Annotated[StrictInt, Field(ge=0, le=MOST_NUMBER)]


class WrongContact(Refusal):
    """{problems}"""

    code = "wrong_contact"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ActorGiven(_Strict):
    id: Identifier
    age_band: Band
    account_age_days: Number | None = None
    verified: StrictBool | None = None
    upheld_reports: Number | None = None


class RecipientGiven(_Strict):
    id: Identifier
    age_band: Band
    language: Tag | None = None


class RelationGiven(_Strict):
    connected: StrictBool | None = None
    mutual_connections: Number | None = None
    in_contacts: StrictBool | None = None
    earlier_conversation: StrictBool | None = None
    common_place: StrictBool | None = None


class ContactGiven(_Strict):
    event: Kind
    at: Time
    actor: ActorGiven
    recipient: RecipientGiven
    relation: RelationGiven | None = None
    off_platform_proposed: StrictBool | None = None
    group: Identifier | None = None
    place: Identifier | None = None


_CONTACT: TypeAdapter[ContactGiven] = TypeAdapter(ContactGiven)


def read_contact(given: Any, *, where: str = "") -> Event:
    """The contact in plain values. Raises WrongContact, which names each field that is wrong."""
    try:
        found = _CONTACT.validate_python(given)
    except ValidationError as wrong:
        raise WrongContact(problems=_problems(wrong, where)) from None
    return Event(
        event=found.event,
        at=found.at,
        actor=Actor(**dict(found.actor)),
        recipient=_recipient(found.recipient),
        relation=Relation(**dict(found.relation or {})),
        off_platform_proposed=found.off_platform_proposed,
        group=found.group or "",
        place=found.place or "",
    )


def _recipient(given: RecipientGiven) -> Recipient:
    return Recipient(id=given.id, age_band=given.age_band, language=given.language or "")


def read_line(line: str, number: int) -> Event:
    """The contact in one line of a file of contacts. Raises WrongContact, which names the line."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise WrongContact(problems=f"Line {number} isn't JSON.") from None
    return read_contact(given, where=f"Line {number}: ")


def _problems(wrong: ValidationError, where: str) -> str:
    # The value is left out: it may name an account.
    said = []
    for error in wrong.errors(include_url=False, include_input=False):
        place = ".".join(map(str, error["loc"])) or "the contact"
        if error["type"] == "extra_forbidden":
            said.append(f"{where}{place}: there is no such field.")
        elif error["type"] == "missing":
            said.append(f"{where}{place} is wanted.")
        elif error["type"] == "string_pattern_mismatch":
            said.append(f"{where}{place} isn't written as it should be.")
        else:
            said.append(f"{where}{place}: {error['msg'][0].lower()}{error['msg'][1:]}.")
    return "\n".join(said)
