"""Every way in ends here: one report, with its receipt, durable before it is answered."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Account, Identifier, Item, Report, Signal, Source, State
from belisha.intake.quotas import ACCOUNT, is_flood
from belisha.intake.repeat import earlier_report, retry_row
from belisha.intake.rows import Rows, rows_of
from belisha.ledger.record import PUBLIC, SYSTEM, Actor, record
from belisha.organisation.reach import service_of
from belisha.organisation.read import only_service
from belisha.refusal import Refusal
from belisha.vault.keys import make_key

CHUNK = 500  # rows or ids in one statement
OURS = re.compile(r"belisha\b", re.IGNORECASE)
"""What this desk's own detectors are called: whoever reads a signal of theirs takes it for a fact."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """The answer to a report. `replayed`: the same report had come in before with the same key."""

    report_id: UUID
    receipt: str
    state: str = State.RECEIVED.value
    replayed: bool = False


class NotByThisDesk(Refusal):
    """A signal is said to be produced by this desk. What it finds itself comes in no other way."""

    code = "not_by_this_desk"
    field = "signals"


class WrongSource(Refusal):
    """What comes in by the public form has the source "public"."""

    code = "wrong_source"
    field = "source"


def receive(
    *,
    report: IncomingReport,
    by: Actor,
    idempotency_key: str | None = None,
    removed: Sequence[dict[str, Any]] = (),
    visitor: str = "",
) -> Received:
    """Keep a report and return its receipt once it is durable.

    The same `idempotency_key` and report from the same client give the same answer; another report with it
    raises IdempotencyConflict. Raises UnknownService, OtherService, ServiceMissing, WrongSource and
    NotByThisDesk too. A report that names no service is of the desk's only one, where it has one.
    `removed`: what a door has taken out of the texts before, as cutting.py describes it.
    `visitor`: the network that a report without a key comes from, counted and not kept.
    """
    if by == PUBLIC and report.source != Source.PUBLIC:
        raise WrongSource
    if by != SYSTEM and any(OURS.match(signal.produced_by) for signal in report.signals):
        raise NotByThisDesk
    if earlier := _earlier(report, by, idempotency_key):
        return earlier
    rows = rows_of(report, by, service_of(report.service, by) or only_service())
    rows.report.removed = [*removed, *rows.report.removed]
    rows.report.slow = is_flood(visitor=visitor, key=by.ledger_name, accounts=_accounts(rows))
    # Made before the transaction: durable in its own store first, and while nobody waits for our lock.
    make_key(rows.report.sealed_under())
    try:
        return _store(rows, report, by, idempotency_key)
    except IntegrityError:
        # A repeat of the same request was faster: its answer is ours.
        if earlier := _earlier(report, by, idempotency_key):
            return earlier
        raise


def move(*, report_ids: Iterable[UUID], state: State) -> int:
    """Set where these reports stand, inside the use case that moves their case and records it."""
    ids = list(report_ids)
    chunks = (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
    return sum(Report.objects.filter(id__in=chunk).update(state=state) for chunk in chunks)


def _accounts(rows: Rows) -> list[bytes]:
    return [bytes(one.digest) for one in rows.identifiers if one.kind == ACCOUNT and one.joins]


def _earlier(report: IncomingReport, by: Actor, key: str | None) -> Received | None:
    row = earlier_report(report, by, key) if key else None
    return Received(report_id=row.id, receipt=row.receipt, replayed=True) if row else None


@transaction.atomic
def _store(rows: Rows, incoming: IncomingReport, by: Actor, key: str | None) -> Received:
    report = rows.report
    if key:
        # First of all, so that a repeat stops here and not after its work.
        retry_row(report, incoming, by, key).save(force_insert=True)
    save([rows])
    record("report.received", by=by, about=report, **counts(rows))
    return Received(report_id=report.id, receipt=report.receipt)


def save(several: Sequence[Rows]) -> None:
    """Save the rows of new reports, inside the use case that records them."""
    Report.objects.bulk_create([rows.report for rows in several], CHUNK)
    Item.objects.bulk_create([item for rows in several for item in rows.items], CHUNK)
    Account.objects.bulk_create([account for rows in several for account in rows.accounts], CHUNK)
    Signal.objects.bulk_create([signal for rows in several for signal in rows.signals], CHUNK)
    Identifier.objects.bulk_create([one for rows in several for one in rows.identifiers], CHUNK)


def counts(rows: Rows) -> dict[str, object]:
    """What the ledger says of a report that came in."""
    report = rows.report
    return {
        "source": report.source,
        "concerns": report.concerns,
        "danger_now": report.danger_now,
        "items": len(rows.items),
        "accounts": len(rows.accounts),
        "lines": len(report.conversation),
        "signals": len(rows.signals),
        "removed": len(report.removed),
    }
