"""What the service says that it keeps, as a table: where, until when, under which law, and its end."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.enforcement.order_table import Order
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.fields import SealedText
from belisha.vault.keys import KeyName


class Preserved(models.Model):
    """One thing that the service keeps as ordered. Never the thing itself: where it lies, and a digest.

    It is sealed under its case. When the case is erased before the thing is destroyed, what is needed to have
    it destroyed goes on under a key of its own, and goes with the proof of destruction.
    `place` counts the things of one order, so that an answer given twice is kept once.
    """

    class State(models.TextChoices):
        KEPT = "kept", "Kept"
        RELEASED = "released", "May be destroyed"
        DESTROYED = "destroyed", "Destroyed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    order = models.ForeignKey(Order, null=True, related_name="kept", on_delete=models.SET_NULL)
    place = models.PositiveIntegerField()
    case = models.ForeignKey(Case, null=True, related_name="preserved", on_delete=models.CASCADE)
    label = models.CharField(max_length=30)
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    what = SealedText(default="")
    locator = SealedText(default="")
    sha256 = SealedText(default="")
    law = models.CharField(max_length=20, blank=True)
    kept_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = SealedText(default="")
    proof = SealedText(default="")
    said_by = models.CharField(max_length=80, blank=True)
    early = models.BooleanField(default=False)

    class Meta:
        ordering = ["until", "label", "place"]
        constraints = [
            models.UniqueConstraint(fields=["order", "place"], name="an_order_keeps_each_thing_once"),
            models.CheckConstraint(
                condition=~Q(state="destroyed") | Q(destroyed_at__isnull=False),
                name="what_is_destroyed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="destroyed") | Q(early=True) | Q(released_at__isnull=False),
                name="what_was_not_released_was_destroyed_early",
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="preserved_by_end")]

    def __str__(self) -> str:
        return f"{self.label} {self.place}"

    def sealed_under(self) -> KeyName:
        kind, subject = ("case", self.case_id) if self.case_id else ("preserved", self.id)
        return KeyName(kind, UUID(str(subject)))
