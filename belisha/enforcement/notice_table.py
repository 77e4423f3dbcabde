"""What the user is told of an order, as a table: one row is one notice of one order."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.enforcement.order_table import Order
from belisha.triage.models import Case
from belisha.vault.fields import SealedText
from belisha.vault.keys import KeyName


class Notice(models.Model):
    """What the user whom an order is about may be told, and the code with which they can appeal.

    The words are made at each reading (`notice_words`). Whether it may be told is asked each time; while it
    may not, `held_since` stands, and nobody but this desk knows that there is a notice.
    """

    class Kind(models.TextChoices):
        REMOVE = "remove", "Content was taken away"
        RESTRICT = "restrict", "The account was restricted"
        SUSPEND = "suspend", "The account was suspended"
        WARN = "warn", "The account was warned"
        RETURNED = "returned", "Content is back"
        REOPENED = "reopened", "The account is back"

    class Reader(models.TextChoices):
        CHILD = "child", "A child"
        ADULT = "adult", "An adult"
        UNKNOWN = "unknown", "Not known"

    class Way(models.TextChoices):
        SERVICE = "service", "By the service"
        MAIL = "mail", "By e-mail"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    order = models.OneToOneField(Order, related_name="notice", on_delete=models.CASCADE)
    case = models.ForeignKey(Case, related_name="notices", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind)
    reader = models.CharField(max_length=7, choices=Reader)
    code = SealedText()
    code_lookup = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    appeal_until = models.DateTimeField()
    held_since = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=7, choices=Way, blank=True)
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(held_since=None), name="a_notice_that_is_held_is_not_told"
            )
        ]
        indexes = [models.Index(fields=["told_at", "made_at"], name="notices_to_be_told")]

    def __str__(self) -> str:
        return self.kind

    @property
    def label(self) -> str:
        return f"notice {str(self.id)[:8]}"

    def sealed_under(self) -> KeyName:
        return KeyName("case", UUID(str(self.case_id)))
