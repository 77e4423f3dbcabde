"""All that the page of one case shows, opened and frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from belisha.intake.read import ReportView, reports_of
from belisha.ledger.read import Line, history_under
from belisha.refusal import NotFound
from belisha.triage import match
from belisha.triage.lines import CaseLine, concern_words, line
from belisha.triage.models import Case, Membership, Priority, Remark
from belisha.triage.read import names_of, related
from belisha.vault.keys import KeyName
from belisha.vault.seal import Erased
from belisha.work.read import TaskView, tasks_about

REPORTS = 20  # on one page, each opened in full


@dataclass(frozen=True, kw_only=True)
class ReportInCase:
    """A report of the case, and why it is here."""

    report: ReportView
    concerns: tuple[str, ...]
    why: tuple[str, ...]
    joined_at: datetime
    priority_label: str
    points: int


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A case and its reports, without anything else about it."""

    case: CaseLine
    reports: list[ReportInCase]


@dataclass(frozen=True, kw_only=True)
class RemarkView:
    """What a person wrote."""

    kind_label: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One step of the case's history; `facts` is None where they were erased."""

    event: str
    at: datetime
    by: str
    facts: dict[str, object] | None


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One case with everything about it that this stage knows."""

    case: CaseLine
    first_seen_at: datetime | None
    first_seen_by: str
    claimed_at: datetime | None
    merged_into: tuple[UUID, str] | None
    reports: list[ReportInCase]
    remarks: list[RemarkView]
    tasks: list[TaskView]
    related: list[CaseLine]
    history: list[Happened]


def case_page(case_id: UUID, *, page: int = 1) -> CasePage:
    """The case, opened, with REPORTS of its reports from the most dangerous on; raises NotFound."""
    rows = Case.objects.select_related("owner", "service", "first_seen_by", "merged_into")
    case = rows.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    into = case.merged_into
    return CasePage(
        case=line(case),
        first_seen_at=case.first_seen_at,
        first_seen_by=case.first_seen_by.name if case.first_seen_by else "",
        claimed_at=case.claimed_at,
        merged_into=(into.id, into.label) if into else None,
        reports=_reports(case_id, page),
        remarks=[_remark(row) for row in case.remarks.select_related("by")],
        tasks=tasks_about(case._meta.label_lower, case_id),
        related=related(case_id),
        history=_history(case_id),
    )


def reported(case_id: UUID) -> Reported:
    """What a second look needs: the case with the most dangerous REPORTS of its reports; raises NotFound."""
    case = Case.objects.select_related("owner", "service").filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return Reported(case=line(case), reports=_reports(case_id, 1))


def _reports(case_id: UUID, page: int) -> list[ReportInCase]:
    current = Membership.objects.filter(case_id=case_id, left_at=None)
    start = (page - 1) * REPORTS
    shown = list(current.order_by("priority", "-points", "joined_at", "id")[start : start + REPORTS])
    opened = {report.id: report for report in reports_of([row.report_id for row in shown])}
    return [_in_case(row, opened[row.report_id]) for row in shown]


def _in_case(row: Membership, report: ReportView) -> ReportInCase:
    return ReportInCase(
        report=report,
        concerns=concern_words(report.concerns),
        why=tuple(match.why_in_words(row.why)),
        joined_at=row.joined_at,
        priority_label=Priority(row.priority).label,
        points=row.points,
    )


def _remark(row: Remark) -> RemarkView:
    try:
        text = row.text
    except Erased:
        text = ""
    return RemarkView(
        kind_label=row.get_kind_display(), text=text, by=row.by.name if row.by else "", at=row.at
    )


def _history(case_id: UUID) -> list[Happened]:
    entries = history_under(KeyName("case", case_id))
    names = names_of([entry.actor for entry in entries])
    return [_happened(entry, names) for entry in entries]


def _happened(entry: Line, names: dict[str, str]) -> Happened:
    return Happened(event=entry.event, at=entry.at, by=names.get(entry.actor, entry.actor), facts=entry.facts)
