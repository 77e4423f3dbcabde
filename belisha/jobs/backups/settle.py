"""After a restore: what must not happen twice, and what people have to look at."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from belisha.enforcement import erase as erasing
from belisha.jobs.backups.outside import Erasure
from belisha.ledger.record import CONSOLE, record
from belisha.organisation.destinations import close_all
from belisha.organisation.models import Note
from belisha.triage.cases import one_at_a_time
from belisha.vault.erase import alive, destroy
from belisha.vault.keys import forget
from belisha.work.assign import open_task

SKIPPED = 1000
"""Case numbers that are left out: authorities may know cases by numbers that this desk has lost."""
CASES = (
    "restore.look_at_cases",
    "triage.open_any_case",
    "This desk was restored from a backup. What was done since is not here: before a referral is made again,"
    " see whether the authority has it already.",
)
PEOPLE = (
    "restore.look_at_people",
    "people.manage_staff",
    "This desk was restored from a backup. Whoever was shut out since, and keys that were revoked since, are"
    " back: look at both.",
)


def erase(erased: list[Erasure]) -> int:
    """Erase again what was erased since; returns how many keys the backup had brought back."""
    keys, now = alive({key for one in erased for key in one.keys}), timezone.now()
    for one in erased:
        erasing.apply(listed=one.listed, now=now, by=CONSOLE)
    for erasure_id in erasing.unfinished():
        erasing.carry_out(erasure_id=erasure_id, now=now)
    for one in erased:
        # Of an erasure that the backup knows already, the key store may be another one.
        destroy(one.keys, at=one.at)
    forget()
    return len(keys)


@transaction.atomic
def settle(*, taken_at: datetime, entries: int, outside: int, erased: int) -> None:
    """Let nothing go on as if no time had passed, say so in the log, and ask people to look."""
    note = Note.objects.create(about="restore", text=f"Restored from a backup of {taken_at.isoformat()}.")
    _let_go()
    close_all(by=CONSOLE)
    _skip_numbers()
    for kind, permission, reason in (CASES, PEOPLE):
        about = (note._meta.label_lower, note.id)
        open_task(
            kind=kind,
            about=about,
            reason=reason,
            label="The restored desk",
            permission=permission,
            by=CONSOLE,
        )
    record(
        "backup.restored",
        by=CONSOLE,
        about=note,
        taken_at=taken_at.isoformat(),
        entries=entries,
        entries_outside=outside,
        keys_erased=erased,
    )


def _let_go() -> None:
    """Whoever held a lease is gone. What waits to be sent is sent: an alert twice is better than none."""
    for model in apps.get_models():
        if any(field.name == "lease_until" for field in model._meta.fields):
            model._default_manager.update(lease_until=None)


def _skip_numbers() -> None:
    counter = one_at_a_time()
    counter.next_number += SKIPPED
    counter.save(update_fields=["next_number"])
