"""Erasing: a destroyed data key makes all that it sealed unreadable, in every copy that lacks the key."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from belisha.vault.keys import KeyName, forget
from belisha.vault.models import DataKey
from belisha.vault.router import STORE

BATCH = 200  # SQLite takes 999 values in one question


@transaction.atomic(using=STORE)
def destroy(names: Collection[KeyName], *, at: datetime) -> int:
    """Destroy every version of these keys, durably, and return how many there were; again, nothing happens.

    A subject whose key this store never had gets a destroyed one, so that none is ever made for it: a store
    that was restored from an old copy may lack the row.
    """
    destroyed = sum(_destroy(name, at) for name in sorted(set(names), key=str))
    forget()
    return destroyed


def destroyed() -> Iterator[tuple[str, UUID, datetime]]:
    """Kind, subject and moment of every key that was destroyed, the oldest first."""
    rows = DataKey.objects.exclude(destroyed_at=None).order_by("destroyed_at", "id")
    for kind, subject, at in rows.values_list("kind", "subject", "destroyed_at").iterator():
        if at is not None:
            yield kind, subject, at


def alive(names: Collection[KeyName]) -> set[KeyName]:
    """Those of these subjects that still have a key."""
    found: set[KeyName] = set()
    subjects = [name.subject for name in names]
    for start in range(0, len(subjects), BATCH):
        rows = DataKey.objects.filter(subject__in=subjects[start : start + BATCH]).exclude(wrapped=None)
        found |= {KeyName(kind, subject) for kind, subject in rows.values_list("kind", "subject")}
    return found & set(names)


def _destroy(name: KeyName, at: datetime) -> int:
    rows = DataKey.objects.filter(kind=name.kind, subject=name.subject)
    if not rows.exists():
        DataKey.objects.create(kind=name.kind, subject=name.subject, wrapped=None, destroyed_at=at)
        return 0
    return rows.filter(destroyed_at=None).update(wrapped=None, destroyed_at=at)
