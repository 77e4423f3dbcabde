"""Tables of the register: what was reported where, found again by keyed look-ups alone."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.triage.models import Case
from belisha.vault.fields import SealedText
from belisha.vault.keys import KeyName


class Reported(models.Model):
    """That one authority was told of something, by us or, as a report says, by somebody else.

    It is sealed under its case's key. Where the law keeps a reference longer than the case, the row stays
    under that reference's key, `kept_as`, with the look-ups of its items alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", null=True, related_name="reported", on_delete=models.CASCADE
    )
    case = models.ForeignKey(Case, null=True, related_name="reported", on_delete=models.CASCADE)
    report_id = models.UUIDField(null=True)
    kept_as = models.UUIDField(null=True)
    label = models.CharField(max_length=30)
    authority = models.CharField(max_length=80)
    authority_name = models.CharField(max_length=200)
    statutory = models.BooleanField()
    reference = SealedText()
    reference_lookup = models.BinaryField(null=True)
    again_because = SealedText()
    entered_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(referral__isnull=False),
                name="a_referral_is_entered_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(kept_as__isnull=False),
                name="what_was_reported_has_a_key",
            ),
        ]
        indexes = [
            models.Index(fields=["reference_lookup"], name="reported_by_reference"),
            models.Index(fields=["kept_as"], name="reported_by_kept_reference"),
            models.Index(fields=["entered_at"], name="reported_by_time"),
        ]

    def __str__(self) -> str:
        return self.label

    def sealed_under(self) -> KeyName:
        if self.kept_as:
            return KeyName("reference", UUID(str(self.kept_as)))
        return KeyName("case", UUID(str(self.case_id)))


class ReportedThing(models.Model):
    """One thing of which an authority was told, by its keyed look-up."""

    id = models.BigAutoField(primary_key=True)
    reported = models.ForeignKey(Reported, related_name="things", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    digest = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="reported_by_thing")]

    def __str__(self) -> str:
        return self.kind
