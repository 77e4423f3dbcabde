"""Whether a case is one in which nobody is kept waiting."""

from uuid import UUID

from belisha.triage.models import Case, CaseState, Priority

OVER = (CaseState.CLOSED, CaseState.MERGED)


def is_immediate(case_id: UUID) -> bool:
    """Is a child in danger now in this case, and is it still worked on?"""
    return Case.objects.filter(id=case_id, priority=Priority.IMMEDIATE).exclude(state__in=OVER).exists()
