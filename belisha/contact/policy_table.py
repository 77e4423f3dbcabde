"""The policies that somebody proposed for contacts with children, and which of them came into force."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from belisha.people.two_people import TWO_PEOPLE, TwoPeople
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainSlug


class ContactPolicy(TwoPeople):
    """A policy that one person proposed and another confirmed. Never edited: another takes its place.

    The one in force is the confirmed one that has not ended. `number` counts the activations.
    """

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    singleton = models.BooleanField(default=True, editable=False)
    name = PlainSlug(max_length=60)
    digest = models.CharField(max_length=64)
    content = SealedJSON()
    reason = SealedText()
    number = models.PositiveIntegerField(null=True, unique=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=TWO_PEOPLE,
                name="two_people_confirm_a_contact_policy",
            ),
            models.CheckConstraint(
                condition=Q(number=None, confirmed_by=None, confirmed_at=None, one_person_mode=False)
                | Q(number__gte=1, confirmed_by__isnull=False, confirmed_at__gte=F("proposed_at")),
                name="a_contact_policy_is_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & (Q(ending="withdrawn", confirmed_at=None) | Q(ending="superseded", number__gte=1)),
                name="a_contact_policy_ends_in_a_way",
            ),
            models.UniqueConstraint(
                fields=["singleton"],
                condition=Q(confirmed_at=None, ended_at=None),
                name="one_contact_policy_is_proposed",
            ),
            models.UniqueConstraint(
                fields=["singleton"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="one_contact_policy_is_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number or ''}".strip()

    def sealed_under(self) -> KeyName:
        return DESK_KEY
