"""All that the page of one case shows, opened and frozen."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from belisha.intake.read import ReportView
from belisha.ledger.read import Line, history_under
from belisha.people.models import Staff
from belisha.people.read import names_of
from belisha.refusal import NotFound
from belisha.triage import match
from belisha.triage.hide import hidden_reports, memberships
from belisha.triage.lines import CaseLine, concern_words, line
from belisha.triage.mask import Hidden, Mask
from belisha.triage.models import Case, Membership, Priority, Remark
from belisha.triage.read import related
from belisha.vault.keys import KeyName
from belisha.vault.seal import Erased
from belisha.work.models import CASE
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
    mask: Mask

    @property
    def hidden(self) -> list[Hidden]:
        """What is hidden now from whoever looks."""
        return self.mask.hidden


def case_page(case_id: UUID, *, viewer: Staff, page: int = 1) -> CasePage:
    """The case, opened, with REPORTS of its reports from the most dangerous on; raises NotFound."""
    rows = Case.objects.select_related("owner", "service", "first_seen_by", "merged_into")
    case = rows.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    into = case.merged_into
    mask, reports = _masked(case_id, viewer, page)
    return CasePage(
        case=line(case),
        first_seen_at=case.first_seen_at,
        first_seen_by=case.first_seen_by.name if case.first_seen_by else "",
        claimed_at=case.claimed_at,
        merged_into=(into.id, into.label) if into else None,
        reports=reports,
        remarks=[_remark(row, mask) for row in case.remarks.select_related("by")],
        tasks=[replace(task, reason=mask.text(task.reason)) for task in tasks_about(CASE, case_id)],
        related=related(case_id, viewer),
        history=[replace(step, facts=mask.all(step.facts)) for step in _history(case_id)],
        mask=mask,
    )


def reported(case_id: UUID, *, viewer: Staff) -> Reported:
    """What a second look needs: the case with the most dangerous REPORTS of its reports; raises NotFound."""
    case = Case.objects.select_related("owner", "service").filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return Reported(case=line(case), reports=_masked(case_id, viewer, 1)[1])


def _masked(case_id: UUID, viewer: Staff, page: int) -> tuple[Mask, list[ReportInCase]]:
    start = (page - 1) * REPORTS
    shown = list(memberships(case_id)[start : start + REPORTS])
    mask, reports = hidden_reports(case_id, viewer, [row.report_id for row in shown])
    return mask, [_in_case(row, reports[row.report_id]) for row in shown]


def _in_case(row: Membership, report: ReportView) -> ReportInCase:
    return ReportInCase(
        report=report,
        concerns=concern_words(report.concerns),
        why=tuple(match.why_in_words(row.why)),
        joined_at=row.joined_at,
        priority_label=Priority(row.priority).label,
        points=row.points,
    )


def _remark(row: Remark, mask: Mask) -> RemarkView:
    try:
        text = mask.text(row.text)
    except Erased:
        text = ""
    return RemarkView(
        kind_label=row.get_kind_display(), text=text, by=row.by.name if row.by else "", at=row.at
    )


def _history(case_id: UUID) -> list[Happened]:
    entries = history_under(KeyName("case", case_id))
    names = names_of(entry.actor for entry in entries)
    return [_happened(entry, names) for entry in entries]


def _happened(entry: Line, names: dict[str, str]) -> Happened:
    return Happened(event=entry.event, at=entry.at, by=names.get(entry.actor, entry.actor), facts=entry.facts)
