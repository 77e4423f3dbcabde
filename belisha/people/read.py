"""What pages and commands show of staff and keys."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from belisha.people.models import ApiKey, Staff


@dataclass(frozen=True)
class KeyRow:
    """A key as it may be shown: all but its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    state: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def keys() -> list[KeyRow]:
    """All keys, the newest first."""
    now = timezone.now()
    return [
        KeyRow(
            id=key.id,
            name=key.name,
            prefix=key.prefix,
            scopes=key.scopes,
            state=_state(key, now),
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            revoked_at=key.revoked_at,
        )
        for key in ApiKey.objects.order_by("-created_at")
    ]


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at:
        return "revoked"
    return "expired" if key.expires_at and key.expires_at <= now else "live"


def staff() -> list[Staff]:
    """Everybody who may or could sign in, by name."""
    return list(Staff.objects.order_by("name"))
