"""What Schedule 1 asks for, field by field, with what is known here and where the service has the rest.

It works on a message as plain values, so that a page may hide names first. The particulars are second-hand:
see nca.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belisha.referrals.locator import refanged
from belisha.referrals.words import concerns

MOST = 100  # lines of a field on a page: the pack has them all
Message = Mapping[str, Any]
FINGERPRINTS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "pdq": "PDQ", "photodna": "PhotoDNA"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One value to be carried over. `copied`: what is pasted, where it isn't shown as it is."""

    label: str
    text: str
    copied: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One thing that is asked for. `where`: where the service has it, as far as it is missing here."""

    name: str
    lines: tuple[Line, ...]
    where: str
    more: int = 0

    @property
    def missing(self) -> bool:
        return not self.lines


def schedule(message: Message) -> tuple[Field, ...]:
    """Return the fields of Schedule 1, in its order."""
    return (*_of_the_report(message), *_of_the_content(message), *_of_the_account(message))


def addresses(message: Message) -> tuple[Field, ...]:
    """Return what the IWF is told by hand: each address, to be typed or pasted into its form."""
    where = "No address is known here. Look in the service’s own records, or withdraw this referral."
    return (_field("Address of each page or image", _located(message), where),)


def _of_the_report(message: Message) -> tuple[Field, ...]:
    us = message["organisation"]
    contact = [us["legal_name"], us["contact_name"], us["contact_email"], us["contact_phone"]]
    told = [
        Line(label=one["authority"], text=one["reference"] or "Reference not known")
        for one in message["earlier_reports"]
    ]
    return (
        _field("Reporting person", _lines("Contact", [", ".join(filter(None, contact))]), CONTACT),
        _field("What was detected", _lines("In short", [concerns(message["concerns"])]), JUDGED),
        _field("What happened", _lines("Text", [message["what_happened"]]), JUDGED),
        _field("Messages", _conversation(message), "Only what was reported is here: see the service’s log."),
        _field("How it was detected", _lines("Detection", _detections(message)), "The service’s log."),
        _field("Platform", _lines("Service", [us["service"]]), "Name the service on which it was found."),
        _field("Earlier report and its reference", told, "None is known here. Ask whoever reported before."),
    )


def _of_the_content(message: Message) -> tuple[Field, ...]:
    return (
        _field("When it was uploaded", _of_items(message, "uploaded_at"), UPLOAD),
        _field("Internet address at upload", _of_items(message, "ip"), UPLOAD),
        _field("Port at upload", _of_items(message, "port"), UPLOAD),
        _field("EXIF data", (), "Never read or held here. It is in the original, in the sealed store."),
        _field("URL", _located(message), "The service’s content store."),
        _field(
            "Hash of the original", _fingerprints(message), "The service’s scanner, or its content store."
        ),
    )


def _of_the_account(message: Message) -> tuple[Field, ...]:
    profile = [
        Line(label=one["id"], text=one["profile_url"], copied=refanged(one["profile_url"]))
        for one in message["accounts"]
        if one["profile_url"]
    ]
    return (
        _field("User name", _of_accounts(message, lambda one: [one["screen_name"] or one["id"]]), ACCOUNTS),
        _field("Billing", (), "The service’s payment records, or its payment provider."),
        _field("E-mail address", _of_accounts(message, lambda one: one["emails"]), ACCOUNTS),
        _field("Recovery e-mail address", (), ACCOUNTS),
        _field("Telephone number", _of_accounts(message, lambda one: one["phones"]), ACCOUNTS),
        _field("When the telephone number was verified", (), ACCOUNTS),
        _field("Profile URL", profile, ACCOUNTS),
        _field("Internet addresses of log-ins, 3 months", _of_accounts(message, _ips), LOGINS),
        _field("Connections of the account", (), "The service’s own records: friends, followers, groups."),
    )


CONTACT = "Settings, Organisation: contact for authorities."
JUDGED = "The case’s decision, and its reports."
UPLOAD = "The service’s upload log, beside the item’s id."
ACCOUNTS = "The service’s account records, beside the account’s id."
LOGINS = "The service’s sign-in log: here are only those that reports named."


def _field(name: str, lines: Iterable[Line], where: str) -> Field:
    known = [line for line in lines if line.text]
    return Field(name=name, lines=tuple(known[:MOST]), where=where, more=max(0, len(known) - MOST))


def _lines(label: str, texts: Iterable[str]) -> list[Line]:
    return [Line(label=label, text=text) for text in texts if text]


def _detections(message: Message) -> list[str]:
    return [
        f"{one['how']}, {_moment(one['at'])}" if one["at"] else one["how"] for one in message["detections"]
    ]


def _conversation(message: Message) -> list[Line]:
    return [
        Line(label=f"{_moment(one['at'])} {one['from_']}".strip(), text=one["text"])
        for one in message["conversation"]
    ]


def _of_items(message: Message, name: str) -> list[Line]:
    return [Line(label=one["id"], text=_moment(one[name])) for one in message["items"] if one[name]]


def _located(message: Message) -> list[Line]:
    return [
        Line(label=one["id"], text=one["locator"], copied=refanged(one["locator"]))
        for one in message["items"]
        if one["locator"]
    ]


def _fingerprints(message: Message) -> list[Line]:
    return [
        Line(label=f"{one['id']}, {words}", text=one[name])
        for one in message["items"]
        for name, words in FINGERPRINTS.items()
        if one[name]
    ]


def _of_accounts(message: Message, values: Callable[[Message], Iterable[str]]) -> list[Line]:
    return [
        Line(label=f"{one['id']} ({one['role']})", text=value)
        for one in message["accounts"]
        for value in values(one)
    ]


def _ips(account: Message) -> Iterable[str]:
    return [str(ip) for ip in account["ips"]]


def _moment(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S} UTC" if isinstance(value, datetime) else str(value or "")
