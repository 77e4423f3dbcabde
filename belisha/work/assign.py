"""Tasks for people: opened by a stage, taken by a person, finished by what they did."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, Actor, record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.work.models import Task

About = models.Model | tuple[str, UUID]


class AlreadyTaken(Refusal):
    """{owner} has taken this task."""

    code = "already_taken"


class NotYours(Refusal):
    """This task is for those whose role lets them do it."""

    code = "not_allowed"


class AlreadyDone(Refusal):
    """This task is done already."""

    code = "already_done"


LOOK_WITHIN = timedelta(hours=24)
"""For a second look at what could not wait: counted from the act, as the case itself was due before it."""


@transaction.atomic
def open_task(
    *,
    kind: str,
    about: About,
    reason: str,
    label: str = "",
    due_at: datetime | None = None,
    owner: Staff | None = None,
    permission: str = "triage.view_case",
    wake: bool = False,
    by: Actor = SYSTEM,
) -> Task:
    """Open a task, or return the open one of this kind about the same subject.

    `reason` is a fixed sentence of ours, `label` the subject's name for people (its `label` where left out).
    With `wake` people are alerted until somebody finishes it, those on call first (work/escalate.py).
    """
    about_kind, about_id = subject(about)
    task, new = Task.objects.get_or_create(
        kind=kind,
        about_kind=about_kind,
        about_id=about_id,
        done_at=None,
        defaults={
            "label": label or getattr(about, "label", ""),
            "permission": permission,
            "owner": owner,
            "reason": reason,
            "due_at": due_at,
            "wakes": wake,
            "wake_next_at": timezone.now() if wake else None,
        },
    )
    if new:
        record("task.opened", by=by, about=task, kind=kind, reason=reason, wakes=wake)
    return task


@transaction.atomic
def take(*, task_id: UUID, by: Staff) -> Task:
    """Make a task somebody's own; raises NotYours, AlreadyTaken, AlreadyDone or NotFound."""
    task = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise NotFound(what="task")
    if not by.has_perm(task.permission):
        raise NotYours
    if task.done_at:
        raise AlreadyDone
    if task.owner and task.owner != by:
        raise AlreadyTaken(owner=task.owner.name)
    if task.owner is None:
        task.owner = by
        task.save(update_fields=["owner"])
        record("task.taken", by=by, about=task)
    return task


@transaction.atomic
def finish(*, about: About, kind: str, by: Actor) -> bool:
    """Finish the open task of this kind about a subject; nobody is woken any more. False: there was none."""
    about_kind, about_id = subject(about)
    task = (
        Task.objects.select_for_update()
        .filter(kind=kind, about_kind=about_kind, about_id=about_id, done_at=None)
        .first()
    )
    if task is None:
        return False
    task.done_at, task.done_by = timezone.now(), by if isinstance(by, Staff) else None
    task.wake_next_at = None
    task.save(update_fields=["done_at", "done_by", "wake_next_at"])
    record("task.done", by=by, about=task, kind=kind)
    return True


@transaction.atomic
def stop_waking(*, about: About, by: Staff) -> int:
    """Wake nobody any more for tasks about a subject that this person may do: they have it before them."""
    about_kind, about_id = subject(about)
    open_ones = Task.objects.select_for_update().filter(
        about_kind=about_kind, about_id=about_id, done_at=None
    )
    answered = [task for task in open_ones.filter(wakes=True) if by.has_perm(task.permission)]
    for task in answered:
        task.wakes, task.wake_next_at = False, None
        task.save(update_fields=["wakes", "wake_next_at"])
        record("task.answered", by=by, about=task, kind=task.kind)
    return len(answered)


def subject(about: About) -> tuple[str, UUID]:
    """Kind and id of what a task is about."""
    if isinstance(about, tuple):
        return about
    return about._meta.label_lower, about.pk
