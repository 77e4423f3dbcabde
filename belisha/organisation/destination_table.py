"""Where referrals go without a person, as a table: mailboxes of authorities, webhooks of partners."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from belisha.people.models import Staff
from belisha.people.two_people import TWO_PEOPLE, TwoPeople
from belisha.vault.fields import SealedBytes, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainEmail, PlainText, PlainURL


class Destination(TwoPeople):
    """Where an authority or a partner takes referrals without a person, as somebody here says.

    One person proposes it, with a source and the day of reading; another confirms it; it holds once it has
    cooled off. It is never edited: it ends, and another takes its place. One word of anybody ends it.
    """

    class Kind(models.TextChoices):
        MAILBOX = "mailbox", "E-mail"
        PARTNER = "partner", "Webhook"

    class Signing(models.TextChoices):
        HMAC = "hmac", "HMAC-SHA256: one secret that both know"
        ED25519 = "ed25519", "Ed25519: they hold a public key"

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"
        CLOSED = "closed", "Closed"
        RESTORED = "restored", "Closed by a restore"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    authority = PlainText(max_length=80)
    name = PlainText(max_length=200)
    email = PlainEmail(blank=True)
    key = SealedBytes(default=b"")
    fingerprint = PlainText(max_length=64, blank=True)
    plain_allowed = models.BooleanField(default=False)
    url = PlainURL(max_length=300, blank=True)
    signing = models.CharField(max_length=7, choices=Signing, blank=True)
    secret = SealedText(default="")
    source_title = PlainText(max_length=200)
    source_url = PlainURL(max_length=300)
    read_on = models.DateField()
    reason = SealedText()
    proposed_on = models.DateField()
    confirmed_read_on = models.DateField(null=True)
    holds_from = models.DateTimeField(null=True)
    confirmed_as = models.BinaryField(null=True)
    read_again_on = models.DateField(null=True)
    read_again_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    ended_because = SealedText(default="")
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    superseded_by = models.ForeignKey("self", null=True, related_name="supersedes", on_delete=models.PROTECT)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=TWO_PEOPLE,
                name="two_people_confirm_a_destination",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_by=None,
                    confirmed_at=None,
                    confirmed_read_on=None,
                    one_person_mode=False,
                    holds_from=None,
                    confirmed_as=None,
                )
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_read_on__isnull=False,
                    confirmed_as__isnull=False,
                    holds_from__gt=F("confirmed_at"),
                    confirmed_at__gte=F("proposed_at"),
                ),
                name="a_destination_is_confirmed_whole_and_cools_off",
            ),
            models.CheckConstraint(
                condition=~Q(source_title="")
                & Q(source_url__startswith="https://")
                & Q(read_on__lte=F("proposed_on")),
                name="a_destination_has_a_source_and_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(kind="mailbox", url="", signing="") & ~Q(email=""))
                | Q(
                    kind="partner",
                    email="",
                    fingerprint="",
                    plain_allowed=False,
                    url__startswith="http",
                    authority__startswith="partner:",
                ),
                name="a_destination_is_a_mailbox_or_a_partner",
            ),
            models.CheckConstraint(
                condition=~Q(kind="mailbox")
                | Q(plain_allowed=True, fingerprint="")
                | (Q(plain_allowed=False) & ~Q(fingerprint="")),
                name="a_mailbox_has_a_key_or_may_be_written_to_in_plain",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(confirmed_at=None, ended_at=None),
                name="an_authority_has_one_destination_proposed",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="an_authority_has_one_destination_to_come",
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "holds_from"], name="destinations_in_force")]

    def __str__(self) -> str:
        return f"{self.kind} {self.authority}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY
