"""Other tools that report here, as tables: connectors, and what came from them."""

from uuid import uuid4

from django.db import models

from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainText


class Connector(models.Model):
    """A tool that sends what it was told. Off until a person has seen in a test what it would make.

    `secret` is what both sides have, `former` the one before it for as long as it still counts. `mapping` is
    what the operator set: which words mean what, or the whole mapping. `set_as` is the keyed digest of all
    that a person set, so that a row edited in the database doesn't count.
    """

    class Kind(models.TextChoices):
        MASTODON = "mastodon", "Mastodon"
        DISCOURSE = "discourse", "Discourse"
        HMA = "hma", "Hasher-Matcher-Actioner"
        MAPPED = "mapped", "Another tool, by a mapping"

    class State(models.TextChoices):
        OFF = "off", "Off"
        TEST = "test", "Test: shows what it would make"
        ON = "on", "On"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = PlainText(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=4, choices=State, default=State.TEST)
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    secret = SealedText(default="")
    former = SealedText(default="")
    former_until = models.DateTimeField(null=True)
    mapping = SealedJSON(default=dict)
    made_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    set_as = models.BinaryField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    unsigned = models.PositiveIntegerField(default=0)
    unsigned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_name(self) -> str:
        return f"connector:{self.id}"

    @property
    def label(self) -> str:
        return f"connector {self.name}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Arrival(models.Model):
    """One event that came signed. `body` is a keyed digest of all of it, so that a repeat is told.

    `shown` is the report that a connector in test would have made; it is gone after a day.
    """

    class Outcome(models.TextChoices):
        MADE = "made", "A report was made"
        SHOWN = "shown", "Test: it would have made a report"
        LEFT = "left", "Not a report"
        REFUSED = "refused", "It can't be read"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    connector = models.ForeignKey(Connector, related_name="arrivals", on_delete=models.CASCADE)
    at = models.DateTimeField()
    body = models.BinaryField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    report_id = models.UUIDField(null=True)
    again = models.PositiveIntegerField(default=0)
    told = SealedJSON(default=dict)
    shown = SealedJSON(default=dict)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["connector", "body"], name="an_event_of_a_tool_is_taken_once")
        ]
        indexes = [models.Index(fields=["at"], name="arrivals_by_time")]

    def __str__(self) -> str:
        return self.outcome

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class MailPlace(models.Model):
    """How far a mailbox has been read: its UIDVALIDITY and the next number (RFC 9051, 2.3.1)."""

    mailbox = models.BinaryField(unique=True)
    validity = models.BigIntegerField(default=0)
    next_uid = models.BigIntegerField(default=1)
    looked_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.problem or "read"
