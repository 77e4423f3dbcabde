"""A breaker for each line: what keeps failing is left alone for a while, so that it holds up nothing else."""

from datetime import datetime, timedelta

from belisha.outbound.leased.outcome import FAILED_HERE
from belisha.outbound.leased.rows import left_alone, send_now
from belisha.referrals.models import Breaker, Dispatch
from belisha.referrals.recipients.channel import Arrived, Later, Refused, Undoing

OPENS_AFTER = 5  # failures in a row on one line
REST = timedelta(minutes=5)


def is_open(line: str, now: datetime) -> bool:
    """Is this line left alone for now?"""
    return Breaker.objects.filter(left_alone(now, longest=REST), line=line).exists()


def note(line: str, outcome: Undoing, now: datetime) -> None:
    """Count a failure of the line; anything that came through closes the breaker.

    A line that was left alone and takes something again is sent at once what waits for it.
    """
    if isinstance(outcome, Later) and outcome.problem == FAILED_HERE:
        return
    row, _ = Breaker.objects.select_for_update().get_or_create(line=line)
    if isinstance(outcome, Later) or (isinstance(outcome, Refused) and outcome.line_down):
        row.fail(outcome.problem, now)
        row.open_until = now + REST if row.failures >= OPENS_AFTER else None
    else:
        if row.failures >= OPENS_AFTER:
            send_now(Dispatch.objects.filter(line=line), now)
        row.recover()
        row.last_arrived_at = now if isinstance(outcome, Arrived) else row.last_arrived_at
    row.save()


def close_now(line: str) -> None:
    """Let this line be tried at once: a person asked for it."""
    Breaker.objects.filter(line=line).update(open_until=None)
