"""The task that asks for the directory to be read again: one while rows are old, none after."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from belisha.ledger.record import SYSTEM
from belisha.work.assign import finish, open_task
from belisha.work.models import Task

KIND = "directory.review"
DIRECTORY = ("organisation.directory", uuid5(NAMESPACE_URL, "belisha:directory"))
"""There is one directory, so it has one name for ever."""
WITHIN = timedelta(days=30)


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
