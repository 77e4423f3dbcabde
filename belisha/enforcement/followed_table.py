"""How far the log was read for the orders that follow from it, as a table of one row."""

from django.db import models
from django.db.models import Q


class Followed(models.Model):
    """The one row that says which entry of the log is looked at next."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    read_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_log_is_followed_once")]

    def __str__(self) -> str:
        return str(self.read_to)
