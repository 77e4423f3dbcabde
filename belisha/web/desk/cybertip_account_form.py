"""The form of one account in a CyberTip: what a person knows of it besides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, cast, get_args

from django import forms
from django.utils import timezone

from belisha.referrals.cybertip import (
    Associated,
    Association,
    Contact,
    ContactKind,
    CyberTip,
    Device,
    EventName,
    IpEvent,
    TipAccount,
)
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import Account
from belisha.routing.countries import countries
from belisha.routing.facts import Known
from belisha.web.desk.cybertip_forms import known, lines, moment, text
from belisha.web.forms import DateInput

PLACES = [
    ("", "By its role in the case"),
    ("reported", "The user who is reported"),
    ("victim", "A victim"),
    ("intended_recipient", "An intended recipient"),
    ("left_out", "In no place of its own"),
]
PHONE_KINDS = tuple(one for one in get_args(ContactKind) if one)
EMAIL_KINDS = PHONE_KINDS[:4]
ASSOCIATIONS = get_args(Association)
_YES_NO = {"yes": "yes", "no": "no"}
EVENTS = {one.lower(): one for one in get_args(EventName)}
WHEN = "Give the day and the time, such as 2026-11-02 07:00, or leave it out."


class AccountForm(forms.Form):
    """One account."""

    place = forms.ChoiceField(label="Stands in the report as", choices=PLACES, required=False)
    first_name = text("First name", longest=100)
    last_name = text("Last name", longest=100)
    born = forms.DateField(label="Date of birth", required=False, widget=DateInput())
    display_names = lines("Names shown")
    bio = lines("Text of the profile", hint="")
    ip_events = lines(
        "Internet addresses",
        hint="One a line: address, event, day and time, port. Events: Login, Registration, Purchase, Upload,"
        " Other, Unknown. Such as: 192.0.2.10, Login, 2026-11-02 07:00, 50123",
        longest=20_000,
    )
    devices = lines(
        "Devices",
        hint="One a line: kind, value, event, day and time. Such as: IMEI, 000000000000000, Login",
        longest=20_000,
    )
    contacts = lines(
        "What is known of its e-mail addresses and telephone numbers",
        hint="One a line: address or number, use, verified (yes or no), day and time. Further ones are added."
        " Uses: Home, Work, Business, Recovery; of a number also Mobile, Fax, Internet."
        " Such as: kite@mail.example, Recovery, yes, 2026-10-01 09:00",
        longest=20_000,
    )
    associated = lines(
        "Accounts that go with it",
        hint="One a line: kind, platform, identifier, screen name. Kinds: Billing, Linked, Business, Creator,"
        " Parent/Guardian, Other. Such as: Linked, Other Chat, u-77, kite2. Only of the user reported.",
        longest=20_000,
    )
    compromised = known("Was it taken over by somebody else?")
    third_party = known("Is it an account on somebody else's service?")
    all_emails = known("Are all its e-mail addresses here?")
    prior_reports = lines("Numbers of earlier CyberTipline reports")
    group = text("Group that it belongs to")
    disabled_for_now_at = moment("Switched off for a time on")
    disabled_for_good_at = moment("Switched off for good on")
    city = text("Estimated place: town", longest=100)
    region = text("Estimated place: region", longest=100)
    country = forms.ChoiceField(
        label="Estimated place: country",
        required=False,
        choices=lambda: [("", "Not known"), *sorted(countries().items(), key=lambda pair: str(pair[1]))],
    )
    vehicle = text("Vehicle", longest=100)
    school = text("School", longest=100)
    note = lines("What else is known", hint="")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_ip_events(self) -> tuple[IpEvent, ...]:
        return tuple(_each(self.cleaned_data["ip_events"], _ip_event))

    def clean_devices(self) -> tuple[Device, ...]:
        return tuple(_each(self.cleaned_data["devices"], _device))

    def clean_contacts(self) -> tuple[Contact, ...]:
        return tuple(_each(self.cleaned_data["contacts"], _contact))

    def clean_associated(self) -> tuple[Associated, ...]:
        return tuple(_each(self.cleaned_data["associated"], _associate))

    def clean_prior_reports(self) -> tuple[str, ...]:
        rows = _rows(self.cleaned_data["prior_reports"])
        if not all(one.isascii() and one.isdigit() and len(one) <= 18 for one in rows):
            raise forms.ValidationError("A report's number is digits alone, one a line.")
        return rows

    def clean_display_names(self) -> tuple[str, ...]:
        return _rows(self.cleaned_data["display_names"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("city") or given.get("region")) and not given.get("country"):
            self.add_error("country", "Choose the country of this place.")
        return given

    @property
    def has_more(self) -> bool:
        """Was anything entered before?"""
        return self.initial != of_account(TipAccount(id=self.account.id))

    @property
    def said(self) -> TipAccount:
        """What was entered. Raises NotSendable, naming the field."""
        given = dict(self.cleaned_data)
        unknown = {name: given[name] or "unknown" for name in ("compromised", "third_party", "all_emails")}
        return TipAccount(**given | unknown | {"id": self.account.id})


def of_account(more: TipAccount) -> dict[str, Any]:
    """What the form of an account begins with."""
    given = {name: getattr(more, name) for name in AccountForm.base_fields}
    return given | {
        "display_names": "\n".join(more.display_names),
        "prior_reports": "\n".join(more.prior_reports),
        "ip_events": "\n".join(_row(one.ip, one.event, _shown(one.at), one.port) for one in more.ip_events),
        "contacts": "\n".join(
            _row(one.value, one.kind, _YES_NO.get(one.verified, ""), _shown(one.verified_at))
            for one in more.contacts
        ),
        "associated": "\n".join(
            _row(one.kind, one.platform, one.id, one.screen_name) for one in more.associated
        ),
        "devices": "\n".join(_row(one.kind, one.value, one.event, _shown(one.at)) for one in more.devices),
    }


def _row(*cells: Any) -> str:
    return ", ".join(str(one) if one is not None else "" for one in cells).rstrip(", ")


def _shown(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _rows(given: str) -> tuple[str, ...]:
    return tuple(row.strip() for row in given.splitlines() if row.strip())


def _each(given: str, make: Callable[[list[str]], Any]) -> Iterator[Any]:
    for number, row in enumerate(_rows(given), 1):
        try:
            yield make([cell.strip() for cell in row.split(",")])
        except (NotSendable, ValueError) as problem:
            why = getattr(problem, "reason", "") or str(problem)
            raise forms.ValidationError(f"Line {number}: {why}.") from None


def _ip_event(cells: list[str]) -> IpEvent:
    ip, event, at, port = [*cells, "", "", "", ""][:4]
    number = int(port) if port.isascii() and port.isdigit() else None
    if len(cells) > 4 or (port and number is None):
        raise ValueError("give the address, event, day and time, port")
    return IpEvent(ip=ip, event=_event(event), at=_at(at), port=number)


def _device(cells: list[str]) -> Device:
    kind, value, event, at = [*cells, "", "", "", ""][:4]
    if len(cells) > 4 or not kind or not value:
        raise ValueError("give the kind and the value, then the event, day and time")
    return Device(kind=kind, value=value, event=_event(event), at=_at(at))


def _contact(cells: list[str]) -> Contact:
    value, use, verified, at = [*cells, "", "", ""][:4]
    if len(cells) > 4 or not value:
        raise ValueError("give the address or number, its use, whether it was verified, day and time")
    if verified and verified.lower() not in _YES_NO:
        raise ValueError("whether it was verified is yes or no, or left out")
    uses = EMAIL_KINDS if "@" in value else PHONE_KINDS
    kind = cast(ContactKind, _word(use, uses, "a use") if use else "")
    return Contact(
        value=value, kind=kind, verified=cast(Known, verified.lower() or "unknown"), verified_at=_at(at)
    )


def _associate(cells: list[str]) -> Associated:
    kind, platform, name, screen_name = [*cells, "", "", ""][:4]
    if len(cells) > 4 or not (platform or name or screen_name):
        raise ValueError("give the kind, then the platform, identifier, screen name")
    known_kind = cast(Association, _word(kind, ASSOCIATIONS, "a kind"))
    return Associated(kind=known_kind, platform=platform, id=name, screen_name=screen_name)


def _word(given: str, words: Iterable[str], what: str) -> str:
    known_words = {one.lower(): one for one in words}
    if given.lower() not in known_words:
        raise ValueError(f"{what} is one of {', '.join(known_words.values())}")
    return known_words[given.lower()]


def _event(word: str) -> EventName:
    if word and word.lower() not in EVENTS:
        raise ValueError(f"an event is one of {', '.join(EVENTS.values())}")
    return cast(EventName, EVENTS.get(word.lower(), "Unknown"))


def _at(given: str) -> datetime | None:
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise ValueError(WHEN.rstrip(".")) from None
    return at if at.tzinfo else timezone.make_aware(at)


def merged(tip: CyberTip, shown: dict[str, TipAccount]) -> tuple[TipAccount, ...]:
    """The accounts as they were, with what was entered of those that were shown; proxies are kept."""
    kept = {one.id: one for one in tip.accounts}
    for name, said in shown.items():
        proxies = {one.ip: one.proxy for one in kept[name].ip_events} if name in kept else {}
        events = tuple(replace(one, proxy=proxies.get(one.ip, one.proxy)) for one in said.ip_events)
        kept[name] = replace(said, ip_events=events)
    return tuple(one for one in kept.values() if one != TipAccount(id=one.id))
