"""What goes of a case when it is erased: with it the cases that were merged into it."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from belisha.triage.models import Case, Membership, Remark


def family(case: Case) -> list[Case]:
    """The case and all that were merged into it, each before those that went into it."""
    found, newest = [case], [case]
    while newest:
        newest = list(Case.objects.filter(merged_into__in=[one.id for one in newest]).order_by("number"))
        found += newest
    return found


def reports_in(case_ids: Collection[UUID]) -> list[UUID]:
    """The reports that belong to these cases now: what was moved to another case lives on there."""
    current = Membership.objects.filter(case__in=case_ids, left_at=None).order_by("joined_at", "id")
    return list(current.values_list("report_id", flat=True))


def erase(*, cases: Collection[Case]) -> Counter[str]:
    """Delete these cases as `family` gives them, inside the use case that erases; count the rows.

    Their reports are erased by intake; until then no case holds them.
    """
    ids = [case.id for case in cases]
    gone: Counter[str] = Counter()
    gone.update(Remark.objects.filter(case__in=ids).delete()[1])
    gone.update(Membership.objects.filter(case__in=ids).delete()[1])
    for case in reversed(list(cases)):
        gone.update(Case.objects.filter(id=case.id).delete()[1])
    return gone
