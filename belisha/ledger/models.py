"""The log's rows. Triggers on both databases refuse to change or delete an entry (migration 0002)."""

from uuid import uuid4

from django.db import models

from belisha.ledger.tree import Frontier, Line
from belisha.vault.fields import SealedBytes, SealedJSON
from belisha.vault.keys import DESK_KEY, KeyName

RELEASED = "referral.released"


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
            models.Index(fields=["seq"], condition=models.Q(event=RELEASED), name="entries_of_a_release"),
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
        return Frontier.of(self.size, bytes(self.hashes))


class Signer(models.Model):
    """The key that signs this log's checkpoints; the newest signs, and its name is the log's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    origin = models.CharField(max_length=200)
    public = models.BinaryField()
    private = SealedBytes()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.origin} {self.number}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Checkpoint(models.Model):
    """A signed head of the log, and the frontier from which the next one must follow."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    hashes = models.BinaryField()
    signed = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} entries"


class Document(models.Model):
    """A small text that is to lie outside the database too. One that is `kept` goes to every later place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    body = models.TextField()
    kept = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A place outside the database, by its kind and a digest of its address, which may hold a password."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="a_place_is_known_once")]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """One document on its way to one place; leased, so that a killed worker loses none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.ForeignKey(Document, related_name="deliveries", on_delete=models.CASCADE)
    place = models.ForeignKey(Place, related_name="deliveries", on_delete=models.CASCADE)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="a_document_goes_to_a_place_once")
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(done_at=None), name="documents_to_deliver")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.place}"
