"""What one person proposes and another confirms: the columns of such a table, and its promise."""

from django.db import models
from django.db.models import F, Q

from belisha.people.models import Staff

TWO_PEOPLE = Q(confirmed_by=None) | Q(one_person_mode=True) | ~Q(confirmed_by=F("proposed_by"))
"""The condition of a constraint that each such table names by its own promise."""


class TwoPeople(models.Model):
    """Proposed by one person, confirmed by another, or by the same in one-person mode; it ends by a word."""

    proposed_by = models.ForeignKey(Staff, related_name="+", on_delete=models.PROTECT)
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)
    ended_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
