"""The elements of a CyberTip that a report without files can carry, in the order that NCMEC enforces.

Order and lengths as public sources give them in November 2026. The schema itself has no lengths; the
documentation has, and where it was not to be read the narrower one is taken. `belisha ncmec xsd` fetches the
schema that holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from belisha.referrals.cybertip import EventName, IncidentType
from belisha.referrals.recipients.cybertip.node import Node, attribute, child, content, flag

LONG, URL, SHORT = 3000, 2083, 100
INCIDENTS = tuple(one for one in get_args(IncidentType) if one)
EVENTS = get_args(EventName)
COUNTRY = {"form": "[A-Z]{2}", "must": "must be two capital letters of ISO 3166, such as US"}
WEB = {"form": r"https?://\S+", "must": "must be a web address without spaces, with http:// or https://"}
NUMBER = {"form": "[0-9]{1,18}", "must": "must be a report's number: digits alone"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Email(Node):
    """An e-mail address."""

    address: str = content()


@dataclass(frozen=True, kw_only=True, slots=True)
class Address(Node):
    """Where somebody is."""

    address: str | None = child("address", longest=SHORT)
    city: str | None = child("city", longest=SHORT)
    non_usa_state: str | None = child("nonUsaState", longest=SHORT)
    country: str | None = child("country", **COUNTRY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person(Node):
    """Who somebody is."""

    first_name: str | None = child("firstName", longest=SHORT)
    last_name: str | None = child("lastName", longest=SHORT)
    phone: tuple[str, ...] = child("phone", longest=SHORT)
    email: tuple[Email, ...] = child("email")
    address: tuple[Address, ...] = child("address")
    age: int | None = child("age")
    date_of_birth: date | None = child("dateOfBirth")


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotations(Node):
    """What the incident also is, said by being there."""

    sextortion: bool = flag("sextortion")
    csam_solicitation: bool = flag("csamSolicitation")
    minor_to_minor_interaction: bool = flag("minorToMinorInteraction")
    spam: bool = flag("spam")
    sadistic_online_exploitation: bool = flag("sadisticOnlineExploitation")


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentSummary(Node):
    """What happened, and when."""

    incident_type: str = child("incidentType", words=INCIDENTS, required=True)
    platform: str | None = child("platform")
    escalate: str | None = child("escalateToHighPriority", longest=LONG)
    annotations: Annotations | None = child("reportAnnotations")
    at: datetime = child("incidentDateTime", required=True)
    at_described: str | None = child("incidentDateTimeDescription", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebPage(Node):
    """A page or a piece of content at an address."""

    third_party_hosted: bool | None = attribute("thirdPartyHostedContent")
    url: tuple[str, ...] = child("url", longest=URL, **WEB)
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat(Node):
    """A conversation."""

    client: str | None = child("chatClient")
    room: str | None = child("chatRoomName")
    content: str | None = child("content", longest=LONG)
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class Game(Node):
    """A conversation in a game."""

    name: str | None = child("gameName")
    console: str | None = child("console")
    content: str | None = child("content", longest=LONG)
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class InternetDetails(Node):
    """Where it happened: one of these."""

    web_page: WebPage | None = child("webPageIncident")
    chat: Chat | None = child("chatImIncident")
    game: Game | None = child("onlineGamingIncident")


@dataclass(frozen=True, kw_only=True, slots=True)
class LawEnforcement(Node):
    """Who knows already."""

    agency: str = child("agencyName", required=True)
    case_number: str | None = child("caseNumber")
    officer: Person | None = child("officerContact")
    reported: bool | None = child("reportedToLe")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter(Node):
    """Who reports: us."""

    person: Person = child("reportingPerson", required=True)
    company: str | None = child("companyTemplate", longest=LONG)
    terms: str | None = child("termsOfService", longest=LONG)
    legal_url: str | None = child("legalURL", longest=URL, **WEB)


@dataclass(frozen=True, kw_only=True, slots=True)
class IpCaptureEvent(Node):
    """An internet address that an account came from."""

    ip: str = child("ipAddress", required=True, longest=45)
    event: str | None = child("eventName", words=EVENTS)
    at: datetime | None = child("dateTime")
    proxy: bool | None = child("possibleProxy")
    port: int | None = child("port")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceId(Node):
    """A device that an account was used from."""

    kind: str = child("idType", required=True, longest=SHORT)
    value: str = child("idValue", required=True)
    event: str | None = child("eventName", words=EVENTS)
    at: datetime | None = child("dateTime")


@dataclass(frozen=True, kw_only=True, slots=True)
class Disabled(Node):
    """That an account was switched off, and when."""

    at: datetime | None = attribute("disabledDate")
    yes: bool = content()


@dataclass(frozen=True, kw_only=True, slots=True)
class Location(Node):
    """Where an account seems to be."""

    city: str | None = child("city", longest=SHORT)
    region: str | None = child("region", longest=SHORT)
    country: str = child("countryCode", required=True, **COUNTRY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported(Node):
    """The person or user who is reported. One only."""

    person: Person | None = child("personOrUserReportedPerson")
    vehicle: str | None = child("vehicleDescription", longest=SHORT)
    id: str | None = child("espIdentifier")
    service: str | None = child("espService", longest=SHORT)
    compromised: bool | None = child("compromisedAccount")
    screen_name: str | None = child("screenName")
    display_name: tuple[str, ...] = child("displayName")
    profile_url: tuple[str, ...] = child("profileUrl", longest=URL, **WEB)
    profile_bio: str | None = child("profileBio", longest=LONG)
    ip_events: tuple[IpCaptureEvent, ...] = child("ipCaptureEvent")
    devices: tuple[DeviceId, ...] = child("deviceId")
    third_party: bool | None = child("thirdPartyUserReported")
    prior_reports: tuple[str, ...] = child("priorCTReports", **NUMBER)
    group: str | None = child("groupIdentifier")
    off_for_now: Disabled | None = child("accountTemporarilyDisabled")
    off_for_good: Disabled | None = child("accountPermanentlyDisabled")
    location: Location | None = child("estimatedLocation")
    all_emails: bool | None = child("allEmailsReported")
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class IntendedRecipient(Node):
    """The user for whom it was meant."""

    person: Person | None = child("intendedRecipientPerson")
    id: str | None = child("espIdentifier")
    service: str | None = child("espService", longest=SHORT)
    compromised: bool | None = child("compromisedAccount")
    screen_name: str | None = child("screenName")
    display_name: tuple[str, ...] = child("displayName")
    profile_url: tuple[str, ...] = child("profileUrl", longest=URL, **WEB)
    profile_bio: str | None = child("profileBio", longest=LONG)
    ip_events: tuple[IpCaptureEvent, ...] = child("ipCaptureEvent")
    devices: tuple[DeviceId, ...] = child("deviceId")
    prior_reports: tuple[str, ...] = child("priorCTReports", **NUMBER)
    off_for_now: Disabled | None = child("accountTemporarilyDisabled")
    off_for_good: Disabled | None = child("accountPermanentlyDisabled")
    location: Location | None = child("estimatedLocation")
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class Victim(Node):
    """The child, with whatever little is known."""

    person: Person = child("victimPerson", required=True)
    id: str | None = child("espIdentifier")
    service: str | None = child("espService", longest=SHORT)
    compromised: bool | None = child("compromisedAccount")
    screen_name: str | None = child("screenName")
    display_name: tuple[str, ...] = child("displayName")
    profile_url: tuple[str, ...] = child("profileUrl", longest=URL, **WEB)
    profile_bio: str | None = child("profileBio", longest=LONG)
    ip_events: tuple[IpCaptureEvent, ...] = child("ipCaptureEvent")
    devices: tuple[DeviceId, ...] = child("deviceId")
    school: str | None = child("schoolName", longest=SHORT)
    prior_reports: tuple[str, ...] = child("priorCTReports", **NUMBER)
    location: Location | None = child("estimatedLocation")
    info: str | None = child("additionalInfo", longest=LONG)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report(Node):
    """The whole document."""

    incident: IncidentSummary = child("incidentSummary", required=True)
    internet: tuple[InternetDetails, ...] = child("internetDetails")
    law_enforcement: LawEnforcement | None = child("lawEnforcement")
    reporter: Reporter = child("reporter", required=True)
    reported: Reported | None = child("personOrUserReported")
    intended_recipients: tuple[IntendedRecipient, ...] = child("intendedRecipient")
    victims: tuple[Victim, ...] = child("victim")
    info: str | None = child("additionalInfo", longest=LONG)
