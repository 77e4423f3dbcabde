"""Who had which case before them: rows that are counted, and kept for some weeks alone."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from belisha.people.models import Staff
from belisha.triage.danger import OVER
from belisha.triage.models import Case, Looking
from belisha.work.models import Turn

ONE_LOOK = timedelta(minutes=10)
"""Going back to a page within this time is the same look."""


def note(case: Case, person: Staff, kind: str, *, fields: int = 0) -> None:
    """Note a look at a case; the same look again is none."""
    now = timezone.now()
    same = Looking.objects.filter(person=person, case=case, kind=kind, at__gt=now - ONE_LOOK)
    if kind == Looking.Kind.REVEALED or not same.exists():
        Looking.objects.create(
            person=person,
            case=case,
            kind=kind,
            fields=fields,
            closed=case.state in OVER,
            on_call=Turn.objects.filter(person=person, starts_at__lte=now, ends_at__gt=now).exists(),
            at=now,
        )


def looked_at(case_id: UUID, person: Staff) -> None:
    """Note that a page or a form of a case was answered: any of them may hold what the case says."""
    case = Case.objects.filter(id=case_id).first()
    if case is not None:
        note(case, person, Looking.Kind.OPENED)


def turned_away(case_id: UUID, person: Staff) -> None:
    """Note that somebody stood before a case that doesn't open to them."""
    case = Case.objects.filter(id=case_id).first()
    if case is not None:
        note(case, person, Looking.Kind.REFUSED)


def forget_old() -> int:
    """Take away the rows that are older than what they are kept for."""
    before = timezone.now() - timedelta(days=settings.BELISHA.looking_days)
    gone, _ = Looking.objects.filter(at__lt=before).delete()
    return gone
