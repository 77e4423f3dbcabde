"""Messages with the least, the usual and all data. People, places and digests are invented."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from belisha.referrals.message import (
    Account,
    Addressee,
    ConversationLine,
    CustodyEntry,
    Decision,
    Detection,
    EarlierReport,
    Ground,
    Item,
    Moment,
    Organisation,
    Person,
    ReferralMessage,
    Reporter,
    Rule,
    View,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

AUTHORITIES = {
    "emergency": "Emergency services",
    "police:E23000023": "Cambridgeshire Constabulary",
    "nca": "National Crime Agency",
    "ncmec": "NCMEC CyberTipline",
    "iwf": "Internet Watch Foundation",
    "DE:example": "An invented authority",
    "partner:other-desk": "The other desk",
}


def minutes(number: int) -> datetime:
    """So many minutes after noon on 2 November 2026."""
    return NOON + timedelta(minutes=number)


def digest(kind: str, number: int, digits: int) -> str:
    """A fingerprint of nothing: hex digits from a counter."""
    return hashlib.shake_256(f"{kind} {number}".encode()).hexdigest(digits // 2)


def least(authority: str = "police:E23000023", **changes: Any) -> ReferralMessage:
    """Only what a message can't do without."""
    values: dict[str, Any] = {
        "reference": "R-000001",
        "created_at": NOON,
        "organisation": Organisation(legal_name="Harbour Chat Ltd"),
        "recipient": Addressee(authority=authority, name=AUTHORITIES[authority]),
        "priority": "standard",
        "rule": Rule(title="An invented rule"),
    }
    return ReferralMessage(**(values | changes))


def usual(authority: str = "police:E23000023", **changes: Any) -> ReferralMessage:
    """What a report from a small service's own form and log holds."""
    values: dict[str, Any] = {
        "reference": "R-000002",
        "organisation": Organisation(
            legal_name="Harbour Chat Ltd",
            country="GB",
            service="Harbour Chat",
            contact_name="Rosa Lindqvist",
            contact_email="safety@harbour.example",
        ),
        "priority": "urgent",
        "priority_reasons": ("A child under 13 may be involved.", "It began less than a day ago."),
        "concerns": ("grooming",),
        "what_happened": "An adult account wrote to a child's account and asked to move to another service.",
        "occurred_at": minutes(-60),
        "accounts": (
            Account(id="u-1001", role="suspect", screen_name="bluekite", ips=("192.0.2.10",)),
            Account(id="u-1002", role="child", screen_name="littlefox"),
        ),
        "conversation": tuple(conversation(3)),
        "child": Person(country="GB", place="Ely", age=12),
        "detections": (Detection(how="A user's report", at=minutes(-30)),),
        "grounds": (Ground(element="Communication with a child", grounds="Lines 1 to 3."),),
        "decision": Decision(category="Grooming", decided_at=minutes(-5), decided_by="a moderator"),
        "custody": (CustodyEntry(at=minutes(-30), who="the public form", what="report received"),),
        "rule": Rule(
            title="Child online safety guidance",
            url="https://www.gov.uk/guidance",
            checked_on=date(2026, 11, 1),
            why="The child lives in this force's area.",
            basis="place of the child",
        ),
    }
    return least(authority, **(values | changes))


