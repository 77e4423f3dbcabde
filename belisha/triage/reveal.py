"""Showing what is hidden: field by field with a reason, or all at once where a child is in danger now."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.triage.access import refuse_unless_open_to
from belisha.triage.cases import locked, set_priority
from belisha.triage.danger import OVER
from belisha.triage.looking import note
from belisha.triage.mask import Shown
from belisha.triage.models import Case, Looking, Priority, Reveal
from belisha.work.assign import LOOK_WITHIN, finish, open_task

SHOWN_LOOK = "shown_look"


class NothingChosen(Refusal):
    """Choose at least one field to be shown."""

    code = "nothing_chosen"


class NoReasonToShow(Refusal):
    """Say why it is to be shown. The reason is kept."""

    code = "no_reason"


class CaseIsOver(Refusal):
    """Case {case} is over. Show single fields, with a reason, or reopen it."""

    code = "case_over"


class OwnReveal(Refusal):
    """Somebody else looks at what you were shown."""

    code = "own_reveal"


class NobodyWasShown(Refusal):
    """Nothing waits here for a second look."""

    code = "nothing_to_look_at"


def shown_to(case_id: UUID, person: Staff) -> Shown:
    """What of this case this person is shown at the moment."""
    now = timezone.now()
    rows = list(Reveal.objects.filter(case_id=case_id, person=person, until__gt=now))
    keys = frozenset(key for row in rows for key in row.fields)
    return Shown(keys=keys, everything=any(row.everything for row in rows))


@transaction.atomic
def reveal(*, case_id: UUID, fields: Collection[str], reason: str, by: Staff, fresh: bool = True) -> Reveal:
    """Show these fields of a case to one person for a time. What isn't recorded isn't shown.

    `fresh`: they have just shown who they are. Where danger let them by without it, or a person alone says
    that there is danger, somebody looks at it afterwards.
    """
    refuse_unless_open_to(case_id=case_id, person=by)
    if not fields:
        raise NothingChosen
    if not reason.strip():
        raise NoReasonToShow
    case = locked(case_id)
    raised = case.overridden and case.priority == Priority.IMMEDIATE
    look = (raised or not fresh) and not profile().one_person_mode
    shown = _show(case, by, fields=sorted(set(fields)), reason=reason.strip(), second_look=look)
    note(case, by, Looking.Kind.REVEALED, fields=len(shown.fields))
    if look:
        _ask_for_second_look(case)
    record("case.revealed", by=by, about=case, fields=shown.fields, reason=shown.reason)
    return shown


@transaction.atomic
def show_for_emergency(*, case_id: UUID, by: Staff) -> Reveal:
    """Show all that the emergency call needs, without leave or reason; it is looked at afterwards."""
    refuse_unless_open_to(case_id=case_id, person=by)
    case = locked(case_id)
    if case.state in OVER:
        raise CaseIsOver(case=case.label)
    raised = case.priority
    _danger_after_all(case)
    alone = profile().one_person_mode
    shown = _show(case, by, everything=True, one_person_mode=alone, second_look=not alone)
    note(case, by, Looking.Kind.REVEALED)
    if not alone:
        _ask_for_second_look(case)
    record("case.shown_for_emergency", by=by, about=case, one_person_mode=alone, before=raised)
    return shown


@transaction.atomic
def look_at_shown(*, case_id: UUID, by: Staff) -> int:
    """The second look at what danger let somebody see, by somebody else."""
    refuse_unless_open_to(case_id=case_id, person=by)
    case = locked(case_id)
    waiting = Reveal.objects.filter(case=case, second_look=True, looked_at=None)
    if not waiting:
        raise NobodyWasShown
    looked = waiting.exclude(person=by).update(looked_at=timezone.now(), looked_at_by=by)
    if not looked:
        raise OwnReveal
    if not waiting.all().exists():
        finish(about=case, kind=SHOWN_LOOK, by=by)
    record("case.shown_looked_at", by=by, about=case, count=looked)
    return looked


def only_own_to_look_at(case_ids: Collection[UUID], person: Staff) -> set[UUID]:
    """In which of these cases a second look waits for what this person alone was shown."""
    waiting = Reveal.objects.filter(case_id__in=case_ids, second_look=True, looked_at=None)
    others = waiting.exclude(person=person).values_list("case_id", flat=True)
    return set(waiting.filter(person=person).values_list("case_id", flat=True)) - set(others)


def _danger_after_all(case: Case) -> None:
    # Whoever rings knows more than the reports said: then the case is one for everybody, at once.
    if case.priority != Priority.IMMEDIATE:
        set_priority(case, Priority.IMMEDIATE, timezone.now())
        case.overridden = True
        case.save(update_fields=["priority", "due_at", "overridden"])


def _show(case: Case, person: Staff, **what: object) -> Reveal:
    now = timezone.now()
    until = now + timedelta(minutes=settings.BELISHA.reveal_minutes)
    return Reveal.objects.create(case=case, person=person, at=now, until=until, **what)


def _ask_for_second_look(case: Case) -> None:
    open_task(
        kind=SHOWN_LOOK,
        about=case,
        reason="Hidden fields were shown to somebody because of danger now. Look at it together with them.",
        due_at=timezone.now() + LOOK_WITHIN,
        permission="decisions.confirm_decision",
    )
