"""A report joins a case: an open one about the same account, item, fingerprint or child, or a new."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.intake.models import Report, State
from belisha.intake.receive import move
from belisha.ledger.record import SYSTEM, record
from belisha.refusal import NotFound
from belisha.triage import match
from belisha.triage.cases import WORKABLE, new_case, one_at_a_time, put_in, weigh_again
from belisha.triage.models import Case, Membership
from belisha.triage.weigh import Weighed, weigh
from belisha.work.assign import open_task

OPEN_NOW = "open_immediate_case"
WAKE_REASON = "A report says that a child is in danger now."


@transaction.atomic
def triage(*, report_id: UUID) -> Case:
    """Bring a report into its case and return that; again for the same report, nothing happens.

    Where several open cases match, it joins the most dangerous, of those the oldest; the others are named in
    the ledger and on the case's page, where a person may merge them.
    """
    counter = one_at_a_time()
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound(what="report")
    if there := Membership.objects.filter(report=report, left_at=None).select_related("case").first():
        return there.case
    weighed = weigh(report, timezone.now())
    found = _matching(report)
    case = found.case or new_case(counter, since=report.received_at, service=report.service)
    put_in(case, report, found.why, weighed)
    case.child_suspect = case.child_suspect or weighed.child_suspect
    danger = report.danger_now == "yes"
    weigh_again(case, since=report.received_at, danger_reported=danger)
    move(report_ids=[report.id], state=State.IN_REVIEW)
    if danger:
        wake(case)
    _record(case, report, found, weighed)
    return case


@dataclass(frozen=True)
class _Found:
    """The case that a report joins, by what, and the other cases that match; no case: it opens one."""

    case: Case | None
    why: str
    others: tuple[Case, ...] = ()


def _matching(report: Report) -> _Found:
    shared = match.open_cases_of(report)
    # Locked in one order by everybody, then looked at again: a case may have been decided while we waited.
    rows = Case.objects.select_for_update().filter(id__in=shared, state__in=WORKABLE).order_by("number")
    cases = sorted(rows, key=lambda case: (case.priority, case.opened_at, case.number))
    if not cases:
        return _Found(None, match.FIRST)
    return _Found(cases[0], shared[cases[0].id], tuple(cases[1:]))


def wake(case: Case) -> None:
    """Have somebody woken for a case, inside the use case that found it to be dangerous."""
    open_task(kind=OPEN_NOW, about=case, reason=WAKE_REASON, due_at=case.due_at, owner=case.owner, wake=True)


def _record(case: Case, report: Report, found: _Found, weighed: Weighed) -> None:
    record(
        "case.report_joined" if found.case else "case.opened",
        by=SYSTEM,
        about=case,
        report=str(report.id),
        why=found.why,
        points=weighed.assessment.points,
        priority=case.priority,
        also_matches=[other.label for other in found.others],
    )
