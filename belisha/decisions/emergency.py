"""Calling the emergency number: done at once by whoever sees the danger, recorded, looked at afterwards."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.models import EmergencyCall
from belisha.decisions.refusals import AlreadyLookedAt, OwnCall
from belisha.ledger.record import record
from belisha.organisation.emergency import number_to_call
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.models import Case
from belisha.triage.queue import opened
from belisha.work.assign import LOOK_WITHIN, finish, open_task


@transaction.atomic
def record_emergency_call(
    *,
    case_id: UUID,
    by: Staff,
    number: str = "",
    called_at: datetime | None = None,
    reference: str = "",
    note: str = "",
) -> EmergencyCall:
    """Record that the emergency number was called. Nobody's leave is asked, in whatever state the case is."""
    case = _locked(case_id)
    if case.first_seen_at is None:
        opened(case_id=case_id, by=by)
    alone = profile().one_person_mode
    call = EmergencyCall.objects.create(
        case=case,
        number=(number or number_to_call())[:60],
        by=by,
        called_at=called_at or timezone.now(),
        reference=reference.strip(),
        note=note.strip(),
        one_person_mode=alone,
    )
    if not alone:
        _ask_for_second_look(case)
    facts = {"call": str(call.id), "number": call.number, "one_person_mode": alone}
    record("emergency.called", by=by, about=case, **facts)
    return call


@transaction.atomic
def complete_call(
    *, case_id: UUID, call_id: UUID, by: Staff, reference: str, note: str = ""
) -> EmergencyCall:
    """Add what the emergency service answered: its reference, and a note. Anybody on the case may."""
    call = _call(case_id, call_id)
    call.reference = reference.strip() or call.reference
    call.note = note.strip() or call.note
    call.save(update_fields=["reference", "note"])
    record("emergency.completed", by=by, about=call.case, call=str(call.id), reference=call.reference)
    return call


@transaction.atomic
def look_at(*, case_id: UUID, call_id: UUID, by: Staff) -> EmergencyCall:
    """The second look at a call: by somebody who didn't make it. Raises OwnCall, AlreadyLookedAt."""
    call = _call(case_id, call_id)
    if call.by_id == by.id:
        raise OwnCall
    if call.looked_at:
        raise AlreadyLookedAt
    call.looked_at_by, call.looked_at = by, timezone.now()
    call.save(update_fields=["looked_at_by", "looked_at"])
    if not EmergencyCall.objects.filter(case=call.case, looked_at=None, one_person_mode=False).exists():
        finish(about=call.case, kind="call_look", by=by)
    record("emergency.looked_at", by=by, about=call.case, call=str(call.id))
    return call


def _locked(case_id: UUID) -> Case:
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return case


def _call(case_id: UUID, call_id: UUID) -> EmergencyCall:
    _locked(case_id)
    call = EmergencyCall.objects.select_related("case").filter(id=call_id, case_id=case_id).first()
    if call is None:
        raise NotFound(what="call")
    return call


def _ask_for_second_look(case: Case) -> None:
    open_task(
        kind="call_look",
        about=case,
        reason="The emergency number was called. Look at it together with whoever called.",
        due_at=timezone.now() + LOOK_WITHIN,
        permission="decisions.confirm_decision",
    )
