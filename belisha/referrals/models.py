"""What one authority is told about one case, in which form, and what came back."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.decisions.models import Decision
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.fields import SealedBytes, SealedJSON, SealedText
from belisha.vault.keys import KeyName


class ReferralState(models.TextChoices):
    """The life of a referral."""

    DRAFT = "draft", "Draft"
    HELD = "held", "Held"
    RELEASED = "released", "Released"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"
    FAILED = "failed", "Failed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Referral(models.Model):
    """One authority, one case: draft, released, sent, acknowledged, closed; or held, failed, withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, related_name="referrals", on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, related_name="referrals", on_delete=models.PROTECT)
    authority = models.CharField(max_length=80)
    authority_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, default="by_hand")
    how_fast = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField(default=0)
    confirmed_address = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.DRAFT)
    step = SealedJSON(default=dict)
    message = SealedJSON(default=dict, typed=True)
    edits = SealedJSON(default=dict)
    problem = SealedText()
    drafted_at = models.DateTimeField()
    composed_at = models.DateTimeField()
    released_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    released_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)
    reference = SealedText()
    reference_lookup = models.BinaryField(null=True)
    chase_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["drafted_at", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "authority"],
                condition=~Q(state__in=["withdrawn", "failed", "closed"]),
                name="a_case_has_one_live_referral_per_authority",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "acknowledged"]) | Q(released_by__isnull=False),
                name="a_released_referral_says_who_released_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "acknowledged"]) | Q(confirmed_address=True),
                name="nothing_is_released_to_an_unconfirmed_address",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "chase_at"], name="referrals_to_chase"),
            models.Index(fields=["reference_lookup"], name="referrals_by_reference"),
        ]

    def __str__(self) -> str:
        return self.number

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class RouteTaken(models.Model):
    """The router's whole answer for one decision: the steps, whom to talk to, and what would change it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="routes", on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, related_name="routes", on_delete=models.CASCADE)
    answer = SealedJSON(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision"], name="a_decision_has_one_route"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decision=None), name="a_case_has_one_route_before_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return str(self.taken_at)

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class ReferralRow(models.Model):
    """A row of a referral, sealed under its case's key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, related_name="%(class)s_rows", on_delete=models.CASCADE)
    case_id = models.UUIDField()

    class Meta:
        abstract = True

    def sealed_under(self) -> KeyName:
        return KeyName("case", UUID(str(self.case_id)))


class Pack(ReferralRow):
    """The rendered form of a released referral, sealed by digest: what left is what is kept."""

    class Kind(models.TextChoices):
        JSON = "json", "JSON"
        PDF = "pdf", "PDF"

    kind = models.CharField(max_length=4, choices=Kind)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    document = SealedBytes()
    made_at = models.DateTimeField()

    class Meta(ReferralRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind"], name="a_referral_has_one_pack_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(ReferralRow):
    """One attempt to tell the authority: when, by whom, over which channel, and what came back."""

    class Channel(models.TextChoices):
        PORTAL = "portal", "Portal or web form"
        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "E-mail"
        POST = "post", "Post or in person"
        BY_HAND = "by_hand", "Another way"

    class Outcome(models.TextChoices):
        SENT = "sent", "Told, no reference yet"
        ACKNOWLEDGED = "acknowledged", "Told, with a reference"
        FAILED = "failed", "Could not be told"

    channel = models.CharField(max_length=20, choices=Channel)
    outcome = models.CharField(max_length=20, choices=Outcome)
    by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    at = models.DateTimeField()
    reference = SealedText()
    contact = SealedText()
    note = SealedText()

    class Meta(ReferralRow.Meta):
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"
