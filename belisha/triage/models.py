"""Cases: the reports that belong together, in the order in which they must be seen."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.intake.models import Report
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import KeyName


class Priority(models.IntegerChoices):
    """How dangerous; the smaller the number, the sooner it is seen."""

    IMMEDIATE = 1, "Immediate"
    URGENT = 2, "Urgent"
    STANDARD = 3, "Standard"


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "Open"
    PROPOSED = "proposed", "Waiting for a second person"
    DECIDED = "decided", "Decided"
    REFERRED = "referred", "Referred"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged"


class Case(models.Model):
    """The unit of work, of keys and of deadlines."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    points = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    concerns = models.CharField(max_length=80, blank=True)
    overridden = models.BooleanField(default=False)
    danger_now = models.CharField(max_length=7, default="unknown")
    child_suspect = models.BooleanField(default=False)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT)
    owner = models.ForeignKey(Staff, null=True, related_name="cases", on_delete=models.PROTECT)
    claimed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    first_seen_at = models.DateTimeField(null=True)
    first_seen_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, related_name="+", on_delete=models.PROTECT)
    report_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="a_merged_case_says_into_which",
            ),
        ]
        indexes = [
            # The concerns ride along, so that a filter by one of them reads the index and no row.
            models.Index(fields=["state", "priority", "due_at", "number", "concerns"], name="queue_order"),
            models.Index(
                fields=["priority", "due_at", "number"],
                condition=Q(state="open", owner=None),
                name="cases_to_claim",
            ),
            models.Index(fields=["owner", "state"], name="cases_by_owner"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The case's name for people, on the telephone too."""
        return f"C-{self.number:06d}"

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.id)


class Membership(models.Model):
    """That a report belongs to a case, why, and how it weighs; moving it ends one and begins another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="memberships", on_delete=models.CASCADE)
    report = models.ForeignKey(Report, related_name="memberships", on_delete=models.CASCADE)
    why = models.CharField(max_length=80)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.STANDARD)
    points = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(left_at=None), name="a_report_belongs_to_one_case_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["case", "left_at", "priority", "points"], name="reports_of_a_case")]

    def __str__(self) -> str:
        return self.why


class RemarkKind(models.TextChoices):
    """What a remark explains."""

    NOTE = "note", "Note"
    SPLIT = "split", "Why reports were moved out"
    MERGE = "merge", "Why cases were merged"
    OVERRIDE = "override", "Why the priority was changed"
    CHILD_SUSPECT = "child_suspect", "Why the suspect is taken to be a child, or not"
    RELEASE = "release", "Why the case was put back"


class Remark(models.Model):
    """What a person wrote about a case: a reason for an override, a split, a merge, a release, or a note."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="remarks", on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=RemarkKind)
    text = SealedText()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.kind

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Counter(models.Model):
    """The number that the next case gets; locked for a moment, so that numbers have no gaps within a desk."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.next_number)


class Reveal(models.Model):
    """That a person was shown hidden fields of a case, why, and until when they stay so for them alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="reveals", on_delete=models.CASCADE)
    person = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    everything = models.BooleanField(default=False)
    fields = SealedJSON(default=list)
    reason = SealedText()
    at = models.DateTimeField()
    until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_at_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    one_person_mode = models.BooleanField(default=False)
    second_look = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["case", "person", "until"], name="what_somebody_is_shown")]

    def __str__(self) -> str:
        return str(self.at)

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Leave(models.Model):
    """That somebody outside asked to open a case, why, who answered, and until when they may."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="leaves", on_delete=models.CASCADE)
    person = models.ForeignKey(Staff, related_name="leaves", on_delete=models.PROTECT)
    reason = SealedText()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    until = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(answered_at=None),
                name="one_open_request_per_person_and_case",
            ),
            models.CheckConstraint(
                condition=Q(one_person_mode=True) | Q(answered_by=None) | ~Q(answered_by=models.F("person")),
                name="nobody_gives_leave_to_themselves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.asked_at)

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Looking(models.Model):
    """That a person had a case before them, or fields of it shown: counted, to notice what is unusual."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        REVEALED = "revealed", "Fields shown"
        REFUSED = "refused", "Turned away"

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Staff, related_name="+", on_delete=models.CASCADE)
    case = models.ForeignKey(Case, related_name="lookings", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind)
    fields = models.PositiveSmallIntegerField(default=0)
    closed = models.BooleanField(default=False)
    on_call = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="lookings_of_a_person"),
            models.Index(fields=["at"], name="lookings_by_time"),
        ]

    def __str__(self) -> str:
        return self.kind
