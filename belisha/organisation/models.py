"""Who runs this desk: the organisation, its services (brands) and its teams."""

from uuid import uuid4

from django.db import models

from belisha.people.models import Staff
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainSlug, PlainText, PlainURL


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
