"""A report as it may come in: the shape `report` of docs/API.md. Unknown fields are an error that names them.

Used by every way in, so that what is kept was checked in one place. No error repeats what was sent.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from belisha.intake.models import AccountRole, AgeBand, Concern, ReporterKind, SignalKind, Site, Source
from belisha.intake.values import (
    Address,
    Age,
    Authority,
    Country,
    Email,
    Fact,
    FactName,
    Hex32,
    Hex40,
    Hex64,
    Id,
    Locator,
    MediaType,
    Narrative,
    Phone,
    PhotoDNA,
    Port,
    Product,
    Short,
    Slug,
    Time,
    Words,
)
from belisha.organisation.models import Known

ITEMS, ACCOUNTS, LINES = 200, 200, 500
OF_ONE_ACCOUNT = 50  # e-mail addresses, telephone numbers, Internet addresses each
FINGERPRINTS = ("md5", "sha1", "sha256", "pdq", "photodna")
FACTS = ("suspect_is_child", "content_detected", "may_be_elsewhere", "uk_link", "child_made_it", "site")


class Shape(BaseModel):
    """An object of the report: no other field than these, and no value in the text of an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class IncomingItem(Shape):
    """A piece of content by reference; `photodna` as 288 hexadecimal digits or the base64 of 144 bytes."""

    id: Id
    locator: Locator | None = None
    content_type: MediaType | None = None
    md5: Hex32 | None = None
    sha1: Hex40 | None = None
    sha256: Hex64 | None = None
    pdq: Hex64 | None = None
    photodna: PhotoDNA | None = None
    uploaded_at: Time | None = None
    ip: Address | None = None
    port: Port | None = None

    def fingerprints(self) -> dict[str, str]:
        """The fingerprints that were sent, by their kind, in lower case."""
        return {kind: value for kind in FINGERPRINTS if (value := getattr(self, kind))}


class IncomingAccount(Shape):
    """One of the service's users. Without a role it may be anyone's."""

    id: Id
    role: AccountRole | None = None
    screen_name: Short | None = None
    emails: list[Email] = Field(default=[], max_length=OF_ONE_ACCOUNT)
    phones: list[Phone] = Field(default=[], max_length=OF_ONE_ACCOUNT)
    ips: list[Address] = Field(default=[], max_length=OF_ONE_ACCOUNT)
    profile_url: Locator | None = None
    age_band: AgeBand | None = None


class IncomingLine(Shape):
    """One line of a conversation; `from` and `to` are ids of accounts or names."""

    at: Time | None = None
    sender: Id | None = Field(default=None, alias="from")
    recipient: Id | None = Field(default=None, alias="to")
    text: Words | None = None


class IncomingChild(Shape):
    """What is known of the child at risk, as little as will do; `age` in whole years."""

    country: Country | None = None
    place: Short | None = None
    age: Age | None = None


class IncomingSuspect(Shape):
    """Where the suspect is, as far as known."""

    country: Country | None = None
    place: Short | None = None


class IncomingReporter(Shape):
    """Who tells us, if they want to say."""

    kind: ReporterKind | None = None
    name: Short | None = None
    email: Email | None = None
    phone: Phone | None = None
    may_contact: StrictBool = False


class IncomingEarlierReport(Shape):
    """A report that an authority already has."""

    authority: Authority | None = None
    reference: Short | None = None
    at: Time | None = None


class IncomingSignal(Shape):
    """Machine evidence; `produced_by` is the name and version of what produced it."""

    kind: SignalKind
    produced_by: Product
    facts: dict[FactName, Fact] = Field(default={}, max_length=20)


class IncomingReport(Shape):
    """A statement, by a person or a detector, that something on the service may harm a child."""

    source: Source
    concerns: list[Concern] = Field(min_length=1, max_length=len(Concern))
    danger_now: Known
    what_happened: Narrative
    occurred_at: Time | None = None
    service: Slug | None = None
    items: list[IncomingItem] = Field(default=[], max_length=ITEMS)
    accounts: list[IncomingAccount] = Field(default=[], max_length=ACCOUNTS)
    conversation: list[IncomingLine] = Field(default=[], max_length=LINES)
    signals: list[IncomingSignal] = Field(default=[], max_length=50)
    child: IncomingChild | None = None
    suspect: IncomingSuspect | None = None
    reporter: IncomingReporter | None = None
    already_reported: list[IncomingEarlierReport] = Field(default=[], max_length=100)
    suspect_is_child: Known = Known.UNKNOWN
    content_detected: Known = Known.UNKNOWN
    may_be_elsewhere: Known = Known.UNKNOWN
    uk_link: Known = Known.UNKNOWN
    child_made_it: Known = Known.UNKNOWN
    site: Site | None = None

    def texts(self) -> dict[str, Any]:
        """Everything that was said as JSON values, but for the fingerprints, whose letters were checked."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"items": {"__all__": set(FINGERPRINTS)}}
        )

    def other_facts(self) -> dict[str, str]:
        """What the router may ask for besides, where it is known."""
        facts = {name: getattr(self, name) for name in FACTS}
        return {name: str(value) for name, value in facts.items() if value not in (None, Known.UNKNOWN)}
