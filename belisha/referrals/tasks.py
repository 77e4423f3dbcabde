"""The tasks of one person: those about cases that don't open to them are told apart, without content."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from belisha.people.models import Staff
from belisha.referrals.answers import QUESTION
from belisha.referrals.models import Incoming, Referral
from belisha.referrals.own_tasks import own
from belisha.refusal import Refusal
from belisha.triage.access import opens, opens_all
from belisha.work import read
from belisha.work.assign import take
from belisha.work.models import CASE
from belisha.work.read import TaskView

REFERRAL = "referrals.referral"
About = tuple[str, UUID]


class OwnTask(Refusal):
    """This is about what you did, or what was done for you: somebody else looks at it."""

    code = "own_task"


class ShutTask(Refusal):
    """This task is about a case of another team."""

    code = "not_allowed"


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What waits for a person; `closed` are about cases of other teams: only their names are said."""

    open: list[TaskView]
    closed: list[str]


def tasks_for(person: Staff) -> Tasks:
    """The tasks that are a person's or anybody's whom they may stand in for."""
    found = read.tasks_of(person)
    others = own([(task.kind, task.about) for task in found], person)
    found = [task for task in found if (task.kind, task.about) not in others]
    shut = _shut([task.about for task in found], person)
    closed = [task.label for task in found if task.about in shut]
    return Tasks(open=[task for task in found if task.about not in shut], closed=list(dict.fromkeys(closed)))


def count_for(person: Staff) -> int:
    """How many of them are open."""
    found = read.kinds_of(person)
    others, shut = own(found, person), _shut([about for _, about in found], person)
    return sum(about not in shut for kind, about in found if (kind, about) not in others)


def take_up(*, task_id: UUID, by: Staff) -> None:
    """Make a task somebody's own, where it is for them: raises OwnTask or ShutTask, and what `take` does."""
    kind, about = read.kind_of(task_id)
    if own([(kind, about)], by):
        raise OwnTask
    if _shut([about], by):
        raise ShutTask
    take(task_id=task_id, by=by)


def _shut(abouts: Sequence[About], person: Staff) -> set[About]:
    if opens_all(person) or not person.has_perm("triage.view_case"):
        return set()
    cases = _cases_of(abouts)
    seen = opens(set(cases.values()), person)
    return {about for about, case_id in cases.items() if case_id not in seen}


def _cases_of(abouts: Sequence[About]) -> dict[About, UUID]:
    referrals = [subject for kind, subject in abouts if kind == REFERRAL]
    of = dict(Referral.objects.filter(id__in=referrals).values_list("id", "case_id"))
    asked = [subject for kind, subject in abouts if kind == QUESTION]
    questions = dict(Incoming.objects.filter(id__in=asked).values_list("id", "case_id"))
    cases = {(kind, subject): subject for kind, subject in abouts if kind == CASE}
    cases |= {(REFERRAL, id): case_id for id, case_id in of.items()}
    return cases | {(QUESTION, id): case_id for id, case_id in questions.items()}
