"""What leaves, and where to, as tables: the columns that all of them have, and how a failure is counted."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

SLACK = timedelta(minutes=1)
"""A time further ahead than any of ours, by this much, was written by a clock that went wrong."""
WAITING = "waiting"
"""The state of what still has to leave, in every table."""


class Leased(models.Model):
    """Something on its way; it has a `state` of its own besides.

    `failures` are those in a row, `broken_off` the times in a row that whoever sent it was never heard of
    again; `lease` is whose it is, until `lease_until`.
    """

    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    broken_off = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def leave_to_others(self) -> None:
        """Give the lease back; whoever had it was heard of again."""
        self.lease, self.lease_until, self.broken_off = None, None, 0

    def fail(self, problem: str) -> None:
        """Count one more failure, and say which."""
        self.failures, self.problem = self.failures + 1, problem[:60]


class Line(models.Model):
    """Where things go, with its breaker: what keeps failing is left alone for a while."""

    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
    last_failed_at = models.DateTimeField(null=True)
    last_arrived_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def fail(self, problem: str, now: datetime, *, counts: bool = True) -> None:
        """Say what failed last; where it `counts`, it is one more in a row."""
        self.problem, self.last_failed_at = problem[:60], now
        self.failures += counts

    def recover(self) -> None:
        """Something came through: the breaker closes."""
        self.failures, self.problem, self.open_until = 0, "", None


def left_alone(now: datetime, *, longest: timedelta, through: str = "") -> Q:
    """What is left alone now, for `longest` at most; `through` leads from a row to its line."""
    until = f"{through}open_until"
    return Q((f"{until}__gt", now), (f"{until}__lte", now + longest + SLACK))


def send_now(waiting: QuerySet[Any], now: datetime) -> None:
    """Let what waits for a line that takes something again be sent at once; what is leased is under way."""
    waiting.filter(Q(state=WAITING), lease=None, next_at__gt=now).update(next_at=now)
