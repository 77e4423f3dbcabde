"""What is kept, until when and why; what is to be erased; and what is left of it."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.endpoint_table import Endpoint, Shipment, ShipmentAttempt
from belisha.enforcement.followed_table import Followed
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.order_table import Order
from belisha.enforcement.preserve_table import Preserved
from belisha.people.models import Staff
from belisha.referrals.models import Referral
from belisha.triage.models import Case
from belisha.vault.fields import SealedText
from belisha.vault.keys import KeyName

__all__ = [
    "Appeal",
    "Clock",
    "DestroyOrder",
    "Endpoint",
    "Erasure",
    "Followed",
    "Keeping",
    "KeptReference",
    "Notice",
    "OfCase",
    "Order",
    "Preserved",
    "Shipment",
    "ShipmentAttempt",
    "Tombstone",
    "Watch",
]


class OfCase(models.Model):
    """A row about a case that is sealed under its key and goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="%(class)ss", on_delete=models.CASCADE)

    class Meta:
        abstract = True

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Clock(OfCase):
    """What must be kept, may be kept at most, or is planned: until when, and on which grounds (laws.py).

    `ends_at` is empty where an authority asked that a case be kept until it says otherwise.
    """

    code = models.CharField(max_length=20)
    bound = models.CharField(max_length=4)
    covers = models.CharField(max_length=10)
    referral = models.ForeignKey(Referral, null=True, related_name="clocks", on_delete=models.CASCADE)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    asked_by = SealedText()
    reference = SealedText()
    added_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    lifted_because = SealedText()

    class Meta(OfCase.Meta):
        ordering = ["begins_at", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(added_by=None, referral=None),
                name="a_case_has_one_clock_of_a_law",
            ),
            models.UniqueConstraint(
                fields=["referral", "code"],
                condition=Q(referral__isnull=False),
                name="a_referral_has_one_clock_of_a_law",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_by__isnull=False),
                name="a_lifted_clock_says_who_lifted_it",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Keeping(models.Model):
    """What the clocks of a case say together; written whenever one of them changes."""

    case = models.OneToOneField(Case, primary_key=True, related_name="keeping", on_delete=models.CASCADE)
    planned_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)
    erase_by = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    collides = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="cases_by_erasure"),
            models.Index(fields=["ask_at"], name="cases_to_ask_about"),
        ]

    def __str__(self) -> str:
        return str(self.due_at)


class DestroyOrder(OfCase):
    """That an authority asked for a case to be destroyed: one person notes it, another confirms it."""

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    authority = SealedText()
    reference = SealedText()
    reason = SealedText()
    asked_by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    ended_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)

    class Meta(OfCase.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="a_case_has_one_order_to_destroy_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(ended_by__isnull=False) & (Q(one_person_mode=True) | ~Q(ended_by=F("asked_by")))),
                name="two_people_destroy_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Erasure(models.Model):
    """The erasure of one case: written before anything goes, and all that is left of it afterwards.

    It names no person: the case's label, the rule, what was counted, when, and where the ledger says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    label = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    grounds = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    rows = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    keys_gone_at = models.DateTimeField(null=True)
    rows_gone_at = models.DateTimeField(null=True)
    files_clean_at = models.DateTimeField(null=True)
    ledger_entry = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_gone_at=None) | Q(keys_gone_at__isnull=False),
                name="keys_go_before_rows_are_said_to_be_gone",
            )
        ]
        indexes = [models.Index(fields=["files_clean_at", "begun_at"], name="erasures_by_state")]

    def __str__(self) -> str:
        return self.label


class Tombstone(models.Model):
    """Which case lay under an address that is empty now."""

    case_id = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=30)
    erasure = models.ForeignKey(Erasure, related_name="tombstones", on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.label


class KeptReference(models.Model):
    """An authority's reference that must outlive its case, under a key of its own, until its own time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    erasure = models.ForeignKey(Erasure, related_name="references", on_delete=models.PROTECT)
    label = models.CharField(max_length=30)
    code = models.CharField(max_length=20)
    authority_name = models.CharField(max_length=200)
    reference = SealedText()
    told_at = models.DateTimeField()
    keep_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["keep_until"], name="references_by_end")]

    def __str__(self) -> str:
        return self.label

    def sealed_under(self) -> KeyName:
        return KeyName("reference", UUID(str(self.id)))


class Watch(models.Model):
    """The one row that remembers the time, so that a clock that jumps stops erasure, and how far the log
    was read for clocks that begin."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    jumped_from = models.DateTimeField(null=True)
    jumped_to = models.DateTimeField(null=True)
    read_to = models.BigIntegerField(default=0)
    settings = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_watch")]

    def __str__(self) -> str:
        return str(self.seen_at)
