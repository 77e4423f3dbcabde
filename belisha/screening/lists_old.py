"""Folders that nothing needs any more: versions that nobody would go back to, and what a dead import left."""

import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from belisha.matching import locks
from belisha.screening.list_folders import folder_of
from belisha.screening.lists_stage import LOCK, STAGED
from belisha.screening.models import ListVersion

KEPT = 3  # Versions besides the one in force.
A_WHILE = timedelta(hours=1)  # Another process may have one open that was replaced a moment ago.


def clear_away(list_id: UUID) -> int:
    """Remove the folders of old versions; returns how many. What is being imported is left alone."""
    folder = folder_of(list_id)
    if not folder.is_dir():
        return 0
    with locks.tried(folder, LOCK) as alone:
        gone = [path for path in folder.iterdir() if path.is_dir() and path.name not in _wanted(list_id)]
        for path in gone if alone else []:
            if not path.name.startswith(STAGED) and _is_young(path):
                continue
            shutil.rmtree(path, ignore_errors=True)
    return len(gone) if alone else 0


def _wanted(list_id: UUID) -> set[str]:
    kept = (ListVersion.State.REPLACED, ListVersion.State.ROLLED_BACK)
    old = ListVersion.objects.filter(hash_list=list_id, state__in=kept).order_by("-number")[:KEPT]
    now = ListVersion.objects.filter(hash_list=list_id, state=ListVersion.State.IN_FORCE)
    return {one.id.hex for one in (*old, *now)}


def _is_young(path: Path) -> bool:
    return timezone.now().timestamp() - path.stat().st_mtime < A_WHILE.total_seconds()
