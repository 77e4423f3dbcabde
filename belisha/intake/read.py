"""Reports as others may see them: a sentence for whoever holds the receipt, the rest for staff."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from belisha.intake.models import Account, Item, Report, Signal, Source, State
from belisha.intake.receipts import read_receipt
from belisha.ledger.record import PUBLIC, Actor
from belisha.organisation.reach import within
from belisha.vault.keys import fetch
from belisha.vault.lookup import digest
from belisha.vault.seal import Erased

# The last three are one sentence: whoever holds the receipt, on a shared device perhaps, must not learn from
# it whether anybody was told of anything.
SENTENCES: dict[str, str] = {
    State.RECEIVED: "We have your report. A person will look at it.",
    State.IN_REVIEW: "Your report is in our queue. A person will look at it.",
    State.DECIDED: "A person has looked at your report and decided what to do.",
    State.REFERRED: "A person has looked at your report and decided what to do.",
    State.CLOSED: "A person has looked at your report and decided what to do.",
}


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a report stands. Only `sentence` is for whoever made the report; `state` is for the service."""

    receipt: str
    state: str
    sentence: str
    received_at: datetime


MADE_BY_MACHINES = (Source.HASH_MATCH, Source.URL_MATCH, Source.CLASSIFIER, Source.CONTACT_PATTERN)


def status_of(receipt: str, *, by: Actor = PUBLIC, of_people: bool = False) -> Status | None:
    """Return where the report of this receipt stands, or None where it is unknown or can't be a receipt.

    None too where it is beyond the reach of who asks.
    `of_people`: only where a person made it. To whoever uploaded what a machine found, even that there is a
    report would say that it matched.
    """
    shown = read_receipt(receipt)
    if shown is None:
        return None
    rows = within(Report.objects.filter(receipt_lookup=digest("receipt", shown)), by)
    row = rows.exclude(source__in=MADE_BY_MACHINES if of_people else ()).only("state", "received_at").first()
    if row is None:
        return None
    return Status(receipt=shown, state=row.state, sentence=SENTENCES[row.state], received_at=row.received_at)


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """A piece of content, opened."""

    id: UUID
    external_id: str
    locator: str
    content_type: str
    fingerprints: dict[str, str]
    uploaded_at: datetime | None
    ip: str
    port: int | None


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """One of the service's users, opened; what was not said is ""."""

    external_id: str
    role: str
    role_label: str
    age_band: str
    age_label: str
    screen_name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    ips: tuple[str, ...]
    profile_url: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line of a conversation, opened."""

    at: datetime | None
    sender: str
    recipient: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SignalView:
    """Machine evidence, opened."""

    kind: str
    kind_label: str
    produced_by: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """A report, opened. Once it is `erased`, what was sealed is empty and only the plain facts remain."""

    id: UUID
    source: str
    source_label: str
    concerns: tuple[str, ...]
    danger_now: str
    service: str
    viewer_link: str
    state: str
    sent_by: str
    received_at: datetime
    occurred_at: datetime | None
    erased: bool = False
    receipt: str = ""
    what_happened: str = ""
    conversation: tuple[LineView, ...] = ()
    child: dict[str, Any] = field(default_factory=dict)
    suspect: dict[str, Any] = field(default_factory=dict)
    reporter: dict[str, Any] = field(default_factory=dict)
    already_reported: tuple[dict[str, Any], ...] = ()
    other_facts: dict[str, Any] = field(default_factory=dict)
    removed: tuple[dict[str, Any], ...] = ()
    items: tuple[ItemView, ...] = ()
    accounts: tuple[AccountView, ...] = ()
    signals: tuple[SignalView, ...] = ()


def reports_of(report_ids: Iterable[UUID]) -> list[ReportView]:
    """Return these reports opened, the oldest first; the number of queries doesn't grow with theirs."""
    rows = list(
        Report.objects.filter(id__in=list(report_ids))
        .select_related("service")
        .prefetch_related("items", "accounts", "signals")
        .order_by("received_at", "id")
    )
    fetch({row.sealed_under() for row in rows})
    return [_view(row) for row in rows]


def said_in(report_ids: Iterable[UUID]) -> list[ReportView]:
    """Return these reports with nothing opened but what the router asks for: no text, no account, no item."""
    rows = list(
        Report.objects.filter(id__in=list(report_ids)).select_related("service").order_by("received_at", "id")
    )
    fetch({row.sealed_under() for row in rows})
    return [_said(row) for row in rows]


def _said(row: Report) -> ReportView:
    try:
        return ReportView(
            **_plain(row),
            child=row.child,
            suspect=row.suspect,
            already_reported=tuple(row.already_reported),
            other_facts=row.other_facts,
        )
    except Erased:
        return ReportView(**_plain(row), erased=True)


def _view(row: Report) -> ReportView:
    try:
        return ReportView(**_plain(row), **_opened(row))
    except Erased:
        return ReportView(**_plain(row), erased=True)


def _plain(row: Report) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "source_label": row.get_source_display(),
        "concerns": tuple(row.concerns),
        "danger_now": row.danger_now,
        "service": row.service.name if row.service else "",
        "viewer_link": row.service.viewer_link if row.service else "",
        "state": row.state,
        "sent_by": row.sent_by,
        "received_at": row.received_at,
        "occurred_at": row.occurred_at,
    }


def _opened(row: Report) -> dict[str, Any]:
    return {
        "receipt": row.receipt,
        "what_happened": row.what_happened,
        "conversation": tuple(_line(line) for line in row.conversation),
        "child": row.child,
        "suspect": row.suspect,
        "reporter": row.reporter,
        "already_reported": tuple(row.already_reported),
        "other_facts": row.other_facts,
        "removed": tuple(row.removed),
        "items": tuple(_item(item) for item in row.items.all()),
        "accounts": tuple(_account(account) for account in row.accounts.all()),
        "signals": tuple(_signal(signal) for signal in row.signals.all()),
    }


def _line(line: dict[str, Any]) -> LineView:
    return LineView(
        at=datetime.fromisoformat(line["at"]) if "at" in line else None,
        sender=line.get("from", ""),
        recipient=line.get("to", ""),
        text=line.get("text", ""),
    )


def _item(item: Item) -> ItemView:
    return ItemView(
        id=item.id,
        external_id=item.external_id,
        locator=item.locator,
        content_type=item.content_type,
        fingerprints=item.fingerprints,
        uploaded_at=item.uploaded_at,
        ip=item.address.get("ip", ""),
        port=item.address.get("port"),
    )


def _account(account: Account) -> AccountView:
    details = account.details
    return AccountView(
        external_id=account.external_id,
        role=account.role,
        role_label=account.get_role_display(),
        age_band=account.age_band,
        age_label=account.get_age_band_display(),
        screen_name=details.get("screen_name", ""),
        emails=tuple(details.get("emails", ())),
        phones=tuple(details.get("phones", ())),
        ips=tuple(details.get("ips", ())),
        profile_url=details.get("profile_url", ""),
    )


def _signal(signal: Signal) -> SignalView:
    return SignalView(
        kind=signal.kind,
        kind_label=signal.get_kind_display(),
        produced_by=signal.produced_by,
        facts=signal.facts,
    )
