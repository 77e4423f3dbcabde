"""Reports as they came in. Names, texts, addresses and identifiers are sealed under the report's own key."""

from uuid import UUID, uuid4

from django.db import models

from belisha.intake.connector_table import Arrival, Connector, MailPlace
from belisha.organisation.models import Known, Service
from belisha.screening.models import Match
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import KeyName

__all__ = [
    "Account",
    "AccountRole",
    "AgeBand",
    "Arrival",
    "Concern",
    "Connector",
    "Identifier",
    "Item",
    "MailPlace",
    "Part",
    "Report",
    "ReporterKind",
    "Retry",
    "Signal",
    "SignalKind",
    "Site",
    "Source",
    "State",
]


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


class AccountRole(models.TextChoices):
    """What an account has to do with the report."""

    SUSPECT = "suspect", "Suspect"
    CHILD = "child", "Child"
    REPORTER = "reporter", "Reporter"
    OTHER = "other", "Other"


class AgeBand(models.TextChoices):
    """How old the service takes an account's holder to be."""

    UNDER_13 = "under_13", "Under 13"
    FROM_13 = "13_15", "13 to 15"
    FROM_16 = "16_17", "16 or 17"
    ADULT = "adult", "18 or over"
    UNKNOWN = "unknown", "Not known"


class ReporterKind(models.TextChoices):
    """Who tells us."""

    CHILD = "child", "A child or young person"
    PARENT = "parent", "A parent or carer"
    ADULT = "adult", "Another adult"
    PROFESSIONAL = "professional", "A professional"
    ORGANISATION = "organisation", "An organisation"


class Site(models.TextChoices):
    """Places with a police force of their own."""

    RAILWAY = "railway", "On the railway"
    DEFENCE = "defence", "On a defence site"
    CIVIL_NUCLEAR = "civil_nuclear", "On a civil nuclear site"


class SignalKind(models.TextChoices):
    """What kind of machine evidence a signal is."""

    LIST_MATCH = "list_match", "List match"
    URL_MATCH = "url_match", "URL match"
    SCORE = "score", "Score"
    CONTACT_PATTERN = "contact_pattern", "Contact pattern"


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
    danger_now = models.CharField(max_length=7, choices=Known, default=Known.UNKNOWN)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    slow = models.BooleanField(default=False)
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
    role = models.CharField(max_length=10, choices=AccountRole, blank=True)
    age_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    details = SealedJSON(default=dict)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"account {self.place}"


class Signal(Part):
    """Machine evidence on a report, with the name and version of what produced it.

    A match with a list points to the item that matched and, for list officers alone, to the match.
    """

    kind = models.CharField(max_length=20, choices=SignalKind)
    produced_by = models.CharField(max_length=100)
    facts = SealedJSON(default=dict)
    item = models.ForeignKey(Item, null=True, related_name="signals", on_delete=models.CASCADE)
    match = models.ForeignKey(Match, null=True, related_name="signals", on_delete=models.PROTECT)

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
    """A client's idempotency key and what it was used for, so that a repeat gets the same answer.

    `body` is an HMAC under the report's own key: once the report is erased, it tells nobody what stood in it.
    """

    id = models.BigAutoField(primary_key=True)
    client = models.CharField(max_length=80)
    key = models.BinaryField()
    body = models.BinaryField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "key"], name="an_idempotency_key_is_used_once_per_client"
            )
        ]

    def __str__(self) -> str:
        return str(self.made_at)
