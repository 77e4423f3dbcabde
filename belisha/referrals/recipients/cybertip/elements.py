"""The elements of a CyberTip that a report without files can carry, in the order that NCMEC enforces.

Order and lengths as public sources give them in November 2026; the uses of addresses and numbers, associated
accounts and batches as a public client has them, made from the schema (github.com/Boostport/ncmec-go).
The schema itself has no lengths; the documentation has, and where it was not to be read the narrower one is
taken. `belisha ncmec xsd` fetches the schema that holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, get_args

from belisha.referrals.cybertip import Association, Batched, ContactKind, EventName, IncidentType
from belisha.referrals.recipients.cybertip.node import Form, Node, attribute, child, content, flag

LONG, URL, SHORT = 3000, 2083, 100
INCIDENTS = tuple(one for one in get_args(IncidentType) if one)
EVENTS = get_args(EventName)
PHONE_KINDS = tuple(one for one in get_args(ContactKind) if one)
EMAIL_KINDS = PHONE_KINDS[:4]
ASSOCIATIONS = get_args(Association)
BATCHED = tuple(one for one in get_args(Batched) if one)
COUNTRY = Form("[A-Z]{2}", "must be two capital letters of ISO 3166, such as US")
WEB = Form(r"https?://\S+", "must be a web address without spaces, with http:// or https://")
NUMBER = Form("[0-9]{1,18}", "must be a report's number: digits alone")


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchedReport(Node):
    """That the report stands for many alike, and why."""

    reason: Annotated[str, attribute("reason", words=BATCHED)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Email(Node):
    """An e-mail address, its use, and whether it was verified."""

    kind: Annotated[str | None, attribute("type", words=EMAIL_KINDS)] = None
    verified: Annotated[bool | None, attribute("verified")] = None
    verified_at: Annotated[datetime | None, attribute("verificationDate")] = None
    address: Annotated[str, content()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Phone(Node):
    """A telephone number, its use, and whether it was verified."""

    kind: Annotated[str | None, attribute("type", words=PHONE_KINDS)] = None
    verified: Annotated[bool | None, attribute("verified")] = None
    verified_at: Annotated[datetime | None, attribute("verificationDate")] = None
    number: Annotated[str, content(longest=SHORT)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Address(Node):
    """Where somebody is."""

    address: Annotated[str | None, child("address", longest=SHORT)] = None
    city: Annotated[str | None, child("city", longest=SHORT)] = None
    country: Annotated[str | None, child("country", form=COUNTRY)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person(Node):
    """Who somebody is."""

    first_name: Annotated[str | None, child("firstName", longest=SHORT)] = None
    last_name: Annotated[str | None, child("lastName", longest=SHORT)] = None
    phone: Annotated[tuple[Phone, ...], child("phone")] = ()
    email: Annotated[tuple[Email, ...], child("email")] = ()
    address: Annotated[tuple[Address, ...], child("address")] = ()
    age: Annotated[int | None, child("age")] = None
    date_of_birth: Annotated[date | None, child("dateOfBirth")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotations(Node):
    """What the incident also is, said by being there."""

    sextortion: Annotated[bool, flag("sextortion")] = False
    csam_solicitation: Annotated[bool, flag("csamSolicitation")] = False
    minor_to_minor_interaction: Annotated[bool, flag("minorToMinorInteraction")] = False
    spam: Annotated[bool, flag("spam")] = False
    sadistic_online_exploitation: Annotated[bool, flag("sadisticOnlineExploitation")] = False


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentSummary(Node):
    """What happened, and when."""

    incident_type: Annotated[str, child("incidentType", words=INCIDENTS)]
    platform: Annotated[str | None, child("platform")] = None
    escalate: Annotated[str | None, child("escalateToHighPriority", longest=LONG)] = None
    annotations: Annotated[Annotations | None, child("reportAnnotations")] = None
    at: Annotated[datetime, child("incidentDateTime")]
    at_described: Annotated[str | None, child("incidentDateTimeDescription", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WebPage(Node):
    """A page or a piece of content at an address."""

    third_party_hosted: Annotated[bool | None, attribute("thirdPartyHostedContent")] = None
    url: Annotated[tuple[str, ...], child("url", longest=URL, form=WEB)] = ()
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat(Node):
    """A conversation."""

    client: Annotated[str | None, child("chatClient")] = None
    room: Annotated[str | None, child("chatRoomName")] = None
    content: Annotated[str | None, child("content", longest=LONG)] = None
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Game(Node):
    """A conversation in a game."""

    name: Annotated[str | None, child("gameName")] = None
    console: Annotated[str | None, child("console")] = None
    content: Annotated[str | None, child("content", longest=LONG)] = None
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InternetDetails(Node):
    """Where it happened: one of these."""

    web_page: Annotated[WebPage | None, child("webPageIncident")] = None
    chat: Annotated[Chat | None, child("chatImIncident")] = None
    game: Annotated[Game | None, child("onlineGamingIncident")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LawEnforcement(Node):
    """Who knows already."""

    agency: Annotated[str, child("agencyName")]
    case_number: Annotated[str | None, child("caseNumber")] = None
    officer: Annotated[Person | None, child("officerContact")] = None
    reported: Annotated[bool | None, child("reportedToLe")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter(Node):
    """Who reports: us."""

    person: Annotated[Person, child("reportingPerson")]
    company: Annotated[str | None, child("companyTemplate", longest=LONG)] = None
    terms: Annotated[str | None, child("termsOfService", longest=LONG)] = None
    legal_url: Annotated[str | None, child("legalURL", longest=URL, form=WEB)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IpCaptureEvent(Node):
    """An internet address that an account came from."""

    ip: Annotated[str, child("ipAddress", longest=45)]
    event: Annotated[str | None, child("eventName", words=EVENTS)] = None
    at: Annotated[datetime | None, child("dateTime")] = None
    proxy: Annotated[bool | None, child("possibleProxy")] = None
    port: Annotated[int | None, child("port")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceId(Node):
    """A device that an account was used from."""

    kind: Annotated[str, child("idType", longest=SHORT)]
    value: Annotated[str, child("idValue")]
    event: Annotated[str | None, child("eventName", words=EVENTS)] = None
    at: Annotated[datetime | None, child("dateTime")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disabled(Node):
    """That an account was switched off, and when."""

    at: Annotated[datetime | None, attribute("disabledDate")] = None
    yes: Annotated[bool, content()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Location(Node):
    """Where an account seems to be."""

    city: Annotated[str | None, child("city", longest=SHORT)] = None
    region: Annotated[str | None, child("region", longest=SHORT)] = None
    country: Annotated[str, child("countryCode", form=COUNTRY)]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssociatedAccount(Node):
    """An account that goes with the one reported."""

    kind: Annotated[str, attribute("type", words=ASSOCIATIONS)]
    platform: Annotated[str | None, child("platform")] = None
    id: Annotated[str | None, child("espIdentifier")] = None
    screen_name: Annotated[str | None, child("screenName")] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported(Node):
    """The person or user who is reported. One only."""

    person: Annotated[Person | None, child("personOrUserReportedPerson")] = None
    vehicle: Annotated[str | None, child("vehicleDescription", longest=SHORT)] = None
    id: Annotated[str | None, child("espIdentifier")] = None
    service: Annotated[str | None, child("espService", longest=SHORT)] = None
    compromised: Annotated[bool | None, child("compromisedAccount")] = None
    screen_name: Annotated[str | None, child("screenName")] = None
    display_name: Annotated[tuple[str, ...], child("displayName")] = ()
    profile_url: Annotated[tuple[str, ...], child("profileUrl", longest=URL, form=WEB)] = ()
    profile_bio: Annotated[str | None, child("profileBio", longest=LONG)] = None
    ip_events: Annotated[tuple[IpCaptureEvent, ...], child("ipCaptureEvent")] = ()
    devices: Annotated[tuple[DeviceId, ...], child("deviceId")] = ()
    third_party: Annotated[bool | None, child("thirdPartyUserReported")] = None
    prior_reports: Annotated[tuple[str, ...], child("priorCTReports", form=NUMBER)] = ()
    group: Annotated[str | None, child("groupIdentifier")] = None
    off_for_now: Annotated[Disabled | None, child("accountTemporarilyDisabled")] = None
    off_for_good: Annotated[Disabled | None, child("accountPermanentlyDisabled")] = None
    location: Annotated[Location | None, child("estimatedLocation")] = None
    all_emails: Annotated[bool | None, child("allEmailsReported")] = None
    associated: Annotated[tuple[AssociatedAccount, ...], child("associatedAccount")] = ()
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IntendedRecipient(Node):
    """The user for whom it was meant."""

    person: Annotated[Person | None, child("intendedRecipientPerson")] = None
    id: Annotated[str | None, child("espIdentifier")] = None
    service: Annotated[str | None, child("espService", longest=SHORT)] = None
    compromised: Annotated[bool | None, child("compromisedAccount")] = None
    screen_name: Annotated[str | None, child("screenName")] = None
    display_name: Annotated[tuple[str, ...], child("displayName")] = ()
    profile_url: Annotated[tuple[str, ...], child("profileUrl", longest=URL, form=WEB)] = ()
    profile_bio: Annotated[str | None, child("profileBio", longest=LONG)] = None
    ip_events: Annotated[tuple[IpCaptureEvent, ...], child("ipCaptureEvent")] = ()
    devices: Annotated[tuple[DeviceId, ...], child("deviceId")] = ()
    prior_reports: Annotated[tuple[str, ...], child("priorCTReports", form=NUMBER)] = ()
    off_for_now: Annotated[Disabled | None, child("accountTemporarilyDisabled")] = None
    off_for_good: Annotated[Disabled | None, child("accountPermanentlyDisabled")] = None
    location: Annotated[Location | None, child("estimatedLocation")] = None
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Victim(Node):
    """The child, with whatever little is known."""

    person: Annotated[Person, child("victimPerson")]
    id: Annotated[str | None, child("espIdentifier")] = None
    service: Annotated[str | None, child("espService", longest=SHORT)] = None
    compromised: Annotated[bool | None, child("compromisedAccount")] = None
    screen_name: Annotated[str | None, child("screenName")] = None
    display_name: Annotated[tuple[str, ...], child("displayName")] = ()
    profile_url: Annotated[tuple[str, ...], child("profileUrl", longest=URL, form=WEB)] = ()
    profile_bio: Annotated[str | None, child("profileBio", longest=LONG)] = None
    ip_events: Annotated[tuple[IpCaptureEvent, ...], child("ipCaptureEvent")] = ()
    devices: Annotated[tuple[DeviceId, ...], child("deviceId")] = ()
    school: Annotated[str | None, child("schoolName", longest=SHORT)] = None
    prior_reports: Annotated[tuple[str, ...], child("priorCTReports", form=NUMBER)] = ()
    location: Annotated[Location | None, child("estimatedLocation")] = None
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report(Node):
    """The whole document."""

    batched: Annotated[BatchedReport | None, child("batchedReport")] = None
    incident: Annotated[IncidentSummary, child("incidentSummary")]
    internet: Annotated[tuple[InternetDetails, ...], child("internetDetails")] = ()
    law_enforcement: Annotated[LawEnforcement | None, child("lawEnforcement")] = None
    reporter: Annotated[Reporter, child("reporter")]
    reported: Annotated[Reported | None, child("personOrUserReported")] = None
    intended_recipients: Annotated[tuple[IntendedRecipient, ...], child("intendedRecipient")] = ()
    victims: Annotated[tuple[Victim, ...], child("victim")] = ()
    info: Annotated[str | None, child("additionalInfo", longest=LONG)] = None