def everything(authority: str = "police:E23000023", **changes: Any) -> ReferralMessage:
    """Every field filled, with texts in several scripts and marks that mean something to a typesetter."""
    values: dict[str, Any] = {
        "reference": "R-000003",
        "created_at": datetime(2026, 11, 2, 13, 30, 15, 250_000, timezone(timedelta(hours=1))),
        "organisation": _organisation(),
        "recipient": _recipient(authority),
        "priority": "immediate",
        "priority_reasons": ("A child may be in danger now.",),
        "danger_now": "yes",
        "concerns": ("grooming", "coercion", "indecent_images"),
        "what_happened": "Message 1 of the report: #1 costs $5 * 2, see @user, C:\\path <tag> `code` // x\n"
        "Second line: καλημέρα, добрый день, שלום, مرحبا, สวัสดี, 你好, \N{WAVING HAND SIGN}.",
        "timeline": tuple(Moment(at=minutes(i - 90), what=f"Moment {i} of the report.") for i in range(4)),
        "accounts": tuple(_account(i) for i in range(3)),
        "items": tuple(items(3)),
        "conversation": tuple(conversation(12)),
        "suspect": Person(country="US", place="Springfield", age=41),
        "suspect_is_child": "no",
        "reporter": _reporter(),
        "decision": _decision(),
        "viewed": (View(at=minutes(-20), by="a moderator", form="blurred, without sound", item="i-0"),),
        "custody": tuple(CustodyEntry(at=minutes(i), who="a senior", what=f"Step {i}") for i in range(5)),
        "earlier_reports": (EarlierReport(authority="ncmec", reference="INVENTED-1", at=minutes(-600)),),
        "notes": ("This supplements R-000002: two more accounts came to light.",),
    }
    return usual(authority, **(values | changes))


def items(number: int) -> list[Item]:
    """Items with every fingerprint."""
    return [
        Item(
            id=f"i-{i}",
            locator=f"https://media.harbour.example/items/{i}?next=http://other.example/",
            content_type="image/jpeg",
            md5=digest("md5", i, 32),
            sha1=digest("sha1", i, 40),
            sha256=digest("sha256", i, 64),
            pdq=digest("pdq", i, 64),
            photodna=digest("photodna", i, 288),
            uploaded_at=minutes(i - 80),
            ip="2001:db8::7",
            port=50_000 + i % 10_000,
        )
        for i in range(number)
    ]


def conversation(number: int) -> list[ConversationLine]:
    """Lines of a conversation in neutral words."""
    return [
        ConversationLine(
            at=minutes(i - 120),
            from_="bluekite" if i % 2 == 0 else "littlefox",
            to="littlefox" if i % 2 == 0 else "bluekite",
            text=f"message {i + 1} of the reported conversation",
        )
        for i in range(number)
    ]


def _organisation() -> Organisation:
    return Organisation(
        legal_name="Harbour Chat Ltd",
        country="GB",
        service="Harbour Chat",
        address="1 Quay Street, Invented Town",
        contact_name="Rosa Lindqvist",
        contact_email="safety@harbour.example",
        contact_phone="+44 20 7946 0000",
        regulated_user_to_user="yes",
        nca_registration="INVENTED-42",
        authorised_persons=("Rosa Lindqvist", "Tom Okoro"),
    )


def _recipient(authority: str) -> Addressee:
    return Addressee(
        authority=authority,
        name=AUTHORITIES[authority],
        channel="web",
        url="https://authority.example/report",
        phone="999" if authority == "emergency" else "101",
        email="desk@authority.example",
        address="2 Bridge Road, Invented Town",
        how_fast="now",
        confirmed=True,
    )


def _account(number: int) -> Account:
    return Account(
        id=f"u-{2000 + number}",
        role=("suspect", "child", "other")[number % 3],
        screen_name=f"name_{number} #{number}",
        emails=(f"user{number}@mail.example",),
        phones=("+44 7700 900123",),
        ips=("192.0.2.10", "2001:db8::1"),
        profile_url=f"https://harbour.example/u/{number}",
        age_band="16_17",
    )


def _reporter() -> Reporter:
    return Reporter(
        source="Member of the public",
        may_contact=True,
        name="Sam Carter",
        email="sam@mail.example",
        phone="+44 7700 900456",
    )


def _decision() -> Decision:
    return Decision(
        category="Grooming and coercion",
        decided_at=minutes(-10),
        decided_by="a moderator",
        confirmed_by="a senior",
        confirmed_at=minutes(-5),
        one_person_mode=True,
        reasons="All elements are met on reasonable grounds.",
    )
