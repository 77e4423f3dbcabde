"""What goes of decisions when their case is erased."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from belisha.decisions.models import Decision, EmergencyCall, View


def erase(*, case_ids: Collection[UUID]) -> Counter[str]:
    """Delete decisions, views and calls of these cases, inside the use case that erases; count the rows."""
    gone: Counter[str] = Counter()
    for model in (View, EmergencyCall, Decision):
        gone.update(model.objects.filter(case__in=case_ids).delete()[1])
    return gone


def subjects(case_ids: Collection[UUID]) -> set[UUID]:
    """The ids of what belongs to these cases and may have tasks of its own."""
    found: set[UUID] = set()
    for model in (Decision, EmergencyCall):
        found.update(model.objects.filter(case__in=case_ids).values_list("id", flat=True))
    return found
