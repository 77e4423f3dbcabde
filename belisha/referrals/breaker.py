"""A breaker for each line: what keeps failing is left alone for a while, so that it holds up nothing else."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from belisha.referrals.models import Breaker, Dispatch
from belisha.referrals.recipients.channel import Arrived, Later, Refused, Undoing

OPENS_AFTER = 5  # failures in a row on one line
REST = timedelta(minutes=5)
SLACK = timedelta(minutes=1)  # a time further ahead was written by a clock that went wrong
FAILED_HERE = "failed_here"
"""What broke on our side: it says nothing about the line."""


def is_open(line: str, now: datetime) -> bool:
    """Is this line left alone for now?"""
    return Breaker.objects.filter(line=line, open_until__gt=now, open_until__lte=now + REST + SLACK).exists()


def note(line: str, outcome: Undoing, now: datetime) -> None:
    """Count a failure of the line; anything that came through closes the breaker.

    A line that was left alone and takes something again is sent at once what waits for it.
    """
    if isinstance(outcome, Later) and outcome.problem == FAILED_HERE:
        return
    row, _ = Breaker.objects.select_for_update().get_or_create(line=line)
    if isinstance(outcome, Later) or (isinstance(outcome, Refused) and outcome.line_down):
        row.failures, row.problem, row.last_failed_at = row.failures + 1, outcome.problem[:60], now
        row.open_until = now + REST if row.failures >= OPENS_AFTER else None
    else:
        if row.failures >= OPENS_AFTER:
            _waiting(line).filter(next_at__gt=now).update(next_at=now)
        row.failures, row.problem, row.open_until = 0, "", None
        row.last_arrived_at = now if isinstance(outcome, Arrived) else row.last_arrived_at
    row.save()


def close_now(line: str) -> None:
    """Let this line be tried at once: a person asked for it."""
    Breaker.objects.filter(line=line).update(open_until=None)


def _waiting(line: str) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(line=line, state=Dispatch.State.WAITING, lease=None)
