"""A report's rows, made from its checked values and its texts without pictures; nothing is written here."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from belisha.intake.cutting import Removed, without_pictures
from belisha.intake.identifiers import identifiers
from belisha.intake.incoming import IncomingAccount, IncomingItem, IncomingReport
from belisha.intake.models import Account, Identifier, Item, Report, Signal
from belisha.intake.receipts import new_receipt
from belisha.ledger.record import Actor
from belisha.organisation.models import Service
from belisha.vault.lookup import digest

Texts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One report and all that belongs to it, ready to be saved in this order."""

    report: Report
    items: list[Item] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)


def rows_of(incoming: IncomingReport, by: Actor, service: Service | None) -> Rows:
    """Return the rows of a report that comes in now, with a new receipt."""
    texts, removed = without_pictures(incoming.texts())
    report = _report(incoming, texts, removed)
    report.sent_by, report.service = by.ledger_name, service
    pairs = zip(incoming.items, texts["items"], strict=True)
    named = zip(incoming.accounts, texts["accounts"], strict=True)
    return Rows(
        report=report,
        items=[_item(report, place, item, text) for place, (item, text) in enumerate(pairs)],
        accounts=[_account(report, place, account, text) for place, (account, text) in enumerate(named)],
        signals=[Signal(report=report, place=place, **text) for place, text in enumerate(texts["signals"])],
        identifiers=identifiers(report, incoming),
    )


def _report(incoming: IncomingReport, texts: Texts, removed: Removed) -> Report:
    receipt = new_receipt()
    return Report(
        source=incoming.source,
        concerns=list(dict.fromkeys(concern.value for concern in incoming.concerns)),
        danger_now=incoming.danger_now,
        received_at=timezone.now(),
        occurred_at=incoming.occurred_at,
        receipt=receipt,
        receipt_lookup=digest("receipt", receipt),
        what_happened=texts["what_happened"],
        conversation=texts["conversation"],
        child=texts.get("child", {}),
        suspect=texts.get("suspect", {}),
        reporter=texts.get("reporter", {}),
        already_reported=texts["already_reported"],
        other_facts=incoming.other_facts(),
        removed=removed,
    )


def _item(report: Report, place: int, item: IncomingItem, text: Texts) -> Item:
    return Item(
        report=report,
        place=place,
        external_id=text["id"],
        locator=text.get("locator", ""),
        content_type=text.get("content_type", ""),
        fingerprints=item.fingerprints(),
        uploaded_at=item.uploaded_at,
        address={name: text[name] for name in ("ip", "port") if name in text},
    )


def _account(report: Report, place: int, account: IncomingAccount, text: Texts) -> Account:
    columns = {"id", "role", "age_band"}
    return Account(
        report=report,
        place=place,
        external_id=text["id"],
        role=account.role or "",
        age_band=account.age_band or "",
        details={name: value for name, value in text.items() if name not in columns and value != []},
    )
