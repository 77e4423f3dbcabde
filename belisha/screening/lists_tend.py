"""What keeps lists well without anybody asking: additions taken in, files read again, old lists named."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from belisha.ledger.record import SYSTEM, record
from belisha.screening import read_lists
from belisha.screening.library import shelves
from belisha.screening.list_folders import list_keys, opened
from belisha.screening.lists_old import clear_away
from belisha.screening.lists_stage import BeingImported, counted, staging, take_into
from belisha.screening.lists_versions import OFFICERS, put_in_force
from belisha.screening.models import HashList, ListChange
from belisha.screening.overlay import Fingerprint, Overlay, read
from belisha.screening.store.version import UnusableVersion
from belisha.work.assign import finish, open_task
from belisha.work.read import tasks_about

log = structlog.get_logger(__name__)

MANY = 2000  # Additions beside a version; more of them are taken into one.
AGAIN = timedelta(days=1)
UNUSABLE, OLD = "list.unusable", "list.old"
DAMAGED = "The files of a list are damaged. Import it again, or roll it back."
TOO_OLD = "A list has not been updated for longer than was agreed, or its validity has ended. Ask its source."
Action = ListChange.Action


def tend(*, many: int = MANY) -> int:
    """Look after every list; how many needed something. Safe to run twice and beside another worker."""
    # Looked at first: while one can't be opened, nothing can be taken into any.
    return sum(_look_at(row) for row in HashList.objects.all()) + take_in_additions(many)


def take_in_additions(many: int = MANY) -> int:
    """Make a version of what was added one by one, where there is much of it."""
    long = HashList.objects.annotate(added=Count("changes", filter=Q(changes__action=Action.ADD)))
    return sum(_take_in(row) for row in long.filter(added__gt=many))


def _take_in(row: HashList) -> int:
    shelf = shelves().get(row.id)
    if shelf is None:
        return 0
    with suppress(BeingImported):  # By another worker, or an officer: there is a next time.
        return _take_in_beside(row, shelf.overlay)
    return 0


def _take_in_beside(row: HashList, overlay: Overlay) -> int:
    before = opened(row.id, row.in_force_id) if row.in_force_id else None
    with staging(row) as stage:
        # What is set aside comes along: the changes that say so stay, and it may be put back.
        version = take_into(stage, overlay.added.values(), before, replace=False)
        with transaction.atomic():
            made = put_in_force(stage=stage, counts=counted(version), source_digest="", by=SYSTEM)
            _forget(row, overlay)
            record(
                "list.additions_taken_in", by=SYSTEM, about=made, list=str(row.id), added=len(overlay.added)
            )
    clear_away(row.id)
    return 1


def _forget(row: HashList, overlay: Overlay) -> None:
    """Remove the changes that the new version makes needless; those that set an entry aside still hold."""
    changes, keys = ListChange.objects.filter(hash_list=row, seq__lte=overlay.last), list_keys()
    changes.filter(action=Action.ADD).delete()
    put_back = changes.filter(action=Action.RESTORE)
    held: set[Fingerprint] = set()
    for change in changes.exclude(action=Action.RESTORE):
        fingerprints = read(change.fingerprints, keys)
        if overlay.aside.isdisjoint(fingerprints):
            change.delete()
        else:
            held.update(fingerprints)
    for change in put_back:
        # It may take back a part of what another one, which still holds, sets aside.
        if held.isdisjoint(read(change.fingerprints, keys)):
            change.delete()


def _look_at(row: HashList) -> int:
    damaged = not _is_sound(row)
    health = read_lists.health(row, refused=False, now=timezone.now())
    said = _say(row, UNUSABLE, DAMAGED, needed=damaged)
    return said + _say(row, OLD, TOO_OLD, needed=health in ("old", "ended"))


def _is_sound(row: HashList) -> bool:
    """Are the files of the version in force as they were written? All of them are read once a day."""
    now, version_id = timezone.now(), row.in_force_id
    if version_id is None or (version_id in _read_at and now - _read_at[version_id] < AGAIN):
        return True
    try:
        opened(row.id, version_id).verify()
    except UnusableVersion as refusal:
        log.error("a list is damaged", list=str(row.id), reason=refusal.facts["reason"])
        return False
    _read_at[version_id] = now
    return True


def _say(row: HashList, kind: str, reason: str, *, needed: bool) -> int:
    """Open the task, or finish it; how much of that was new."""
    there = any(task.kind == kind for task in tasks_about(row._meta.label_lower, row.id))
    if needed and not there:
        open_task(kind=kind, about=row, reason=reason, permission=OFFICERS)
    elif there and not needed:
        finish(about=row, kind=kind, by=SYSTEM)
    return int(needed != there)


_read_at: dict[UUID, datetime] = {}
