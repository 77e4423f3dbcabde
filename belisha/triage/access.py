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
DANGER = Q(priority=Priority.IMMEDIATE) & ~Q(state__in=OVER)
"""Danger now waits for nobody's leave: whoever is on call opens the case."""


class NotForYou(Refusal):
    """Case {case} belongs to another team."""

    code = "not_allowed"


class OnlyForATime(Refusal):
    """Case {case} opens to you for a time alone. Somebody of its team does this."""

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
    """The cases that open to a person: held, of their teams, of no team, lent, and every one in danger."""
    own = of_their_own(person)
    if own in (NONE, EVERY):
        return own
    return own | DANGER | Q(owner=person) | Q(id__in=_given(person))


def to_claim(person: Staff) -> Q:
    """The cases that a person may make their own: leave alone is for reading, and ends."""
    own = of_their_own(person)
    return own if own in (NONE, EVERY) else own | DANGER


def of_their_own(person: Staff) -> Q:
    """The cases that open to a person by their work here, without danger and without leave."""
    if not person.has_perm(SEE):
        return NONE
    served = serving(person)
    if served.everything:
        return EVERY
    mine = Q(service__in=served.mine)
    if served.all_served:
        return mine
    # Whoever holds it may have left meanwhile: then nobody has it.
    nobodys = Q(owner=None) | Q(owner__is_active=False) | Q(owner=person)
    return mine | (nobodys & served.nobodys())


def refuse_unless_theirs(*, case: Case, person: Staff) -> None:
    """Let nobody do what outlasts danger and leave to whom only these open the case; raises OnlyForATime."""
    if not Case.objects.filter(of_their_own(person), id=case.id).exists():
        raise OnlyForATime(case=case.label)


def _given(person: Staff) -> QuerySet[Leave, UUID]:
    leaves = Leave.objects.filter(person=person, until__gt=timezone.now())
    return leaves.values_list("case_id", flat=True)


def opens_all(person: Staff) -> bool:
    """Does every case open to this person?"""
    return open_to(person) == EVERY
