"""Which times of a contact can be right. Pure."""

from datetime import datetime, timedelta

AHEAD = timedelta(minutes=5)
"""Clocks of two machines differ by so much at most, where anything sets them."""


def odd_time(at: datetime, *, now: datetime, days: int) -> str:
    """What is wrong with the time of a contact that is told now; empty: nothing."""
    if at > now + AHEAD:
        return "lies in the future: set the clock of the machine that sends it"
    if at < now - timedelta(days=days):
        return f"is more than {days} days ago: older contacts are not kept, and can't be assessed"
    return ""
