"""Changes of lists that need no new version, and the word to every process that something has changed."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from belisha.ledger.record import Actor
from belisha.people.models import Staff
from belisha.screening import library
from belisha.screening.models import HashList, ListChange, Shelf


def add_change(
    *,
    row: HashList,
    action: str,
    fingerprints: Mapping[str, Any],
    by: Actor,
    category: str = "",
    grade: str = "",
    source_id: str = "",
    reason: str = "",
) -> ListChange:
    """Add to a list, or set aside in it, without a new version; seen everywhere within a second.

    The caller's transaction holds it, and the caller records it.
    """
    bump()
    last = ListChange.objects.aggregate(last=Max("seq"))["last"] or 0
    return ListChange.objects.create(
        hash_list=row,
        # Never given twice, though a version may have taken in the last one: others may still name it.
        seq=max(last, int(timezone.now().timestamp() * 1_000_000)) + 1,
        action=action,
        fingerprints=dict(fingerprints),
        category=category,
        grade=grade,
        source_id=source_id,
        reason=reason,
        by=by if isinstance(by, Staff) else None,
        at=timezone.now(),
    )


def bump() -> None:
    """Say that something has changed, first in its transaction: lists are changed one at a time."""
    # Drawn, not counted: a number that a transaction took back must not be given to another state.
    generation = secrets.randbits(40)
    Shelf.objects.update_or_create(id=1, defaults={"generation": generation})
    library.changing(generation)
    transaction.on_commit(library.changed)
