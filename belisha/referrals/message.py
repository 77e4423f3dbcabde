"""What may leave us. Text, times, whole numbers and fingerprints: a file has no field to travel in.

Unknown is "" for text and None for the rest; nothing is filled in that nobody knew. `belisha.referrals.kinds`
says what each kind of field accepts, `belisha.referrals.pack` renders a message.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from belisha.referrals.cybertip import CyberTip
from belisha.referrals.kinds import (
    Age,
    AuthorityId,
    CountryCode,
    Day,
    Flag,
    IpAddress,
    Line,
    Md5,
    NotSendable,
    Pdq,
    PhotoDna,
    Port,
    Prose,
    Sha1,
    Sha256,
    WebAddress,
    When,
)
from belisha.referrals.part import Part
from belisha.referrals.wire import decode, encode
from belisha.routing.facts import Concern, Known

Priority = Literal["immediate", "urgent", "standard"]
Role = Literal["suspect", "child", "reporter", "other"]

LARGEST = 16_000_000
"""Characters of a whole message as JSON: a case of sixteen reports of the greatest size."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation(Part):
    """Who reports: us."""

    legal_name: Line
    country: CountryCode = ""
    service: Line = ""
    address: Line = ""
    contact_name: Line = ""
    contact_email: Line = ""
    contact_phone: Line = ""
    regulated_user_to_user: Known = "unknown"
    nca_registration: Line = ""
    authorised_persons: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee(Part):
    """Who is told, and how; `confirmed` says that a person checked the address."""

    authority: AuthorityId
    name: Line
    channel: Line = ""
    url: Line = ""
    phone: Line = ""
    email: Line = ""
    address: Line = ""
    how_fast: Line = ""
    confirmed: Flag = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment(Part):
    """Something that happened, in the service's or the reporter's words."""

    at: When
    what: Prose


@dataclass(frozen=True, kw_only=True, slots=True)
class Account(Part):
    """One of the service's users, by the service's ids."""

    id: Line
    role: Role = "other"
    screen_name: Line = ""
    emails: tuple[Line, ...] = ()
    phones: tuple[Line, ...] = ()
    ips: tuple[IpAddress, ...] = ()
    profile_url: WebAddress = ""
    age_band: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item(Part):
    """A piece of content by reference; never its bytes. Web addresses are defanged as they come in."""

    id: Line
    locator: WebAddress = ""
    content_type: Line = ""
    md5: Md5 = ""
    sha1: Sha1 = ""
    sha256: Sha256 = ""
    pdq: Pdq = ""
    photodna: PhotoDna = ""
    uploaded_at: When | None = None
    ip: IpAddress = ""
    port: Port | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConversationLine(Part):
    """One message of a reported conversation, as it was written."""

    text: Prose
    at: When | None = None
    from_: Line = ""
    to: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person(Part):
    """What is known of the child at risk or of the suspect: as little as will do."""

    country: CountryCode = ""
    place: Line = ""
    age: Age | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter(Part):
    """Who told us. A name or an address only where they allow contact."""

    source: Line = ""
    may_contact: Flag = False
    name: Line = ""
    email: Line = ""
    phone: Line = ""

    def __post_init__(self) -> None:
        # Not super(): a class with slots is made twice, and super() would look at the first.
        Part.__post_init__(self)
        if not self.may_contact and (self.name or self.email or self.phone):
            raise NotSendable("reporter", "has a name or an address, but did not allow contact")


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection(Part):
    """How something came to light: a user's report, a list match."""

    how: Line
    at: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground(Part):
    """An element of the offence and what it is inferred from."""

    element: Line
    grounds: Prose


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision(Part):
    """What a person decided; by role, unless they agreed to be named."""

    category: Line
    decided_at: When
    decided_by: Line
    confirmed_by: Line = ""
    confirmed_at: When | None = None
    one_person_mode: Flag = False
    reasons: Prose = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class View(Part):
    """That somebody saw content, in the service's own restricted viewer, and in which form."""

    at: When
    by: Line
    form: Line
    item: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustodyEntry(Part):
    """Who did what with the record."""

    at: When
    who: Line
    what: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierReport(Part):
    """What another authority, or the same one, was told before."""

    authority: Line
    reference: Line = ""
    at: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule(Part):
    """The rule by which this authority is told, where it is written, and when a person last read it there."""

    title: Line
    url: Line = ""
    checked_on: Day | None = None
    why: Line = ""
    basis: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralMessage(Part):
    """What one authority is told about one case. Raises NotSendable, naming the field that can't be sent."""

    reference: Line
    created_at: When
    organisation: Organisation
    recipient: Addressee
    priority: Priority
    rule: Rule
    priority_reasons: tuple[Line, ...] = ()
    danger_now: Known = "unknown"
    concerns: tuple[Concern, ...] = ()
    what_happened: Prose = ""
    occurred_at: When | None = None
    timeline: tuple[Moment, ...] = ()
    accounts: tuple[Account, ...] = ()
    items: tuple[Item, ...] = ()
    conversation: tuple[ConversationLine, ...] = ()
    child: Person | None = None
    suspect: Person | None = None
    suspect_is_child: Known = "unknown"
    reporter: Reporter | None = None
    detections: tuple[Detection, ...] = ()
    grounds: tuple[Ground, ...] = ()
    decision: Decision | None = None
    viewed: tuple[View, ...] = ()
    custody: tuple[CustodyEntry, ...] = ()
    earlier_reports: tuple[EarlierReport, ...] = ()
    notes: tuple[Prose, ...] = ()
    cybertip: CyberTip | None = None

    def __post_init__(self) -> None:
        Part.__post_init__(self)
        for name in ("reference", "recipient.authority", "recipient.name", "organisation.legal_name"):
            if not _named(self, name).strip():
                raise NotSendable(f"message.{name}", "must be known before anything is sent")
        if len(self.to_json()) > LARGEST:
            raise NotSendable("message", f"has more than {LARGEST:,} characters in all; send it in parts")

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, keys sorted, every field present."""
        values: dict[str, Any] = encode(self)
        return values

    def to_json(self) -> str:
        """Return canonical JSON: the same message gives the same text, always."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, source: "str | bytes | Mapping[str, Any]") -> "ReferralMessage":
        """Return the message that `to_json` or `as_json` wrote. Raises NotSendable, naming the field."""
        try:
            values = json.loads(source) if isinstance(source, str | bytes) else source
        except ValueError:
            raise NotSendable("message", "is not JSON") from None
        return decode(cls, values, "message")


def _named(message: ReferralMessage, path: str) -> str:
    value: Any = message
    for name in path.split("."):
        value = getattr(value, name)
    return str(value)
