"""How long an event waits before it is sent again: seconds first, hours at last, three days in all. Pure."""

from datetime import timedelta
from uuid import UUID

from belisha.outbound.leased.pauses import AT_LEAST, pause_of, within

PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, *([28_800] * 8))
)
LONGEST = PAUSES[-1]
GIVE_UP_AFTER = timedelta(days=3)
SPREAD = 20
"""Percent by which one event waits longer than another, so that not all come back in one moment."""
RESTS = tuple(timedelta(seconds=seconds) for seconds in (60, 60, 120, 300, 600, 900))
"""How long an endpoint is left alone that goes on failing."""
LONGEST_REST = RESTS[-1]
OPENS_AFTER = 5
"""Events in a row that failed before an endpoint is left alone."""
DOWN = OPENS_AFTER
"""What says that nothing else passes either counts as so many at once."""
FAILED_LONG = 40
"""Failures in a row that three days of probing leave at the least: a clock that jumped leaves fewer."""


def pause_after(failures: int, *, shipment: UUID, asked: timedelta | None = None) -> timedelta:
    """Return the pause after so many failures in a row; `asked` is what they asked for, within our bounds."""
    own = pause_of(PAUSES, failures)
    # The same at each run, and another for each event.
    own += own * ((shipment.int + failures) % (SPREAD + 1)) / 100
    return within(own, asked, longest=LONGEST * (100 + SPREAD) / 100)


def rest_after(failures: int, *, asked: timedelta | None = None) -> timedelta | None:
    """Return how long an endpoint is left alone after so many events in a row failed; None: not at all.

    What it asked for itself counts at once, within our bounds.
    """
    own = RESTS[min(failures - OPENS_AFTER, len(RESTS) - 1)] if failures >= OPENS_AFTER else None
    if asked is None:
        return own
    return min(max(asked, own or AT_LEAST), LONGEST_REST)


def is_over(waited: timedelta, *, failures: int, line_failures: int) -> bool:
    """Is it given up? Never on the word of a clock that jumped: it, or its endpoint, was tried all along."""
    return waited >= GIVE_UP_AFTER and (failures > len(PAUSES) // 2 or line_failures >= FAILED_LONG)
