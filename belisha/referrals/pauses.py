"""How long a delivery waits before it is tried again: seconds first, a day at last. Pure."""

from datetime import datetime, timedelta

from belisha.outbound.leased.pauses import pause_of, within

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400)
)
LONGEST = PAUSES[-1]
AT_MOST = {"now": timedelta(minutes=15), "promptly": timedelta(hours=4)}
"""Where a child may be in danger nobody waits for a day."""
LATE = {"now": timedelta(minutes=10), "promptly": timedelta(hours=1)}
LATE_AT_LAST = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=14)


def pause_after(failures: int, *, how_fast: str = "", asked: timedelta | None = None) -> timedelta:
    """Return the pause after so many failures in a row; `asked` is what they asked for, within our bounds."""
    return within(pause_of(PAUSES, failures), asked, longest=AT_MOST.get(how_fast, LONGEST))


def late_after(how_fast: str) -> timedelta:
    """Return how long something may be on its way before a person is asked to tell them by hand."""
    return LATE.get(how_fast, LATE_AT_LAST)


def is_over(since: datetime, failures: int, now: datetime) -> bool:
    """Is it given up? Never on the word of a clock that jumped: all the pauses were waited for, too."""
    return now - since >= GIVE_UP_AFTER and failures > len(PAUSES)
