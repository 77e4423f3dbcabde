"""Staff, where they are signed in, what was tried to sign in as them, and the keys of API clients."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from belisha.people.roles import Role, permissions_of
from belisha.vault.fields import SealedBytes
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainEmail, PlainText


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff with a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Staff(AbstractBaseUser):
    """A member of staff. Name and address are plain: they are needed to sign in and to be woken."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = PlainEmail(unique=True)
    name = PlainText(max_length=100)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[StaffManager] = StaffManager()
    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_name(self) -> str:
        return f"staff:{self.id}"

    def get_full_name(self) -> str:
        return self.name

    def role_names(self) -> list[str]:
        return [Role(role).label for role in self.roles]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and perm in permissions_of(self.roles)

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(perm.startswith(f"{app_label}.") for perm in permissions_of(self.roles))


class DeskSession(models.Model):
    """A browser that is signed in, or about to be. The id is a digest of its cookie, itself kept nowhere."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Staff, null=True, related_name="sessions", on_delete=models.CASCADE)
    data = SealedBytes()
    browser = PlainText(max_length=60, default="")
    since = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"], name="sessions_by_last_use")]

    def __str__(self) -> str:
        return f"{self.browser} since {self.since:%Y-%m-%d %H:%M}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Attempts(models.Model):
    """Wrong passwords or codes for an account, from one address or (`place` empty) from all that are unknown.

    Account and address are keyed digests: what strangers typed may be anybody's address.
    """

    kind = models.CharField(max_length=12)
    account = models.BinaryField()
    place = models.BinaryField()
    person = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "account", "place"], name="attempts_are_counted_once")
        ]
        indexes = [models.Index(fields=["last_at"], name="attempts_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class KnownPlace(models.Model):
    """An address, as a keyed digest, from which somebody signed in: no stranger elsewhere locks it out."""

    person = models.ForeignKey(Staff, related_name="known_places", on_delete=models.CASCADE)
    place = models.BinaryField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="a_place_of_sign_in_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.last_at:%Y-%m-%d}"


class ExternalIdentity(models.Model):
    """Who a person is at the provider of sign-on, as a keyed digest of issuer and subject."""

    person = models.OneToOneField(Staff, related_name="external_identity", on_delete=models.CASCADE)
    subject = models.BinaryField(unique=True)
    linked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person} {self.linked_at:%Y-%m-%d}"


class WelcomeLink(models.Model):
    """The one-time link with which the first administrator of a desk comes in; kept as a digest."""

    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}"


class StaffChange(models.Model):
    """What changes who may do what: a senior looks at it; of a way to sign in its person hears by mail."""

    class What(models.TextChoices):
        CASE_WORK = "case_work", "May now see cases"
        SENIOR = "senior", "May now open every case"
        LET_IN = "let_in", "May sign in again"
        PASSWORD = "password", "Has a new password, set by somebody else"
        SECOND_FACTOR = "factor", "Had their second factor taken away"
        SERVICES = "services", "May now see the cases of more services"
        ALONE = "alone", "Switched one-person mode"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Staff, related_name="changes", on_delete=models.CASCADE)
    what = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    mail_next_at = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(looked_by=None)
                | ~models.Q(looked_by=models.F("person")) & ~models.Q(looked_by=models.F("by")),
                name="nobody_looks_at_their_own_change",
            )
        ]
        indexes = [models.Index(fields=["looked_at", "at"], name="changes_to_look_at")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_what_display()}"


class ApiKey(models.Model):
    """A client's key: shown once, kept as a digest, revocable at once.

    `services`: the ids of those that it is bound to, never changed; null: all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = PlainText(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField()
    scopes = models.JSONField(default=list)
    services = models.JSONField(null=True)
    created_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", null=True, related_name="replaces", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(services__isnull=True) | ~models.Q(services=[]),
                name="a_bound_key_is_bound_to_something",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_name(self) -> str:
        return f"key:{self.id}"
