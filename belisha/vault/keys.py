"""Data keys: made before the first row that they seal, wrapped by the master key, opened for a moment."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from belisha.refusal import Refusal
from belisha.vault.models import DataKey
from belisha.vault.seal import Erased, seal, unseal

CACHE_SECONDS = 2.0  # also the longest time that a destroyed key stays usable in another process
CACHE_SIZE = 2048


@dataclass(frozen=True)
class KeyName:
    """Whose key: a report's, a case's, the desk's own or the look-ups'."""

    kind: str
    subject: UUID


DESK_KEY = KeyName("desk", UUID(int=0))
LOOKUP_KEY = KeyName("lookup", UUID(int=0))


class NoMasterKey(Refusal):
    """There is no master key. Run "belisha setup", or name one with BELISHA_MASTER_KEY_FILE."""

    code = "no_master_key"


class WrongMasterKey(Refusal):
    """The key store needs master key {needed}, which is not among those given. Nothing was changed."""

    code = "wrong_master_key"


class _Cache(threading.local):
    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[KeyName, int], tuple[float, int, bytes]] = OrderedDict()


_cache = _Cache()


def forget() -> None:
    """Drop the keys that this thread holds."""
    _cache.kept.clear()


def key_to_seal(name: KeyName) -> tuple[int, bytes]:
    """Return the version and the newest data key of a subject; makes the first one, durably."""
    if (kept := _kept(name, 0)) is not None:
        return kept
    row = DataKey.objects.filter(kind=name.kind, subject=name.subject).order_by("-version").first() or _make(
        name
    )
    return _keep(name, 0, row.version, _unwrap(row))


def make_key(name: KeyName) -> None:
    """Make the first key of a subject that nobody has seen yet, durably, without asking the store for one."""
    row = _make(name)
    _keep(name, 0, row.version, _unwrap(row))


def key_to_open(name: KeyName, version: int) -> bytes:
    """Return one data key; raises Erased where it was destroyed or is not in the store."""
    if (kept := _kept(name, version)) is not None:
        return kept[1]
    row = DataKey.objects.filter(kind=name.kind, subject=name.subject, version=version).first()
    if row is None:
        raise Erased(str(name))
    return _keep(name, version, row.version, _unwrap(row))[1]


def fetch(names: Collection[KeyName]) -> None:
    """Bring the keys of many subjects in one query, for a reader that is about to open all of them."""
    for row in DataKey.objects.filter(subject__in={name.subject for name in names}).exclude(wrapped=None):
        _keep(KeyName(row.kind, row.subject), row.version, row.version, _unwrap(row))


def check_master_key() -> None:
    """Raise NoMasterKey or WrongMasterKey unless every key in the store can be opened."""
    known = set(_masters())
    needed = set(DataKey.objects.filter(destroyed_at=None).values_list("master", flat=True).distinct())
    if missing := needed - known:
        raise WrongMasterKey(needed=", ".join(sorted(missing)))


def _make(name: KeyName) -> DataKey:
    master, key = next(iter(_masters().items()))
    wrapped = seal(key, 1, os.urandom(32), table="vault", column=name.kind, row=str(name.subject))
    # Its own database and commit: durable before the caller's transaction, an orphan if that one fails.
    try:
        return DataKey.objects.create(kind=name.kind, subject=name.subject, master=master, wrapped=wrapped)
    except IntegrityError:
        return DataKey.objects.get(kind=name.kind, subject=name.subject, version=1)


def _unwrap(row: DataKey) -> bytes:
    if row.wrapped is None:
        raise Erased(str(row))
    key = _masters().get(row.master)
    if key is None:
        raise WrongMasterKey(needed=row.master)
    return unseal(key, bytes(row.wrapped), table="vault", column=row.kind, row=str(row.subject))


def _masters() -> dict[str, bytes]:
    """The master keys by a short name that gives nothing away, newest first."""
    keys = settings.BELISHA_MASTER_KEYS
    if not keys:
        raise NoMasterKey
    return {sha256(b"belisha master\0" + key).hexdigest()[:16]: key for key in keys}


def _kept(name: KeyName, version: int) -> tuple[int, bytes] | None:
    found = _cache.kept.get((name, version))
    if found is None or found[0] < time.monotonic():
        return None
    return found[1], found[2]


def _keep(name: KeyName, slot: int, version: int, key: bytes) -> tuple[int, bytes]:
    _cache.kept[(name, slot)] = (time.monotonic() + CACHE_SECONDS, version, key)
    if len(_cache.kept) > CACHE_SIZE:
        _cache.kept.popitem(last=False)
    return version, key
