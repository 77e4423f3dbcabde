"""What people decided, on which grounds, after seeing what."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.intake.models import Item
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import KeyName


class Outcome(models.TextChoices):
    """What is to happen."""

    REFER = "refer", "Refer to an authority"
    NO_ACTION = "no_action", "No action"


class DecisionState(models.TextChoices):
    """Where a decision stands."""

    PROPOSED = "proposed", "Waiting for a second person"
    FINAL = "final", "In force"
    SENT_BACK = "sent_back", "Sent back"
    REOPENED = "reopened", "Reopened"


class CaseRow(models.Model):
    """A row that belongs to a case and is sealed under its key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="%(class)ss", on_delete=models.CASCADE)

    class Meta:
        abstract = True

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Decision(CaseRow):
    """One person's judgement of a case; confirmed by a second where the rules ask for it."""

    outcome = models.CharField(max_length=10, choices=Outcome)
    category = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=DecisionState)
    grounds = SealedJSON(default=list)
    reasons = SealedText()
    routing_facts = SealedJSON(default=dict)
    child_suspect = models.BooleanField(default=False)
    asks_for_two = models.BooleanField(default=False)
    one_person_mode = models.BooleanField(default=False)
    made_by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    ended_at = models.DateTimeField(null=True)
    ended_because = SealedText()

    class Meta(CaseRow.Meta):
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["proposed", "final"]),
                name="a_case_has_one_standing_decision",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("made_by")),
                name="nobody_confirms_their_own_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="final")
                | Q(asks_for_two=False)
                | Q(confirmed_by__isnull=False)
                | Q(one_person_mode=True),
                name="a_decision_in_force_has_the_second_person_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.state}"


class View(CaseRow):
    """That somebody opened an item in the service's own restricted viewer."""

    item = models.ForeignKey(Item, related_name="views", on_delete=models.CASCADE)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    at = models.DateTimeField()
    form = models.CharField(max_length=40)

    class Meta(CaseRow.Meta):
        ordering = ["at"]

    def __str__(self) -> str:
        return self.form


class EmergencyCall(CaseRow):
    """That somebody called the emergency number: done at once by whoever saw it, looked at afterwards."""

    number = models.CharField(max_length=60)
    by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    called_at = models.DateTimeField()
    reference = SealedText()
    note = SealedText()
    one_person_mode = models.BooleanField(default=False)
    looked_at_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    looked_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        ordering = ["called_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_at_by=None) | ~Q(looked_at_by=models.F("by")),
                name="nobody_looks_at_their_own_call",
            )
        ]

    def __str__(self) -> str:
        return self.number
