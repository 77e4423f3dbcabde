"""What a CyberTip says besides the message: what only a person knows, and which police know already.

Carried in the message, so that the guard and the packs see it. Everything may stay unknown but the kind of
incident and its time.
"""

from dataclasses import dataclass
from typing import Literal

from belisha.referrals.kinds import CountryCode, Day, IpAddress, Line, Port, When
from belisha.referrals.part import Part
from belisha.routing.facts import Known

IncidentType = Literal[
    "",
    "Child Pornography (possession, manufacture, and distribution)",
    "Child Sex Trafficking",
    "Child Sex Tourism",
    "Child Sexual Molestation",
    "Misleading Domain Name",
    "Misleading Words or Digital Images on the Internet",
    "Online Enticement of Children for Sexual Acts",
    "Unsolicited Obscene Material Sent to a Child",
]
"""The CyberTipline's own words, letter by letter; "" until a person has chosen."""

Annotation = Literal[
    "sextortion", "csamSolicitation", "minorToMinorInteraction", "spam", "sadisticOnlineExploitation"
]
EventName = Literal["Login", "Registration", "Purchase", "Upload", "Other", "Unknown"]
ContactKind = Literal["", "Home", "Work", "Business", "Recovery", "Mobile", "Fax", "Internet"]
"""What an e-mail address (the first four) or a telephone number (all) is used for."""
Association = Literal["Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other"]
Batched = Literal["", "VIRAL_POTENTIAL_MEME"]
"""Why one report stands for many alike; NCMEC knows one reason."""
Place = Literal["", "reported", "victim", "intended_recipient", "left_out"]
"""As what an account stands in the report; "": by its role in the case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IpEvent(Part):
    """An internet address that an account came from."""

    ip: IpAddress
    event: EventName = "Unknown"
    at: When | None = None
    port: Port | None = None
    proxy: Known = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Device(Part):
    """A device that an account was used from, such as an IMEI or an advertising id."""

    kind: Line
    value: Line
    event: EventName = "Unknown"
    at: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact(Part):
    """What is known of one of an account's e-mail addresses or telephone numbers, or a further one."""

    value: Line
    kind: ContactKind = ""
    verified: Known = "unknown"
    verified_at: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Associated(Part):
    """An account that goes with one that is reported, here or on somebody else's service."""

    kind: Association
    platform: Line = ""
    id: Line = ""
    screen_name: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TipAccount(Part):
    """What is known besides of one of the message's accounts, by its id."""

    id: Line
    place: Place = ""
    first_name: Line = ""
    last_name: Line = ""
    born: Day | None = None
    display_names: tuple[Line, ...] = ()
    bio: Line = ""
    compromised: Known = "unknown"
    third_party: Known = "unknown"
    ip_events: tuple[IpEvent, ...] = ()
    devices: tuple[Device, ...] = ()
    contacts: tuple[Contact, ...] = ()
    associated: tuple[Associated, ...] = ()
    prior_reports: tuple[Line, ...] = ()
    group: Line = ""
    disabled_for_now_at: When | None = None
    disabled_for_good_at: When | None = None
    all_emails: Known = "unknown"
    city: Line = ""
    region: Line = ""
    country: CountryCode = ""
    vehicle: Line = ""
    school: Line = ""
    note: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agency(Part):
    """Police or another law enforcement agency that knows already, and under which reference."""

    name: Line
    reference: Line = ""
    at: When | None = None
    officer: Line = ""
    phone: Line = ""
    email: Line = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CyberTip(Part):
    """A CyberTip's own fields."""

    incident_type: IncidentType = ""
    batched: Batched = ""
    incident_at: When | None = None
    when_described: Line = ""
    escalation: Line = ""
    annotations: tuple[Annotation, ...] = ()
    third_party_hosted: Known = "unknown"
    chat_client: Line = ""
    chat_room: Line = ""
    game: Line = ""
    console: Line = ""
    terms_url: Line = ""
    legal_url: Line = ""
    accounts: tuple[TipAccount, ...] = ()
    told: tuple[Agency, ...] = ()
    prior_reports: tuple[Line, ...] = ()
