"""Appeals come in: by the code of a notice, by the receipt of a report, or about what works by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from belisha.decisions.decide import standing
from belisha.enforcement import appeal_rules as rules
from belisha.enforcement import notice_facts as facts
from belisha.enforcement.appeal_refusals import (
    AskedAlready,
    CodeMissing,
    NotDecidedYet,
    TextMissing,
    TooLate,
    UnknownCode,
)
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.notices import CODE
from belisha.intake.models import Report, State
from belisha.intake.read import MADE_BY_MACHINES
from belisha.intake.receipts import new_receipt, read_receipt
from belisha.ledger.record import Actor, record
from belisha.organisation.models import Service
from belisha.organisation.profile import profile
from belisha.organisation.reach import refuse_other, service_of, within
from belisha.referrals.clock import working_days_after
from belisha.triage.models import Case
from belisha.vault.lookup import digest
from belisha.work.assign import open_task

Kind = Appeal.Kind
TASK = "appeal"
PERMISSION = "enforcement.decide_appeal"
ASKED = "Somebody says that this was wrong. Whoever had no part in it decides."
RECEIPT = "appeal_receipt"
NOBODYS = "0000 0000 0000 0000"
TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Received:
    """What whoever appeals is told at once."""

    receipt: str
    received_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was sent."""

    text: str
    code: str
    contact: str
    retry: str
    service: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a code or a receipt stands for."""

    kind: str
    lookup: bytes
    case: Case | None = None
    notice: Notice | None = None
    report: Report | None = None

    @property
    def service(self) -> Service | None:
        """Whose content, account or report it is about."""
        about = self.notice.order if self.notice else self.report
        return about.service if about else None


def appeal(
    *,
    text: str,
    by: Actor,
    code: str = "",
    tool: bool = False,
    contact: str = "",
    retry: str = "",
    service: str = "",
) -> Received:
    """Take an appeal, durably, and ask a person who had no part in it.

    `code`: a notice's code or a report's receipt; a complaint about what works by itself (`tool`) needs none,
    and may say whose `service` it is about. `retry`: the same again gets the same answer. There is one appeal
    to each code. Raises UnknownCode, CodeMissing, TextMissing, NotDecidedYet, TooLate, AskedAlready,
    UnknownService, OtherService, ServiceMissing.
    """
    if not text.strip():
        raise TextMissing
    refuse_other(service, by)
    given = Given(text=text.strip(), code=code, contact=contact.strip(), retry=retry, service=service)
    for _ in range(TRIES):
        try:
            return _take(given, by, tool=tool)
        except IntegrityError:
            # Another came in between with the same number or the same code: it is there to be seen now.
            continue
    raise AskedAlready


@transaction.atomic
def _take(given: Given, by: Actor, *, tool: bool) -> Received:
    # With what it says: who goes back and writes something else has not sent the same again.
    said = "\0".join((by.ledger_name, given.retry, given.code, given.text, given.contact))
    key = digest("appeal_retry", said) if given.retry else None
    if key and (same := Appeal.objects.filter(retry_lookup=key).first()):
        return _received(same)
    found = _found(given.code, by, tool=tool)
    if found and Appeal.objects.filter(code_lookup=found.lookup).exists():
        raise AskedAlready
    row = _row(found, text=given.text, contact=given.contact, sent_by=by.ledger_name[:80])
    row.service = found.service if found else service_of(given.service, by)
    row.retry_lookup = key
    row.save(force_insert=True)
    facts: dict[str, Any] = {"due_at": row.due_at}
    open_task(kind=TASK, about=row, label=_label(row), reason=ASKED, permission=PERMISSION, **facts)
    record("appeal.received", by=by, about=row, kind=row.kind, number=row.number)
    return _received(row)


def _row(found: Found | None, *, text: str, contact: str, sent_by: str) -> Appeal:
    now, receipt = timezone.now(), new_receipt()
    case = found.case if found else None
    last = Appeal.objects.aggregate(last=Max("number"))["last"] or 0
    return Appeal(
        number=last + 1,
        kind=found.kind if found else Kind.TOOL,
        case=case,
        notice=found.notice if found else None,
        order=found.notice.order if found and found.notice else None,
        report=found.report if found else None,
        decision=_decision(found),
        code_lookup=found.lookup if found else None,
        receipt=receipt,
        receipt_lookup=digest(RECEIPT, receipt),
        text=text,
        contact=contact,
        sent_by=sent_by,
        received_at=now,
        due_at=working_days_after(now, settings.BELISHA.appeal_working_days),
    )


def _decision(found: Found | None) -> Any:
    if found is None or found.case is None:
        return None
    if found.notice and found.notice.order.decision:
        return found.notice.order.decision
    return standing(found.case)


def _found(code: str, by: Actor, *, tool: bool) -> Found | None:
    if not code.strip():
        if tool:
            return None
        raise CodeMissing
    shown = read_receipt(code)
    # Both are looked for whatever was typed, so that every wrong number takes as long as another.
    notice, report = notice_of(shown or NOBODYS, by), report_of(shown or NOBODYS, by)
    if shown is None or (notice is None and report is None):
        raise UnknownCode
    return _by_notice(notice, tool=tool) if notice else _by_report(report, tool=tool)


def _by_notice(notice: Notice, *, tool: bool) -> Found:
    if not rules.in_time(at=timezone.now(), until=notice.appeal_until):
        until = notice.appeal_until.astimezone(profile().zone)
        raise TooLate(until=f"{until:%-d %B %Y}")
    kind = Kind.TOOL if tool else Kind.ACTION
    return Found(kind=kind, lookup=bytes(notice.code_lookup), case=notice.case, notice=notice)


def _by_report(report: Report | None, *, tool: bool) -> Found:
    membership = report.memberships.select_related("case").filter(left_at=None).first() if report else None
    if report is None or membership is None or report.state in (State.RECEIVED, State.IN_REVIEW):
        raise NotDecidedYet
    kind = Kind.TOOL if tool else Kind.TURNED_DOWN
    return Found(kind=kind, lookup=bytes(report.receipt_lookup), case=membership.case, report=report)


def notice_of(code: str, by: Actor) -> Notice | None:
    """The notice of a code that somebody may have been told, within the reach of who asks."""
    rows = Notice.objects.select_related("order__decision", "order__service", "case")
    rows = within(rows.filter(code_lookup=digest(CODE, code)), by, path="order__service")
    found = rows.first()
    # Asked now: what was held may be told again, and is shown to the service, before the worker has noted it.
    held = found is not None and found.told_at is None and found.held_since is not None
    return None if found is not None and held and not facts.may_be_told(found.order) else found


def report_of(receipt: str, by: Actor) -> Report | None:
    """The report of a receipt, where a person made it: a machine's would say that something matched."""
    rows = within(Report.objects.filter(receipt_lookup=digest("receipt", receipt)), by)
    return rows.exclude(source__in=MADE_BY_MACHINES).first()


def _received(row: Appeal) -> Received:
    return Received(receipt=row.receipt, received_at=row.received_at, due_at=row.due_at)


def _label(row: Appeal) -> str:
    label = row.label.capitalize()
    return f"{label}, {row.case.label}" if row.case else label
