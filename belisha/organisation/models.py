"""Who runs this desk: the organisation, its services (brands) and its teams."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from belisha.organisation.destination_table import Destination
from belisha.people.models import Staff
from belisha.people.two_people import TWO_PEOPLE, TwoPeople
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainEmail, PlainSlug, PlainText, PlainURL

__all__ = ["AddressClaim", "Destination", "Known", "Note", "Organisation", "Service", "Team"]


class Known(models.TextChoices):
    """A fact that may be unknown; unknown takes the safe branch."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Organisation(models.Model):
    """The one organisation whose desk this is, as authorities need to know it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    singleton = models.BooleanField(default=True, unique=True, editable=False)
    legal_name = PlainText(max_length=200)
    country = models.CharField(max_length=2, default="GB")
    place = PlainText(max_length=100, blank=True)
    force_code = models.CharField(max_length=12, blank=True)
    regulated_user_to_user = models.CharField(max_length=7, choices=Known, default=Known.UNKNOWN)
    nca_registered = models.CharField(max_length=7, choices=Known, default=Known.UNKNOWN)
    nca_reference = PlainText(max_length=60, blank=True)
    authorised_persons = SealedJSON(default=list)
    contact = SealedJSON(default=dict)
    one_person_mode = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    holidays_of = models.CharField(max_length=10, default="GB-ENG")
    urgent_hours = models.PositiveSmallIntegerField(default=24)
    standard_working_days = models.PositiveSmallIntegerField(default=3)
    open_within_minutes = models.PositiveSmallIntegerField(default=5)
    chase_after_working_days = models.PositiveSmallIntegerField(default=3)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="there_is_one_organisation")
        ]

    def __str__(self) -> str:
        return self.legal_name

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Service(models.Model):
    """A brand that the organisation runs, with the link to its own restricted viewer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = PlainSlug(unique=True)
    name = PlainText(max_length=100)
    url = PlainURL(blank=True)
    viewer_link = PlainText(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who work on the cases of some services; no service means all of them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = PlainText(max_length=100, unique=True)
    services = models.ManyToManyField(Service, blank=True)
    members = models.ManyToManyField(Staff, blank=True)

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A narrative note of the desk about itself, such as why one-person mode was switched on."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about = models.CharField(max_length=60)
    text = SealedText()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.about

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class AddressClaim(TwoPeople):
    """What somebody here says of a row of the directory: that its address is right, changed or wrong.

    One person says it, with a source and the day of reading; another confirms it; then it holds, a change
    only after it has cooled off. It is never edited: it ends, and another takes its place.
    """

    class Kind(models.TextChoices):
        AS_SHIPPED = "as_shipped", "Right as shipped"
        CHANGED = "changed", "Changed"
        ADDED = "added", "Added"
        WRONG = "wrong", "Wrong"
        AGAIN = "again", "Looked at again"

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"
        WRONG = "wrong", "Said to be wrong"

    ADDRESSES = ("as_shipped", "changed", "added")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    authority = PlainText(max_length=80)
    country = models.CharField(max_length=2, blank=True)
    name = PlainText(max_length=200)
    url = PlainURL(max_length=300, blank=True)
    phone = PlainText(max_length=40, blank=True)
    email = PlainEmail(blank=True)
    for_public = models.BooleanField(default=True)
    shipped = models.CharField(max_length=64, blank=True)
    source_title = PlainText(max_length=200, blank=True)
    source_url = PlainURL(max_length=300, blank=True)
    read_on = models.DateField(null=True)
    reason = SealedText()
    proposed_on = models.DateField()
    confirmed_read_on = models.DateField(null=True)
    holds_from = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    superseded_by = models.ForeignKey("self", null=True, related_name="supersedes", on_delete=models.PROTECT)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=TWO_PEOPLE,
                name="two_people_confirm_an_address",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_by=None, confirmed_at=None, confirmed_read_on=None, one_person_mode=False
                )
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    confirmed_read_on__isnull=False,
                    holds_from__isnull=False,
                ),
                name="a_confirmation_says_who_read_it_and_when",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["wrong", "again"]) | Q(holds_from=None) | Q(confirmed_by__isnull=False),
                name="an_address_holds_only_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["changed", "added"])
                | Q(holds_from=None)
                | Q(holds_from__gt=F("confirmed_at")),
                name="a_changed_address_cools_off_first",
            ),
            models.CheckConstraint(
                condition=Q(kind="wrong")
                | (~Q(source_title="") & Q(source_url__startswith="https://") & Q(read_on__isnull=False)),
                name="an_address_has_a_source_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(read_on=None) | Q(read_on__lte=F("proposed_on")),
                name="nobody_read_an_address_in_the_future",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["changed", "added"])
                | (~Q(country="GB") & ~Q(authority="emergency") & ~Q(authority__startswith="police:")),
                name="addresses_of_the_united_kingdom_stay_as_shipped",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(kind__in=["as_shipped", "changed", "added"], confirmed_at=None, ended_at=None),
                name="an_authority_has_one_open_proposal",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(kind__in=["as_shipped", "changed", "added"], ended_at=None)
                & Q(confirmed_at__isnull=False),
                name="an_authority_has_one_address_to_come",
            ),
            models.UniqueConstraint(
                fields=["authority", "kind"],
                condition=Q(kind__in=["wrong", "again"], ended_at=None),
                name="an_authority_has_one_doubt_and_one_reading",
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "holds_from"], name="claims_in_force")]

    def __str__(self) -> str:
        return f"{self.authority} {self.kind}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY
