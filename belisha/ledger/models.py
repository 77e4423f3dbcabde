"""The log's rows. Triggers on both databases refuse to change or delete an entry (migration 0001)."""

from django.db import models

from belisha.ledger.tree import Frontier, Line
from belisha.vault.fields import SealedJSON
from belisha.vault.keys import KeyName


class Entry(models.Model):
    """One change of state: who, when, what, about what; its facts sealed under the record's own key."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=40)
    about_id = models.CharField(max_length=40)
    key_kind = models.CharField(max_length=16)
    key_id = models.UUIDField()
    content = SealedJSON()
    content_hmac = models.BinaryField()
    leaf = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="entries_by_what_they_tell_of"),
            models.Index(fields=["key_id", "key_kind"], name="entries_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"

    def sealed_under(self) -> KeyName:
        return KeyName(self.key_kind, self.key_id)

    def line(self) -> Line:
        return Line(
            seq=self.seq,
            at=self.at,
            event=self.event,
            actor=self.actor,
            about_kind=self.about_kind,
            about_id=self.about_id,
            key_kind=self.key_kind,
            key_id=str(self.key_id),
            content_hmac=bytes(self.content_hmac),
        )


class Head(models.Model):
    """The one row that says how long the log is; locking it puts entries in sequence."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    hashes = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_head")]

    def __str__(self) -> str:
        return f"{self.size} entries"

    def frontier(self) -> Frontier:
        joined = bytes(self.hashes)
        return Frontier(self.size, [joined[at : at + 32] for at in range(0, len(joined), 32)])
