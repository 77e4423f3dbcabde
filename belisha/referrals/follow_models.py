"""Tables of what follows a referral: what an authority said, and who must not be told of it."""

from django.db import models
from django.db.models import Q

from belisha.people.models import Staff
from belisha.referrals.row import ReferralRow
from belisha.vault.fields import SealedText


class Incoming(ReferralRow):
    """What an authority said of a referral, typed in or taken in; it opens a task and releases nothing.

    `answer` is what was done about it, `late_because` why its clock was set anew.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "A question"
        REQUEST = "request", "A request for information under the law"
        ACKNOWLEDGEMENT = "acknowledgement", "They have it"
        OUTCOME = "outcome", "What came of it"
        MESSAGE = "message", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        DROPPED = "dropped", "Needs no answer"
        NOTED = "noted", "Noted"

    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    channel = models.CharField(max_length=20)
    said_at = models.DateTimeField()
    contact = SealedText()
    reference = SealedText()
    reference_lookup = models.BinaryField(null=True)
    text = SealedText()
    outcome = SealedText()
    due_at = models.DateTimeField(null=True)
    late_because = SealedText()
    reminded_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    noted_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    ended_at = models.DateTimeField(null=True)
    answer = SealedText()

    class Meta(ReferralRow.Meta):
        ordering = ["said_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(due_at__isnull=False), name="an_open_question_has_a_clock"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "dropped"]) | Q(ended_at__isnull=False),
                name="an_answered_question_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="questions_by_clock"),
            models.Index(fields=["reference_lookup"], name="incoming_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class DontTell(ReferralRow):
    """That nobody whom a referral is about may be told of it: on whose word, until when, or until lifted."""

    class Basis(models.TextChoices):
        LAW = "law", "The law of the authority's country"
        CARE = "care", "While it could prejudice an investigation"
        ASKED = "asked", "The authority asked for it"
        OWN = "own", "This desk decided so"

    basis = models.CharField(max_length=5, choices=Basis)
    asked_by = SealedText()
    reason = SealedText()
    until = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    noted_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    lifted_because = SealedText()

    class Meta(ReferralRow.Meta):
        ordering = ["noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_by__isnull=False),
                name="a_lifted_silence_says_who_lifted_it",
            )
        ]

    def __str__(self) -> str:
        return self.basis
