"""Keys of API clients: made, used, rotated and revoked."""

import hmac
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.people.models import ApiKey, Staff
from belisha.refusal import NotFound, Refusal

USE_NOTED_EVERY = timedelta(minutes=1)  # a write at each request would cost more than the request
REMEMBERED = 10.0  # seconds
MOST_REMEMBERED = 1000
A_YEAR = timedelta(days=365)
IS_LIVE = (
    f"SELECT 1 FROM {ApiKey._meta.db_table} WHERE prefix = %s AND revoked_at IS NULL"  # noqa: S608 - our own name
    " AND (expires_at IS NULL OR expires_at > %s)"
)
_known: dict[bytes, tuple[float, ApiKey]] = {}


class Scope(StrEnum):
    """What a key may be used for."""

    REPORT = "report"
    SCREEN = "screen"
    CONTACT = "contact"
    ORDERS = "orders"
    READ = "read"


class WrongScope(Refusal):
    """There is no scope {scope}. The scopes are report, screen, contact, orders and read."""

    code = "wrong_scope"


class NotRotated(Refusal):
    """“{name}” has ended or has been rotated already. Make a new key instead."""

    code = "not_rotated"


@dataclass(frozen=True)
class NewKey:
    """A key as it is shown this once."""

    id: UUID
    secret: str


@transaction.atomic
def add_key(
    *,
    name: str,
    scopes: Iterable[str],
    by: Actor,
    services: Iterable[UUID] = (),
    expires_at: datetime | None = None,
    secret: str = "",
) -> NewKey:
    """Make a key and return it; only its digest is kept. `secret` is for the demo's well-known key alone.

    `services`: those that it is bound to, for as long as it lives; none: it reaches all of them.
    """
    chosen, bound = [_scope(scope) for scope in scopes], sorted({str(one) for one in services}) or None
    secret = secret or f"belisha_{secrets.token_hex(6)}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=name,
        prefix=_prefix(secret),
        digest=_digest(secret),
        scopes=chosen,
        services=bound,
        created_by=by if isinstance(by, Staff) else None,
        expires_at=expires_at,
    )
    record("key.added", by=by, about=key, name=name, scopes=chosen, services=bound)
    return NewKey(key.id, secret)


@transaction.atomic
def rotate_key(*, key_id: UUID, overlap: timedelta, by: Actor) -> NewKey:
    """Make the key's successor, with its name, scopes and services; the old one works for `overlap` more.

    The new one lives as long as the old one was to live. Raises NotRotated or NotFound.
    """
    old, now = _locked(key_id), timezone.now()
    if old.revoked_at or old.replaced_by_id or (old.expires_at and old.expires_at <= now):
        raise NotRotated(name=old.name)
    ends = now + (old.expires_at - old.created_at) if old.expires_at else None
    bound = map(UUID, old.services or ())
    made = add_key(name=old.name, scopes=old.scopes, services=bound, by=by, expires_at=ends)
    old.replaced_by_id = made.id
    old.expires_at = min(now + overlap, old.expires_at or now + overlap)
    old.save(update_fields=["replaced_by", "expires_at"])
    record("key.rotated", by=by, about=old, successor=str(made.id), ends_at=old.expires_at.isoformat())
    return made


@transaction.atomic
def revoke_key(*, key_id: UUID, by: Actor) -> ApiKey:
    """Revoke a key: its next request is refused."""
    key = _locked(key_id)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        record("key.revoked", by=by, about=key)
    return key


def _locked(key_id: UUID) -> ApiKey:
    key = ApiKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise NotFound(what="key")
    return key


def key_of(secret: str) -> ApiKey | None:
    """The live key that this secret is, or None: wrong, revoked and expired look the same.

    A key is remembered for some seconds, but whether it has ended is asked of the database each time.
    """
    key = _remembered(secret)
    now = timezone.now()
    if key is None or (key.expires_at and key.expires_at <= now):
        return None
    _note_use(key, now)
    return key


def _remembered(secret: str) -> ApiKey | None:
    digest, now = _digest(secret), time.monotonic()
    at, key = _known.get(digest, (0.0, None))
    if key is not None and now - at < REMEMBERED:
        return key if _is_live(key) else None
    key = ApiKey.objects.filter(prefix=_prefix(secret), revoked_at=None).first()
    if key is None or not hmac.compare_digest(digest, bytes(key.digest)):
        return None
    if len(_known) >= MOST_REMEMBERED:
        _known.clear()
    _known[digest] = now, key
    return key


def _is_live(key: ApiKey) -> bool:
    # Bare SQL: to compose this in the ORM costs ten times as much as to ask it, at every request.
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(IS_LIVE, [key.prefix, now])
        return cursor.fetchone() is not None


def _note_use(key: ApiKey, now: datetime) -> None:
    if key.last_used_at is None or now - key.last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(id=key.id).update(last_used_at=now)
        key.last_used_at = now


def _scope(word: str) -> str:
    if word not in {scope.value for scope in Scope}:
        raise WrongScope(scope=word)
    return str(word)


def _prefix(secret: str) -> str:
    return secret.split("_")[1][:12] if secret.count("_") >= 2 else ""


def _digest(secret: str) -> bytes:
    # 256 random bits need no slow hash: there is nothing to guess.
    return sha256(secret.encode()).digest()
