"""What waits for a person, and what wakes one."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.people.models import Staff
from belisha.vault.fields import SealedText
from belisha.vault.keys import DESK_KEY, KeyName

CASE = "triage.case"


class Task(models.Model):
    """What waits for a person, with owner, reason and clock. It points at its subject by kind and id,
    since what it is about belongs to a later stage."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    label = models.CharField(max_length=60)
    permission = models.CharField(max_length=60)
    owner = models.ForeignKey(Staff, null=True, related_name="tasks", on_delete=models.PROTECT)
    reason = SealedText()
    wakes = models.BooleanField(default=False)
    wake_step = models.PositiveIntegerField(default=0)
    wake_next_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about_id"],
                condition=Q(done_at=None),
                name="one_open_task_of_a_kind_per_subject",
            )
        ]
        indexes = [
            models.Index(fields=["done_at", "due_at"], name="open_tasks_by_clock"),
            models.Index(
                fields=["wake_next_at"], condition=Q(done_at=None, wakes=True), name="tasks_that_wake"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    def sealed_under(self) -> KeyName:
        # What is said about a case goes when the case is erased.
        return KeyName("case", self.about_id) if self.about_kind == CASE else DESK_KEY


class Turn(models.Model):
    """When somebody is on call, and in which place of the ladder (0 is woken first)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Staff, related_name="turns", on_delete=models.CASCADE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="a_turn_has_a_length")
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="turns_by_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.place}"


class Alert(models.Model):
    """One attempt to wake one person over one channel, without content; leased, so that a killed worker loses
    none."""

    class Channel(models.TextChoices):
        MAIL = "mail", "Mail"
        WEBHOOK = "webhook", "Webhook"
        NONE = "none", "None"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        NO_CHANNEL = "no_channel", "No channel is set up"
        NOT_NEEDED = "not_needed", "Somebody was quicker"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    task = models.ForeignKey(Task, related_name="alerts", on_delete=models.CASCADE)
    person = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    channel = models.CharField(max_length=10, choices=Channel)
    step = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="alerts_to_send")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
