"""How long something waits before it is sent again, within the bounds of who sends it. Pure."""

from collections.abc import Sequence
from datetime import timedelta

AT_LEAST = timedelta(seconds=1)


def pause_of(pauses: Sequence[timedelta], failures: int) -> timedelta:
    """Return the pause after so many failures in a row; the last one goes on for ever."""
    return pauses[min(max(failures, 1), len(pauses)) - 1]


def within(own: timedelta, asked: timedelta | None, *, longest: timedelta) -> timedelta:
    """Return how long it waits: as long as they asked for, within our bounds."""
    return min(own if asked is None else max(asked, AT_LEAST), longest)
