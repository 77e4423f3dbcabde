"""Tasks about keys of programs that end: a program whose key has ended sends no reports any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from belisha.ledger.record import SYSTEM
from belisha.people.models import ApiKey
from belisha.work.assign import finish, open_task
from belisha.work.models import Task

KIND, KEY = "key.ends", "people.apikey"
SOON = timedelta(days=14)
LAST_HOURS = timedelta(hours=6)
STILL_USED = timedelta(hours=1)
ENDS = "This key ends soon: rotate it, and give its program the new one. Without a key it can’t report."
OLD_USED = "This key was rotated and ends within hours, but its program still uses it: give it the new one."


def ask_about_keys(*, now: datetime) -> int:
    """Open a task for each key that needs somebody, finish those of keys that do no longer."""
    wanted = {key.id: (key, reason) for key, reason in _ending(now)}
    open_now = set(Task.objects.filter(kind=KIND, done_at=None).values_list("about_id", flat=True))
    for key_id in open_now - set(wanted):
        finish(about=(KEY, key_id), kind=KIND, by=SYSTEM)
    for key_id in set(wanted) - open_now:
        _ask(key_id, *wanted[key_id])
    return len(open_now ^ set(wanted))


def _ending(now: datetime) -> Iterator[tuple[ApiKey, str]]:
    """Keys that end soon without a successor, and those with one that are in use in their last hours."""
    # One that has ended stays: whoever has no use for it says so by revoking it.
    soon = Q(replaced_by=None, expires_at__lte=now + SOON, expires_at__gt=now - SOON)
    used = Q(expires_at__lte=now + LAST_HOURS, expires_at__gt=now, last_used_at__gt=now - STILL_USED)
    for key in ApiKey.objects.filter(soon | used & Q(replaced_by__isnull=False), revoked_at=None):
        yield key, OLD_USED if key.replaced_by_id else ENDS


def _ask(key_id: UUID, key: ApiKey, reason: str) -> None:
    open_task(
        kind=KIND,
        about=(KEY, key_id),
        label=key.name[:60],
        reason=reason,
        due_at=key.expires_at,
        permission="people.manage_keys",
    )
