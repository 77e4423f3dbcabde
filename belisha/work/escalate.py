"""Waking people: one rung of the ladder after the other, round and round, until somebody looks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from belisha.ledger.record import SYSTEM, record
from belisha.organisation.profile import profile
from belisha.outbound import mail
from belisha.people.models import Staff
from belisha.work import rota
from belisha.work.models import Alert, Task


def escalate(*, now: datetime) -> int:
    """Alert the next rung for each task that nobody has looked at in time; return how many were climbed.

    The first rung is alerted at once, the next after the operator's time, and after the last the first again.
    Safe beside another worker: each step of a task is taken once.
    """
    due = Task.objects.filter(wakes=True, done_at=None, wake_next_at__lte=now)
    steps = list(due.order_by("wake_next_at").values_list("id", "wake_step"))
    if not steps:
        return 0
    pause = timedelta(minutes=profile().open_within_minutes)
    return sum(_climb(task_id, step, now, pause) for task_id, step in steps)


@transaction.atomic
def _climb(task_id: UUID, step: int, now: datetime, pause: timedelta) -> bool:
    this_step = Task.objects.filter(id=task_id, wake_step=step, done_at=None, wake_next_at__lte=now)
    if not this_step.update(wake_step=step + 1, wake_next_at=now + pause):
        return False
    task = Task.objects.get(id=task_id)
    people = whom(task.permission, step, now)
    Alert.objects.bulk_create(_alerts(task, people, step, now))
    names = [str(person.id) for person in people]
    record("task.people_alerted", by=SYSTEM, about=task, step=step, people=names, channels=channels())
    return True


def whom(permission: str, step: int, now: datetime) -> list[Staff]:
    """Who is alerted at this step: a rung of the rota, or everybody with the permission where it is empty."""
    rungs = rota.ladder(now, permission)
    return rungs[step % len(rungs)] if rungs else rota.everybody(permission)


def channels() -> list[str]:
    """The ways to reach people that are set up now."""
    hook = settings.BELISHA.alert_webhook_url and settings.BELISHA.alert_webhook_secret
    ways = [
        (Alert.Channel.MAIL, mail.configured()),
        (Alert.Channel.WEBHOOK, hook and not settings.BELISHA.demo),
    ]
    return [channel.value for channel, there in ways if there]


def _alerts(task: Task, people: Sequence[Staff], step: int, now: datetime) -> list[Alert]:
    ways = channels()
    common = {"task": task, "step": step, "next_at": now}
    by_mail = [Alert(person=p, channel="mail", **common) for p in people if "mail" in ways and p.email]
    by_hook = [Alert(channel="webhook", **common)] if "webhook" in ways else []
    # Nobody could be told: a row says so, and every page of the desk shows the task.
    unreached = Alert(channel="none", state=Alert.State.NO_CHANNEL, **common)
    return by_mail + by_hook or [unreached]
