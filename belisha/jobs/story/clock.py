"""The demo's clock: the month is told through the real use cases, each at its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.utils import timezone


class Clock:
    """A time that goes forwards only."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def to(self, at: datetime) -> None:
        self.now = max(self.now, at)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@contextmanager
def told_at(clock: Clock) -> Iterator[None]:
    """Let every use case take its time from this clock; for the demo alone."""
    real = timezone.now
    timezone.now = lambda: clock.now
    try:
        yield
    finally:
        timezone.now = real


def day(number: int, hour: float, today: datetime) -> datetime:
    """Day 30, hour 24 is now."""
    return today.astimezone(UTC) - timedelta(days=30 - number, hours=24 - hour)
