"""Who works on which case: two people never get one."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.access import OnlyForATime, may_open, to_claim
from belisha.triage.cases import WORKABLE, CaseNotOpen, locked
from belisha.triage.models import Case, CaseState, Remark, RemarkKind
from belisha.triage.triage import OPEN_NOW
from belisha.work.assign import finish, stop_waking
from belisha.work.read import is_waking

WINDOW = 20  # candidates looked at in one query; each is tried once


class AlreadyClaimed(Refusal):
    """{owner} has case {case}. Ask them to put it back, or take the next one."""

    code = "already_claimed"


class NotYours(Refusal):
    """Case {case} isn't yours, so you can't put it back."""

    code = "not_yours"


class NothingToDo(Refusal):
    """No case waits for anybody. Look at the tasks, or have a break."""

    code = "no_case_waits"


def claim(*, case_id: UUID, by: Staff) -> Case:
    """Make a case somebody's own; raises AlreadyClaimed, CaseNotOpen or NotFound."""
    if not _take(case_id, by):
        _refuse(case_id, by)
    return Case.objects.get(id=case_id)


def claim_next(*, by: Staff) -> Case:
    """Claim the most dangerous case that nobody has, of those the one due first; raises NothingToDo."""
    free = Case.objects.filter(to_claim(by), state=CaseState.OPEN, owner=None)
    waiting = free.order_by("priority", "due_at", "number")
    while candidates := list(waiting.values_list("id", flat=True)[:WINDOW]):
        for case_id in candidates:
            if _take(case_id, by):
                return Case.objects.get(id=case_id)
    raise NothingToDo


@transaction.atomic
def release(*, case_id: UUID, by: Staff, reason: str = "") -> Case:
    """Put a case back into the queue; only whoever has it may."""
    case = locked(case_id)
    if case.owner_id != by.id:
        raise NotYours(case=case.label)
    case.owner, case.claimed_at = None, None
    case.save(update_fields=["owner", "claimed_at"])
    if reason:
        Remark.objects.create(case=case, kind=RemarkKind.RELEASE, text=reason, by=by, at=timezone.now())
    record("case.released", by=by, about=case, reason=reason)
    return case


def opened(*, case_id: UUID, by: Staff) -> Case:
    """Note that a person has the case before them: the first look is kept, and nobody is woken any more."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    if case.first_seen_at and not is_waking(case, by):
        # The usual look: nothing to write, so no lock to wait for.
        return case
    return _seen(case_id, by)


@transaction.atomic
def _seen(case_id: UUID, by: Staff) -> Case:
    case = locked(case_id)
    finish(about=case, kind=OPEN_NOW, by=by)
    stop_waking(about=case, by=by)
    if case.first_seen_at is None:
        case.first_seen_at, case.first_seen_by = timezone.now(), by
        case.save(update_fields=["first_seen_at", "first_seen_by"])
        record("case.first_seen", by=by, about=case)
    return case


@transaction.atomic
def _take(case_id: UUID, by: Staff) -> bool:
    if not Case.objects.filter(to_claim(by), id=case_id).exists():
        return False
    # One conditional UPDATE: of two people one changes the row, the other none.
    free = Case.objects.filter(id=case_id, owner=_nobody(case_id), state__in=WORKABLE)
    if not free.update(owner=by, claimed_at=timezone.now()):
        return False
    record("case.claimed", by=by, about=Case.objects.get(id=case_id))
    return True


def _nobody(case_id: UUID) -> Staff | None:
    # Whoever holds a case that doesn't open to them any more can't give it back: then it is free.
    case = Case.objects.select_related("owner").filter(id=case_id).first()
    return case.owner if case and case.owner and not may_open(case=case, person=case.owner) else None


def _refuse(case_id: UUID, by: Staff) -> None:
    case = Case.objects.select_related("owner").filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    if case.state not in WORKABLE:
        raise CaseNotOpen(case=case.label, state=case.get_state_display().lower())
    if case.owner and case.owner != by:
        raise AlreadyClaimed(owner=case.owner.name, case=case.label)
    if not case.owner:
        raise OnlyForATime(case=case.label)
