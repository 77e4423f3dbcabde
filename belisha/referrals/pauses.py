"""How long a delivery waits before it is tried again: seconds first, a day at last. Pure."""

from datetime import timedelta

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400)
)


def pause_after(attempts: int) -> timedelta:
    """Return the pause after so many attempts in a row that could not be taken."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
