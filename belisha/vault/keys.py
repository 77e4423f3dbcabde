"""Data keys: made before the first row that they seal, wrapped by the master key, opened for a moment."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connections

from belisha.vault import masters
from belisha.vault.masters import WrongMasterKey
from belisha.vault.models import DataKey
from belisha.vault.router import STORE
from belisha.vault.seal import Erased, seal, unseal

CACHE_SECONDS = 2.0  # also the longest time that a destroyed key stays usable in another process
CACHE_SIZE = 2048


@dataclass(frozen=True)
class KeyName:
    """Whose key: a report's, a case's, the desk's own, the look-ups' or that of all sessions."""

    kind: str
    subject: UUID


DESK_KEY = KeyName("desk", UUID(int=0))
LOOKUP_KEY = KeyName("lookup", UUID(int=0))
SESSION_KEY = KeyName("session", UUID(int=0))


class _Cache(threading.local):
    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[KeyName, int], tuple[float, int, bytes]] = OrderedDict()


_cache = _Cache()


def forget() -> None:
    """Drop the keys that this thread holds."""
    _cache.kept.clear()
    masters.forget()


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


def was_destroyed(name: KeyName) -> bool:
    """Had a subject keys, of which none is left?"""
    left = list(
        DataKey.objects.filter(kind=name.kind, subject=name.subject).values_list("wrapped", flat=True)
    )
    return bool(left) and not any(left)


def check_master_key() -> None:
    """Raise NoMasterKey or WrongMasterKey unless every key in the store can be opened."""
    refuse_missing(needed_masters())
    masters.known()


def needed_masters() -> set[str]:
    """The names of the master keys without which a data key of the store doesn't open."""
    # By SQL, which reads the store of every earlier schema too: this is asked before it is migrated.
    with connections[STORE].cursor() as cursor:
        cursor.execute("SELECT DISTINCT master FROM vault_datakey WHERE wrapped IS NOT NULL")
        return {row[0] for row in cursor.fetchall()}


def refuse_missing(needed: set[str]) -> None:
    """Raise WrongMasterKey where one of these isn't among those given."""
    if missing := needed - set(masters.names()):
        raise WrongMasterKey(needed=", ".join(sorted(missing)))


def make_version(name: KeyName) -> int:
    """Make the next data key of a subject, which seals from now on; the earlier ones go on opening."""
    newest = DataKey.objects.filter(kind=name.kind, subject=name.subject).order_by("-version").first()
    row = _make(name, newest.version + 1 if newest else 1)
    forget()
    return row.version


def wrap(master: bytes, key: bytes, name: KeyName, version: int) -> bytes:
    """A data key as the store keeps it, bound to its subject and version."""
    return seal(master, 1, key, **_place(name, version))


def unwrap(master: bytes, row: DataKey) -> bytes:
    """The data key of a row; raises Erased where it was destroyed."""
    if row.wrapped is None:
        raise Erased(str(row))
    return unseal(master, bytes(row.wrapped), **_place(KeyName(row.kind, row.subject), row.version))


def _make(name: KeyName, version: int = 1) -> DataKey:
    for _ in range(2):
        master, key = masters.wrapping()
        wrapped = wrap(key, os.urandom(32), name, version)
        its = {"kind": name.kind, "subject": name.subject, "version": version}
        # Its own database and commit: durable before the caller's transaction, an orphan if that one fails.
        try:
            return DataKey.objects.create(**its, master_id=master, wrapped=wrapped)
        except IntegrityError:
            # Somebody else made it, or a rotation has just put this master key out of force.
            if row := DataKey.objects.filter(**its).first():
                return row
            masters.forget()
            masters.read_again()
    raise WrongMasterKey(needed=master)


def _unwrap(row: DataKey) -> bytes:
    if row.wrapped is None or row.master_id is None:
        raise Erased(str(row))
    return unwrap(masters.find(row.master_id), row)


def _place(name: KeyName, version: int) -> dict[str, str]:
    row = str(name.subject) if version == 1 else f"{name.subject} {version}"
    return {"table": "vault", "column": name.kind, "row": row}


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
