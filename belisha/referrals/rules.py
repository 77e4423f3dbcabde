"""When a reference is chased, and by when a released referral is told. Pure.

The hours are the desk's own. SI 2026/268 names none: priority 1 immediately, 2 as soon as reasonably
practicable, 3 without undue delay (particulars second-hand, November 2026).
"""

from datetime import datetime, timedelta

NOW = "now"
TELL_NOW_WITHIN = timedelta(minutes=15)
CHASE_NOW_AFTER = timedelta(hours=2)


def tell_by(how_fast: str, released_at: datetime, next_working_day: datetime) -> datetime:
    """By when somebody tells the authority what was released to it."""
    return released_at + TELL_NOW_WITHIN if how_fast == NOW else next_working_day


def chase_at(how_fast: str, told_at: datetime, after_working_days: datetime) -> datetime:
    """From when a missing reference is asked for."""
    return min(told_at + CHASE_NOW_AFTER, after_working_days) if how_fast == NOW else after_working_days
