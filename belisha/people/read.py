"""What pages and commands show of staff and keys."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from belisha.people.models import ApiKey, Staff
from belisha.people.second_factor import FACTORS
from belisha.refusal import NotFound

FORTNIGHT = timedelta(days=14)
_NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class KeyRow:
    """A key as it may be shown: all but its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    services: list[UUID] | None
    state: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    replaced_by: UUID | None

    @property
    def ends_soon(self) -> bool:
        """Is it live, without a successor, and in its last fortnight?"""
        last = self.expires_at is not None and self.expires_at - timezone.now() < FORTNIGHT
        return self.state == "live" and self.replaced_by is None and last

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def keys() -> list[KeyRow]:
    """All keys, the newest first."""
    return [_row(key) for key in ApiKey.objects.order_by("-created_at")]


def key_row(key_id: UUID) -> KeyRow:
    """One key as it may be shown. Raises NotFound."""
    key = ApiKey.objects.filter(id=key_id).first()
    if key is None:
        raise NotFound(what="key")
    return _row(key)


def _row(key: ApiKey) -> KeyRow:
    return KeyRow(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        scopes=key.scopes,
        services=[UUID(one) for one in key.services] if key.services else None,
        state=_state(key, timezone.now()),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
        replaced_by=key.replaced_by_id,
    )


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at:
        return "revoked"
    return "expired" if key.expires_at and key.expires_at <= now else "live"


def staff() -> list[Staff]:
    """Everybody who may or could sign in, by name."""
    return list(Staff.objects.order_by("name"))


def person(person_id: UUID) -> Staff:
    """One member of staff. Raises NotFound."""
    found = Staff.objects.filter(id=person_id).first()
    if found is None:
        raise NotFound(what="member of staff")
    return found


def works_alone(person: Staff) -> bool:
    """Does nobody else here see cases?"""
    others = Staff.objects.filter(is_active=True).exclude(id=person.id)
    return not any(one.has_perm("triage.view_case") for one in others)


def who_could_confirm() -> list[Staff]:
    """Everybody who may confirm what a colleague decided, by name."""
    active = Staff.objects.filter(is_active=True).order_by("name")
    return [one for one in active if one.has_perm("decisions.confirm_decision")]


def with_second_factor() -> set[UUID]:
    """The ids of all who have a second factor set up."""
    factors = Authenticator.objects.filter(type__in=FACTORS)
    return set(factors.values_list("user_id", flat=True))


def names_of(ledger_names: Iterable[str]) -> dict[str, str]:
    """The names of the staff and keys among these actors of the ledger ("staff:…", "key:…")."""
    ids: dict[str, set[UUID]] = {"staff": set(), "key": set()}
    for name in ledger_names:
        kind, _, number = name.partition(":")
        # The name of somebody tampered with must not keep an auditor from seeing the entry.
        if kind in ids and _NUMBER.fullmatch(number):
            ids[kind].add(UUID(number))
    known: list[Staff | ApiKey] = [*Staff.objects.filter(id__in=ids["staff"])]
    known += ApiKey.objects.filter(id__in=ids["key"])
    return {row.ledger_name: row.name for row in known}
