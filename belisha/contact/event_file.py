"""A contact as JSON, in the shape of docs/API.md, read without a desk."""

import json
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from belisha.contact.event import Actor, Band, Event, Kind, Recipient, Relation
from belisha.refusal import Refusal

Identifier = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000)]


class WrongContact(Refusal):
    """{problems}"""

    code = "wrong_contact"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ActorGiven(_Strict):
    id: Identifier
    age_band: Band
    account_age_days: Number | None = None
    verified: bool | None = None
    upheld_reports: Number | None = None


class RecipientGiven(_Strict):
    id: Identifier
    age_band: Band
    language: Annotated[str, Field(max_length=35)] = ""


class RelationGiven(_Strict):
    connected: bool | None = None
    mutual_connections: Number | None = None
    in_contacts: bool | None = None
    earlier_conversation: bool | None = None
    common_place: bool | None = None


class ContactGiven(_Strict):
    event: Kind
    at: AwareDatetime
    actor: ActorGiven
    recipient: RecipientGiven
    relation: RelationGiven = RelationGiven()
    off_platform_proposed: bool | None = None
    group: Annotated[str, Field(max_length=200)] = ""
    place: Annotated[str, Field(max_length=200)] = ""


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
        recipient=Recipient(**dict(found.recipient)),
        relation=Relation(**dict(found.relation)),
        off_platform_proposed=found.off_platform_proposed,
        group=found.group,
        place=found.place,
    )


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
        else:
            said.append(f"{where}{place}: {error['msg'][0].lower()}{error['msg'][1:]}.")
    return "\n".join(said)
