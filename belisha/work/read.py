"""What pages show of tasks, alerts and the rota."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from belisha.people.models import Staff
from belisha.people.roles import permissions_of
from belisha.refusal import NotFound
from belisha.work.models import Alert, Task, Turn


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """One attempt to wake somebody, as the desk shows it."""

    person: str
    channel: str
    state: str
    state_label: str
    problem: str
    at: datetime

    @property
    def words(self) -> str:
        """Who was told how, and whether it arrived."""
        if self.state == Alert.State.NO_CHANNEL:
            return self.state_label
        whom = f" to {self.person}" if self.person else ""
        return f"{self.channel}{whom}: {self.state_label.lower()}"


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """A task as a list shows it; `about` is the kind and id of its subject, whose page the door knows."""

    id: UUID
    kind: str
    about: tuple[str, UUID]
    label: str
    reason: str
    owner_id: UUID | None
    owner: str
    opened_at: datetime
    due_at: datetime | None
    wakes: bool
    alerts: tuple[AlertView, ...] = ()

    @property
    def reached_nobody(self) -> bool:
        """Did no alert arrive anywhere so far?"""
        return self.wakes and not any(alert.state == Alert.State.SENT for alert in self.alerts)

    @property
    def alert_words(self) -> str:
        """Who was told how, each outcome once: the ladder goes round and round."""
        outcomes = dict.fromkeys(alert.words for alert in self.alerts)
        return "; ".join(outcomes) or "Nobody has been alerted yet"


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """A turn on the rota."""

    id: UUID
    person: str
    place: int
    starts_at: datetime
    ends_at: datetime
    now: bool


def tasks_of(person: Staff, *, limit: int = 200) -> list[TaskView]:
    """The open tasks that are a person's own or anybody's whom they may stand in for.

    What wakes people comes first, whatever its clock; then the nearest clock.
    """
    rows = _for(person).filter(Q(owner=person) | Q(owner=None))
    return _views(rows.order_by("-wakes", F("due_at").asc(nulls_last=True), "opened_at")[:limit])


def kinds_of(person: Staff) -> list[tuple[str, tuple[str, UUID]]]:
    """Of which kind the tasks of `tasks_of` are, and what they are about."""
    rows = _for(person).filter(Q(owner=person) | Q(owner=None))
    return [(kind, (about, id)) for kind, about, id in rows.values_list("kind", "about_kind", "about_id")]


def kind_of(task_id: UUID) -> tuple[str, tuple[str, UUID]]:
    """Of which kind a task is, and what it is about. Raises NotFound."""
    task = Task.objects.filter(id=task_id).first()
    if task is None:
        raise NotFound(what="task")
    return task.kind, (task.about_kind, task.about_id)


def open_wakes(person: Staff) -> list[TaskView]:
    """What people are being woken for right now, as far as this person may see it; the oldest first."""
    return _views(_for(person).filter(wakes=True).order_by("opened_at")[:20])


def tasks_about(kind: str, subject: UUID) -> list[TaskView]:
    """The open tasks about one subject."""
    return _views(Task.objects.filter(about_kind=kind, about_id=subject, done_at=None).order_by("opened_at"))


def is_waking(subject: Model, person: Staff) -> bool:
    """Are people being woken for something about this subject that this person may do?"""
    about = _for(person).filter(about_kind=subject._meta.label_lower, about_id=subject.pk)
    return about.filter(wakes=True).exists()


def turns(now: datetime, *, limit: int = 200) -> list[TurnView]:
    """The turns that have not ended, in the order of their times and places."""
    rows = Turn.objects.filter(ends_at__gt=now).select_related("person").order_by("starts_at", "place", "id")
    return [
        TurnView(
            id=turn.id,
            person=turn.person.name,
            place=turn.place,
            starts_at=turn.starts_at,
            ends_at=turn.ends_at,
            now=turn.starts_at <= now,
        )
        for turn in rows[:limit]
    ]


def _for(person: Staff) -> QuerySet[Task]:
    return Task.objects.filter(done_at=None, permission__in=permissions_of(person.roles))


def _views(rows: QuerySet[Task]) -> list[TaskView]:
    tasks = list(rows.select_related("owner").prefetch_related("alerts__person"))
    return [_view(task) for task in tasks]


def _view(task: Task) -> TaskView:
    return TaskView(
        id=task.id,
        kind=task.kind,
        about=(task.about_kind, task.about_id),
        label=task.label,
        reason=task.reason,
        owner_id=task.owner_id,
        owner=task.owner.name if task.owner else "",
        opened_at=task.opened_at,
        due_at=task.due_at,
        wakes=task.wakes,
        alerts=_alerts(task.alerts.all()),
    )


def _alerts(rows: Iterable[Alert]) -> tuple[AlertView, ...]:
    in_order = sorted(rows, key=lambda row: (row.step, row.made_at))
    return tuple(
        AlertView(
            person=row.person.name if row.person else "",
            channel=row.get_channel_display(),
            state=row.state,
            state_label=row.get_state_display(),
            problem=row.problem,
            at=row.sent_at or row.made_at,
        )
        for row in in_order
    )
