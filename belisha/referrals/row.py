"""What every table beside a referral has: its referral, and the case whose key seals it."""

from uuid import UUID, uuid4

from django.db import models

from belisha.vault.keys import KeyName


class ReferralRow(models.Model):
    """A row of a referral, sealed under its case's key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", related_name="%(class)s_rows", on_delete=models.CASCADE
    )
    case_id = models.UUIDField()

    class Meta:
        abstract = True

    def sealed_under(self) -> KeyName:
        return KeyName("case", UUID(str(self.case_id)))
