"""Staff and the keys of API clients."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from belisha.people.roles import Role, permissions_of
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


class ApiKey(models.Model):
    """A client's key: shown once, kept as a digest, revocable at once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = PlainText(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField()
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_name(self) -> str:
        return f"key:{self.id}"
