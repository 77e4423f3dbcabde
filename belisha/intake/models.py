"""Reports as they came in. Names, texts, addresses and identifiers are sealed under the report's own key."""

from uuid import UUID, uuid4

from django.db import models

from belisha.organisation.models import Service
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import KeyName


class Source(models.TextChoices):
    """Who or what made the statement."""

    PUBLIC = "public", "Member of the public"
    USER = "user", "User"
    MODERATOR = "moderator", "Moderator"
    TRUSTED_FLAGGER = "trusted_flagger", "Trusted flagger"
    PARTNER = "partner", "Partner service"
    HASH_MATCH = "hash_match", "Hash match"
    URL_MATCH = "url_match", "URL match"
    CLASSIFIER = "classifier", "Classifier"
    CONTACT_PATTERN = "contact_pattern", "Contact pattern"


class Concern(models.TextChoices):
    """What is feared."""

    GROOMING = "grooming", "Grooming"
    COERCION = "coercion", "Coercion or blackmail"
    INDECENT_IMAGES = "indecent_images", "Indecent images"
    CHILD_SAFETY = "child_safety", "A child's safety"
    OTHER = "other", "Something else"


class State(models.TextChoices):
    """Where a report stands; each word has its plain sentence in read.py."""

    RECEIVED = "received", "Received"
    IN_REVIEW = "in_review", "In review"
    DECIDED = "decided", "Decided"
    REFERRED = "referred", "Referred"
    CLOSED = "closed", "Closed"


class Report(models.Model):
    """A statement, by a person or a detector, that something on the service may harm a child."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source = models.CharField(max_length=20, choices=Source)
    concerns = models.JSONField(default=list)
    danger_now = models.CharField(max_length=7, default="unknown")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    sent_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    receipt = SealedText()
    receipt_lookup = models.BinaryField(unique=True)
    what_happened = SealedText()
    conversation = SealedJSON(default=list)
    child = SealedJSON(default=dict)
    suspect = SealedJSON(default=dict)
    reporter = SealedJSON(default=dict)
    already_reported = SealedJSON(default=list)
    other_facts = SealedJSON(default=dict)
    removed = SealedJSON(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["state", "received_at"], name="reports_by_state"),
            models.Index(fields=["received_at"], name="reports_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def sealed_under(self) -> KeyName:
        return KeyName("report", self.id)


class Part(models.Model):
    """A row that belongs to a report and is sealed under its key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, related_name="%(class)ss", on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    report_id: UUID

    class Meta:
        abstract = True
        ordering = ["place"]

    def sealed_under(self) -> KeyName:
        return KeyName("report", self.report_id)


class Item(Part):
    """A piece of content by reference: the service's id, its locator, its fingerprints; never its bytes."""

    external_id = SealedText()
    locator = SealedText()
    content_type = models.CharField(max_length=100, blank=True)
    fingerprints = SealedJSON(default=dict, typed=True)
    uploaded_at = models.DateTimeField(null=True)
    address = SealedJSON(default=dict)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"item {self.place}"


class Account(Part):
    """One of the service's users, by the service's ids."""

    external_id = SealedText()
    role = models.CharField(max_length=10)
    age_band = models.CharField(max_length=10, blank=True)
    details = SealedJSON(default=dict)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"account {self.place}"


class Signal(Part):
    """Machine evidence on a report, with the name and version of what produced it."""

    kind = models.CharField(max_length=20)
    produced_by = models.CharField(max_length=100)
    facts = SealedJSON(default=dict)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.kind


class Identifier(models.Model):
    """An exact look-up: the keyed HMAC of something that a report names."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, related_name="identifiers", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    joins = models.BooleanField(default=False)
    digest = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="reports_by_identifier")]

    def __str__(self) -> str:
        return self.kind


class Retry(models.Model):
    """A client's idempotency key and what it was used for, so that a repeat gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    client = models.CharField(max_length=80)
    key = models.BinaryField()
    body = models.BinaryField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="an_idempotency_key_is_used_once_per_client")
        ]

    def __str__(self) -> str:
        return str(self.made_at)
