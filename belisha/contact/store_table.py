"""Contacts as they were told, under pseudonyms, for some days. Only store.py writes and reads them."""

from uuid import UUID

from django.db import models

from belisha.organisation.models import Service
from belisha.vault.fields import SealedText
from belisha.vault.keys import KeyName

NAMES_KEY = KeyName("contact", UUID(int=1))


class Contact(models.Model):
    """One contact in which a child may be the one or the other. Who it was, only a keyed digest says.

    `key`: its time, then a digest of all that makes it this contact (pseudonyms.py); in the order of time, so
    that new ones lie together in the index. `facts`: what rules and patterns need of it (packing.py).
    """

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(max_length=16, unique=True)
    received_at = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    actor = models.BinaryField(max_length=16)
    recipient = models.BinaryField(max_length=16)
    facts = models.BigIntegerField()
    group_digest = models.BinaryField(max_length=8)
    place_digest = models.BinaryField(max_length=8)
    advice = models.PositiveSmallIntegerField()
    shown = models.BooleanField()

    def __str__(self) -> str:
        return f"contact {self.id}"


class NamedAccount(models.Model):
    """The service's own id of an account that a report may have to name; `id` is its pseudonym."""

    id = models.UUIDField(primary_key=True, editable=False)
    account = SealedText()
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    last_day = models.PositiveIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"account {self.id}"

    def sealed_under(self) -> KeyName:
        return NAMES_KEY


class Shown(models.Model):
    """How often messages were shown: to somebody because of somebody else, or to somebody on a day.

    `advice`: what was advised the last time.
    """

    key = models.BinaryField(primary_key=True, max_length=16)
    last_at = models.BigIntegerField()
    count = models.PositiveIntegerField()
    advice = models.PositiveSmallIntegerField(default=0)
    last_day = models.PositiveIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"shown {self.count} times"
