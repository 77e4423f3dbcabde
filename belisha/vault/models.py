"""The key store: one wrapped data key per report, per case and for the desk, in a database of its own."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Master(models.Model):
    """The name of a master key that may wrap data keys; the key itself is nowhere in a database."""

    name = models.CharField(primary_key=True, max_length=16)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class DataKey(models.Model):
    """A data key, wrapped by the master key. Destroying `wrapped` erases all that it sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16)
    subject = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    # The reference is the promise that no master key goes out of force while a data key needs it.
    master = models.ForeignKey(Master, models.PROTECT, db_column="master", null=True, related_name="keys")
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "version"], name="a_subject_has_one_key_per_version"
            ),
            models.CheckConstraint(
                name="a_key_is_there_or_destroyed",
                condition=Q(wrapped__isnull=False) ^ Q(destroyed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} v{self.version}"
