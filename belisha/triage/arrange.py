"""What a person changes about a case: its reports, its priority, its path. Each with its reason kept."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage import match
from belisha.triage.access import refuse_unless_open_to, refuse_unless_theirs
from belisha.triage.cases import (
    CaseNotOpen,
    locked,
    locked_open,
    move_to,
    new_case,
    one_at_a_time,
    set_priority,
    weigh_again,
)
from belisha.triage.models import Case, CaseState, Membership, Priority, Remark, RemarkKind
from belisha.triage.triage import OPEN_NOW, wake
from belisha.work.assign import finish


class NoReason(Refusal):
    """Say why. The reason is kept with the case."""

    code = "no_reason"


class SeniorSaysNoChild(Refusal):
    """A child may be the suspect in case {case}. A senior says when that is not so."""

    code = "senior_says_no_child"


class WrongReports(Refusal):
    """Choose at least one report of case {case}, and leave at least one."""

    code = "wrong_reports"


class WrongCase(Refusal):
    """A case can't be merged into itself."""

    code = "wrong_case"


class WrongPriority(Refusal):
    """The priority is 1 (immediate), 2 (urgent) or 3 (standard)."""

    code = "wrong_priority"


@transaction.atomic
def split(*, case_id: UUID, report_ids: Collection[UUID], reason: str, by: Staff) -> Case:
    """Move some reports of a case into a new one, and return that; both are weighed again."""
    _need(reason)
    counter = one_at_a_time()
    case = locked_open(case_id)
    current = list(Membership.objects.filter(case=case, left_at=None).select_related("report"))
    moved = [row for row in current if row.report_id in set(report_ids)]
    if not moved or len(moved) == len(current) or len(moved) < len(set(report_ids)):
        raise WrongReports(case=case.label)
    since = min(row.report.received_at for row in moved)
    new = new_case(counter, since=since, service=moved[0].report.service)
    new.child_suspect = case.child_suspect
    move_to(new, moved, match.SPLIT)
    weigh_again(new, since=since)
    weigh_again(case, since=case.opened_at)
    _remark(case, RemarkKind.SPLIT, reason, by)
    reports = [str(row.report_id) for row in moved]
    record("case.split", by=by, about=case, into=new.label, into_id=str(new.id), reports=reports)
    record("case.opened", by=by, about=new, why=match.SPLIT, split_from=case.label, priority=new.priority)
    return new


@transaction.atomic
def merge(*, case_id: UUID, into_id: UUID, reason: str, by: Staff) -> Case:
    """Move all reports of one case into another, and return that; neither may have a standing decision.

    Both are of the teams of whoever does it: the danger of one would else open the other to everybody, and
    what was open for a time would be open for ever.
    """
    _need(reason)
    if case_id == into_id:
        raise WrongCase
    one_at_a_time()
    for either in (case_id, into_id):
        refuse_unless_open_to(case_id=either, person=by)
    case, into = _both(case_id, into_id)
    for one in (case, into):
        refuse_unless_theirs(case=one, person=by)
    reports = list(Membership.objects.filter(case=case, left_at=None))
    move_to(into, reports, match.MERGED)
    before = min(case.priority, into.priority)
    into.child_suspect = into.child_suspect or case.child_suspect
    weigh_again(into, since=timezone.now(), danger_reported=case.danger_now == "yes")
    _never_down(into, before)
    case.state, case.merged_into, case.report_count = CaseState.MERGED, into, 0
    case.save(update_fields=["state", "merged_into", "report_count"])
    if finish(about=case, kind=OPEN_NOW, by=by):
        wake(into)
    _remark(into, RemarkKind.MERGE, reason, by)
    record("case.merged", by=by, about=case, into=into.label, into_id=str(into.id))
    record("case.took_in", by=by, about=into, merged=case.label, reports=len(reports), priority=into.priority)
    return into


@transaction.atomic
def override_priority(*, case_id: UUID, priority: int, reason: str, by: Staff) -> Case:
    """Set the priority by hand. It stands until a new report says that a child is in danger now."""
    _need(reason)
    if priority not in Priority.values:
        raise WrongPriority
    case = locked_open(case_id)
    before = case.priority
    set_priority(case, priority, timezone.now())
    case.overridden = True
    case.save(update_fields=["priority", "due_at", "overridden"])
    _remark(case, RemarkKind.OVERRIDE, reason, by)
    record("case.priority_overridden", by=by, about=case, before=before, after=priority, reason=reason)
    return case


@transaction.atomic
def mark_child_suspect(*, case_id: UUID, reason: str, by: Staff, child_suspect: bool = True) -> Case:
    """Say that the suspect may be under 18, or that they are not: the case takes, or leaves, its own path.

    Anybody who works on the case marks it; only a senior, who decides such cases, takes the mark away.
    """
    _need(reason)
    case = locked_open(case_id)
    if case.child_suspect and not child_suspect and not by.has_perm("decisions.decide_child_suspect"):
        raise SeniorSaysNoChild(case=case.label)
    case.child_suspect = child_suspect
    case.save(update_fields=["child_suspect"])
    _remark(case, RemarkKind.CHILD_SUSPECT, reason, by)
    record("case.child_suspect_marked", by=by, about=case, child_suspect=child_suspect, reason=reason)
    return case


@transaction.atomic
def add_note(*, case_id: UUID, text: str, by: Staff) -> Remark:
    """Keep a note with a case, in whatever state it is."""
    _need(text)
    case = locked(case_id)
    remark = _remark(case, RemarkKind.NOTE, text, by)
    record("case.note_added", by=by, about=case)
    return remark


def _both(case_id: UUID, into_id: UUID) -> tuple[Case, Case]:
    # Locked in the order of their numbers, by everybody, so that no two merges wait for each other.
    rows = Case.objects.select_for_update().filter(id__in=[case_id, into_id]).order_by("number")
    found = {case.id: case for case in rows}
    if len(found) < 2:
        raise NotFound(what="case")
    for case in found.values():
        if case.state != CaseState.OPEN:
            raise CaseNotOpen(case=case.label, state=case.get_state_display().lower())
    return found[case_id], found[into_id]


def _never_down(case: Case, before: int) -> None:
    # What a person, or a report, once made of either case isn't lost by bringing them together.
    if case.priority > before:
        set_priority(case, before, timezone.now())
        case.overridden = True
        case.save(update_fields=["priority", "due_at", "overridden"])


def _need(reason: str) -> None:
    if not reason.strip():
        raise NoReason


def _remark(case: Case, kind: RemarkKind, text: str, by: Actor) -> Remark:
    person = by if isinstance(by, Staff) else None
    return Remark.objects.create(case=case, kind=kind, text=text.strip(), by=person, at=timezone.now())
