"""Appeals against what was decided, and complaints about what the machines do, as a table."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.decisions.models import Decision
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.order_table import Order
from belisha.intake.models import Report
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName


class Appeal(models.Model):
    """What somebody says is wrong; decided by a person who had no part in what it is about.

    `code_lookup` stands for the code or the receipt with which it was made: there is one appeal to each.
    `reasons` are for this desk, `answer` is for whoever appealed. `undone` names what an upheld appeal
    reversed, so that its page can show how far each step has come.
    """

    class Kind(models.TextChoices):
        ACTION = "action", "Against what was done to content or an account"
        TURNED_DOWN = "turned_down", "Against what became of a report"
        TOOL = "tool", "About what works by itself: screening, warnings"

    class State(models.TextChoices):
        RECEIVED = "received", "Waits for a person"
        DECIDED = "decided", "Decided"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld: the decision was wrong"
        PARTLY = "partly", "Upheld in part"
        REJECTED = "rejected", "Rejected: the decision stands"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=11, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    case = models.ForeignKey(Case, null=True, related_name="appeals", on_delete=models.CASCADE)
    order = models.ForeignKey(Order, null=True, related_name="appeals", on_delete=models.CASCADE)
    notice = models.OneToOneField(Notice, null=True, related_name="appeal", on_delete=models.CASCADE)
    report = models.ForeignKey(Report, null=True, related_name="+", on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, related_name="+", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    code_lookup = models.BinaryField(null=True, unique=True)
    retry_lookup = models.BinaryField(null=True, unique=True)
    receipt = SealedText()
    receipt_lookup = models.BinaryField(unique=True)
    text = SealedText()
    contact = SealedText()
    sent_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)
    reasons = SealedText()
    answer = SealedText()
    undone = SealedJSON(default=dict)
    answer_mailed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="a_decided_appeal_says_who_decided_it",
            ),
            models.CheckConstraint(
                condition=Q(kind="tool") | Q(case__isnull=False), name="an_appeal_is_about_a_case"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="appeals_by_clock")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def label(self) -> str:
        return f"appeal {self.number}"

    def sealed_under(self) -> KeyName:
        return KeyName("case", UUID(str(self.case_id))) if self.case_id else DESK_KEY
