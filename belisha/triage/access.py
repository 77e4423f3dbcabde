"""Need to know: to whom a case opens. Every door with a case or a referral asks here, and nowhere else."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.organisation.served import EVERY, SEE, serving
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.danger import OVER
from belisha.triage.models import Case, Leave, Priority

NONE = Q(pk__in=())


class NotForYou(Refusal):
    """Case {case} belongs to another team."""

    code = "not_allowed"


def may_open(*, case: Case, person: Staff) -> bool:
    """Does this case open to this person?"""
    return Case.objects.filter(open_to(person), id=case.id).exists()


def refuse_unless_open_to(*, case_id: UUID, person: Staff) -> None:
    """Let nobody go on to whom this case doesn't open; raises NotForYou or NotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    if not may_open(case=case, person=person):
        raise NotForYou(case=case.label, case_id=case.id)


def opens(case_ids: Collection[UUID], person: Staff) -> set[UUID]:
    """Which of these cases open to this person."""
    return set(Case.objects.filter(open_to(person), id__in=case_ids).values_list("id", flat=True))


def open_to(person: Staff) -> Q:
    """The cases that open to a person: own, of their teams, of no team, and every immediate one."""
    if not person.has_perm(SEE):
        return NONE
    served = serving(person)
    if served.everything:
        return EVERY
    # Danger now waits for nobody's leave: whoever is on call opens the case.
    danger = Q(priority=Priority.IMMEDIATE) & ~Q(state__in=OVER)
    known = danger | Q(owner=person) | Q(service__in=served.mine) | Q(id__in=_given(person))
    if served.all_served:
        return known
    # Whoever holds it may have left meanwhile: then nobody has it.
    nobodys = Q(owner=None) | Q(owner__is_active=False)
    return known | (nobodys & served.nobodys())


def _given(person: Staff) -> QuerySet[Leave, UUID]:
    leaves = Leave.objects.filter(person=person, until__gt=timezone.now())
    return leaves.values_list("case_id", flat=True)


def opens_all(person: Staff) -> bool:
    """Does every case open to this person?"""
    return open_to(person) == EVERY
