"""A breaker for each line: what keeps failing is left alone for a while, so that it holds up nothing else."""

from datetime import datetime, timedelta

from belisha.referrals.models import Breaker
from belisha.referrals.recipients.channel import Arrived, Later, Refused, Undoing

OPENS_AFTER = 5  # failures in a row on one line
REST = timedelta(minutes=5)


def is_open(line: str, now: datetime) -> bool:
    """Is this line left alone for now?"""
    return Breaker.objects.filter(line=line, open_until__gt=now).exists()


def note(line: str, outcome: Undoing, now: datetime) -> None:
    """Count a failure of the line; anything that came through closes the breaker."""
    row, _ = Breaker.objects.get_or_create(line=line)
    if isinstance(outcome, Later) or (isinstance(outcome, Refused) and outcome.line_down):
        row.failures, row.problem, row.last_failed_at = row.failures + 1, outcome.problem, now
        row.open_until = now + REST if row.failures >= OPENS_AFTER else None
    else:
        row.failures, row.problem, row.open_until = 0, "", None
        row.last_arrived_at = now if isinstance(outcome, Arrived) else row.last_arrived_at
    row.save()
