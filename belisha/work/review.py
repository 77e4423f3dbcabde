"""Tasks about the directory: to read it again, to be the second person, to object while a change waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from belisha.ledger.record import SYSTEM
from belisha.work.assign import finish, open_task
from belisha.work.models import Task

KIND = "directory.review"
DIRECTORY = ("organisation.directory", uuid5(NAMESPACE_URL, "belisha:directory"))
"""There is one directory, so it has one name for ever."""
WITHIN = timedelta(days=30)
CLAIM = "organisation.addressclaim"
SECOND_PERSON, CHANGE_WAITS = "directory.second_person", "directory.change_waits"


def ask_for_review(*, old: int, now: datetime) -> bool:
    """Open the task where rows are old, finish it where none is; say whether anything changed."""
    if not old:
        return finish(about=DIRECTORY, kind=KIND, by=SYSTEM)
    if Task.objects.filter(kind=KIND, about_id=DIRECTORY[1], done_at=None).exists():
        return False
    open_task(
        kind=KIND,
        about=DIRECTORY,
        label="The directory",
        reason="Rows were read more than 180 days ago: read each again, or say what is wrong.",
        due_at=now + WITHIN,
        permission="organisation.change_address",
    )
    return True


def ask_about_addresses(waiting: Iterable[tuple[UUID, str, datetime | None]]) -> int:
    """Open a task for each address that waits, and finish those of addresses that do no longer.

    `waiting`: the claim's id, the authority's name, and when it is to hold; None before it is confirmed.
    """
    wanted = {(SECOND_PERSON if at is None else CHANGE_WAITS, id): (name, at) for id, name, at in waiting}
    there = Task.objects.filter(kind__in=(SECOND_PERSON, CHANGE_WAITS), done_at=None)
    open_now = set(there.values_list("kind", "about_id"))
    for kind, id in open_now - set(wanted):
        finish(about=(CLAIM, id), kind=kind, by=SYSTEM)
    for kind, id in set(wanted) - open_now:
        name, at = wanted[kind, id]
        open_task(
            kind=kind,
            about=(CLAIM, id),
            label=name[:60],
            reason=REASONS[kind],
            due_at=at,
            permission="organisation.confirm_address",
        )
    return len(open_now ^ set(wanted))


REASONS = {
    SECOND_PERSON: "Somebody has proposed an address: a second person reads the page and confirms it.",
    CHANGE_WAITS: "A changed address counts soon: look at it, and withdraw it if it is wrong.",
}
