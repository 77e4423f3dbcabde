"""The table of what two people called a false alarm of the guard."""

from django.db import models
from django.db.models import F, Q

from belisha.people.models import Staff
from belisha.referrals.row import ReferralRow
from belisha.vault.fields import SealedJSON, SealedText


class FalseAlarm(ReferralRow):
    """That what the guard stopped in a referral's free text is none of what it looks for, as somebody says.

    It is about exactly that text: `texts` is a keyed digest of the fields that were stopped. Another person
    releases it, or the same one in one-person mode or in danger now, which is looked at afterwards.
    """

    texts = models.BinaryField()
    places = SealedJSON(default=list)
    reason = SealedText()
    said_by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    said_at = models.DateTimeField()
    released_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    released_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)
    in_danger_now = models.BooleanField(default=False)

    class Meta(ReferralRow.Meta):
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "texts"], name="a_false_alarm_is_said_once_of_a_text"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | Q(one_person_mode=True)
                | Q(in_danger_now=True)
                | ~Q(released_by=F("said_by")),
                name="two_people_release_a_false_alarm",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None, one_person_mode=False, in_danger_now=False)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="a_released_false_alarm_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.said_at)
