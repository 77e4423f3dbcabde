"""What patterns are made of and what became of them: windows of accounts, what was raised, and the switch."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.intake.models import Report
from belisha.people.two_people import TWO_PEOPLE, TwoPeople
from belisha.vault.fields import SealedText
from belisha.vault.keys import DESK_KEY, KeyName


class Watched(models.Model):
    """Whom one account newly met, packed (patterns/window.py), and when the first of them was."""

    actor = models.BinaryField(primary_key=True, max_length=16)
    window = models.BinaryField()
    points = models.PositiveSmallIntegerField()
    oldest_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.points} points"


class ReadUpTo(models.Model):
    """How far the stored contacts were read: one row, which whoever keeps what was read holds.

    `forgotten`: how often accounts were forgotten, since a window that was read before may hold them still.
    `reader`, `read_at`: which process kept what it read last, and when; the others leave the next to it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    forgotten = models.PositiveIntegerField(default=0)
    reader = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.position)


class Raised(models.Model):
    """That an account’s score reached the threshold, once in a window. Without a report: observed only.

    `outcome`: what the decision about its case makes of it; it stays after contacts and case are gone, as a
    count.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed: the case was referred"
        REFUTED = "refuted", "Refuted: no action was needed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    actor = models.BinaryField(max_length=16)
    at = models.DateTimeField()
    points = models.PositiveSmallIntegerField()
    threshold = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=list)
    observed = models.BooleanField()
    report = models.OneToOneField(Report, null=True, related_name="+", on_delete=models.SET_NULL)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["actor", "observed", "at"], name="raised_by_account"),
            models.Index(fields=["at"], name="raised_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(observed=False) | Q(report=None), name="what_is_only_observed_opens_no_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.points} points"


class PatternSwitch(TwoPeople):
    """That patterns are reported and not only observed: from which threshold, by whom, having seen what.

    One person proposes it, having seen what would have been raised here; another confirms it. It ends by one
    word of anybody who may do either. No row in force: observe only.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ON = "on", "On"
        ENDED = "ended", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    threshold = models.PositiveSmallIntegerField()
    window_days = models.PositiveSmallIntegerField()
    seen = models.JSONField(default=dict)
    reason = SealedText()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=TWO_PEOPLE,
                name="two_people_switch_patterns_on",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=~Q(state="ended"),
                name="one_switch_of_patterns_is_proposed_and_one_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="on") | Q(confirmed_at__isnull=False),
                name="patterns_are_on_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.threshold} points"

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Warned(models.Model):
    """A warning that waits to see what follows: a pair's digest, forgotten when it is answered or old."""

    pair = models.BinaryField(primary_key=True, max_length=32)
    week = models.DateField()
    kind = models.PositiveSmallIntegerField()
    band = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.week}"


class WarningWeek(models.Model):
    """How many warnings of one kind were shown to one age in a week, and what followed. Counts alone."""

    id = models.BigAutoField(primary_key=True)
    week = models.DateField()
    kind = models.PositiveSmallIntegerField()
    band = models.PositiveSmallIntegerField()
    shown = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "kind", "band"], name="one_count_of_warnings_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.shown}"
