"""The tasks of one person: those about cases that don't open to them are told apart, without content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from belisha.people.models import Staff
from belisha.referrals.models import Referral
from belisha.triage.access import opens, opens_all
from belisha.work import read
from belisha.work.models import CASE
from belisha.work.read import TaskView

REFERRAL = "referrals.referral"
About = tuple[str, UUID]


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What waits for a person; `closed` are about cases of other teams: only their names are said."""

    open: list[TaskView]
    closed: list[str]


def tasks_for(person: Staff) -> Tasks:
    """The tasks that are a person's or anybody's whom they may stand in for."""
    found = read.tasks_of(person)
    shut = _shut([task.about for task in found], person)
    closed = [task.label for task in found if task.about in shut]
    return Tasks(open=[task for task in found if task.about not in shut], closed=list(dict.fromkeys(closed)))


def count_for(person: Staff) -> int:
    """How many of them are open."""
    if opens_all(person):
        return read.count_of(person)
    abouts = read.subjects_of(person)
    shut = _shut(abouts, person)
    return sum(about not in shut for about in abouts)


def _shut(abouts: Sequence[About], person: Staff) -> set[About]:
    if opens_all(person) or not person.has_perm("triage.view_case"):
        return set()
    cases = _cases_of(abouts)
    seen = opens(set(cases.values()), person)
    return {about for about, case_id in cases.items() if case_id not in seen}


def _cases_of(abouts: Iterable[About]) -> dict[About, UUID]:
    referrals = [subject for kind, subject in abouts if kind == REFERRAL]
    of = dict(Referral.objects.filter(id__in=referrals).values_list("id", "case_id"))
    cases = {(kind, subject): subject for kind, subject in abouts if kind == CASE}
    return cases | {(REFERRAL, id): case_id for id, case_id in of.items()}
