"""What goes of tasks when what they are about is erased."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from belisha.work.models import Task

CHUNK = 200  # SQLite takes 999 values in one question


def erase(*, about_ids: Iterable[UUID]) -> Counter[str]:
    """Delete the tasks about these subjects with their alerts, done or not; count the rows."""
    gone: Counter[str] = Counter()
    subjects = list(about_ids)
    for start in range(0, len(subjects), CHUNK):
        gone.update(Task.objects.filter(about_id__in=subjects[start : start + CHUNK]).delete()[1])
    return gone
