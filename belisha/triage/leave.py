"""Breaking the glass: somebody outside asks to open a case, a second person says yes for a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.access import may_open, refuse_unless_open_to, refuse_unless_theirs
from belisha.triage.cases import locked
from belisha.triage.models import Case, Leave
from belisha.work.assign import finish, open_task

ASKED = "leave_asked"


class OpensAnyway(Refusal):
    """Case {case} opens to you: nobody has to be asked."""

    code = "opens_anyway"


class NoReasonToOpen(Refusal):
    """Say why you need to open it. The reason is kept."""

    code = "no_reason"


class OwnLeave(Refusal):
    """Somebody else says whether you may open it."""

    code = "own_leave"


class Answered(Refusal):
    """Somebody has answered this already."""

    code = "already_answered"


@dataclass(frozen=True, kw_only=True)
class LeaveView:
    """One request to open a case; `until` is None where it waits, or was declined."""

    id: UUID
    case_id: UUID
    case: str
    person_id: UUID
    person: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str
    until: datetime | None
    one_person_mode: bool


@transaction.atomic
def ask_to_open(*, case_id: UUID, reason: str, by: Staff) -> Leave:
    """Ask to open a case of another team; in one-person mode the leave is given at once, and recorded so."""
    case = locked(case_id)
    if may_open(case=case, person=by):
        raise OpensAnyway(case=case.label)
    if not reason.strip():
        raise NoReasonToOpen
    waiting = Leave.objects.filter(case=case, person=by, answered_at=None).first()
    if waiting:
        return waiting
    alone, now = profile().one_person_mode, timezone.now()
    leave = Leave(case=case, person=by, reason=reason.strip(), asked_at=now, one_person_mode=alone)
    if alone:
        leave.answered_at, leave.answered_by, leave.until = now, by, _until(now)
    leave.save()
    if not alone:
        _ask_somebody(case)
    record("case.leave_asked", by=by, about=case, reason=leave.reason, one_person_mode=alone)
    return leave


@transaction.atomic
def answer(*, case_id: UUID, leave_id: UUID, give: bool, by: Staff) -> Leave:
    """Say yes for some hours, or no: somebody of the case's team, or a senior, who did not ask."""
    refuse_unless_open_to(case_id=case_id, person=by)
    case = locked(case_id)
    refuse_unless_theirs(case=case, person=by)
    leave = Leave.objects.select_related("person").filter(id=leave_id, case=case).first()
    if leave is None:
        raise NotFound(what="request")
    if leave.person_id == by.id:
        raise OwnLeave
    if leave.answered_at:
        raise Answered
    leave.answered_at, leave.answered_by = timezone.now(), by
    leave.until = _until(leave.answered_at) if give else None
    leave.save(update_fields=["answered_at", "answered_by", "until"])
    if not Leave.objects.filter(case=case, answered_at=None).exists():
        finish(about=case, kind=ASKED, by=by)
    event = "case.leave_given" if give else "case.leave_declined"
    until = leave.until.isoformat() if leave.until else ""
    record(event, by=by, about=case, person=str(leave.person_id), until=until)
    return leave


def waiting_for(case_id: UUID) -> list[LeaveView]:
    """Who waits to open this case."""
    rows = Leave.objects.select_related("case", "person", "answered_by")
    return [_view(row) for row in rows.filter(case_id=case_id, answered_at=None).order_by("asked_at")]


def asked_by(person: Staff) -> list[LeaveView]:
    """What this person asked for that waits, holds, or was answered within a day; the newest first."""
    since = timezone.now() - timedelta(days=1)
    rows = Leave.objects.select_related("case", "person", "answered_by").filter(person=person)
    shown = rows.filter(answered_at=None) | rows.filter(answered_at__gt=since)
    return [_view(row) for row in shown.order_by("-asked_at")]


def label_of(case_id: UUID) -> str:
    """The case's name for people; raises NotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return case.label


def _until(now: datetime) -> datetime:
    return now + timedelta(hours=settings.BELISHA.leave_hours)


def _ask_somebody(case: Case) -> None:
    open_task(
        kind=ASKED,
        about=case,
        reason="Somebody outside asks to open this case. Read why on its page, and say yes or no.",
    )


def _view(row: Leave) -> LeaveView:
    return LeaveView(
        id=row.id,
        case_id=row.case_id,
        case=row.case.label,
        person_id=row.person_id,
        person=row.person.name,
        reason=row.reason,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by.name if row.answered_by else "",
        until=row.until,
        one_person_mode=row.one_person_mode,
    )
