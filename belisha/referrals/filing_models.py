"""Tables of filing by hand: the points of a declaration that somebody ticked, and what the IWF said."""

from django.db import models
from django.db.models import Q

from belisha.people.models import Staff
from belisha.referrals.row import ReferralRow
from belisha.vault.fields import SealedText


class Tick(ReferralRow):
    """One point of the declaration that a person ticked; taken back, the row goes and the ledger says so."""

    point = models.CharField(max_length=20)
    by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta(ReferralRow.Meta):
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "point"], name="a_point_is_ticked_once_per_referral")
        ]

    def __str__(self) -> str:
        return self.point


class Assessment(ReferralRow):
    """What the IWF said of one address that it was told of; corrected in place, the ledger keeps what was.

    `listed`: the address stands on this desk's own list because of it.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        REMOVED = "removed", "Confirmed, and removed"
        NOT_CONFIRMED = "not_confirmed", "Not confirmed"

    address = SealedText()
    address_lookup = models.BinaryField()
    outcome = models.CharField(max_length=15, choices=Outcome)
    category = models.CharField(max_length=20, blank=True)
    said_on = models.DateField()
    listed = models.BooleanField(default=False)
    noted_by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    noted_at = models.DateTimeField()

    class Meta(ReferralRow.Meta):
        ordering = ["noted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "address_lookup"], name="an_address_is_assessed_once_per_referral"
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | ~Q(outcome="not_confirmed"),
                name="only_a_confirmed_address_is_listed",
            ),
        ]
        indexes = [models.Index(fields=["address_lookup"], name="assessments_by_address")]

    def __str__(self) -> str:
        return self.outcome
