"""The key store: one wrapped data key per report, per case and for the desk, in a database of its own."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """A data key, wrapped by the master key. Destroying `wrapped` erases all that it sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16)
    subject = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    master = models.CharField(max_length=16)
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
