"""Working days, as the Act in question counts them. Pure.

FOIA, s. 10(6): no Saturday, Sunday, Christmas Day, Good Friday, nor a bank holiday in any part of the United
Kingdom. FOISA, s. 73: no Saturday, Sunday, Christmas Day, nor a bank holiday in Scotland. A bank holiday that
is proclaimed later, for a coronation or a final, moves a due day once the package of holidays knows of it.
"""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

from belisha.figures.ask.law import Law

FIRST: Final = date(2005, 1, 1)
"""Both Acts came into force."""
LAST: Final = date(2099, 12, 31)
_UK: Final = ZoneInfo("Europe/London")
_DAY: Final = timedelta(days=1)


def is_working_day(day: date, law: Law) -> bool:
    """Does the day count under this law?"""
    return day.weekday() < 5 and day not in _off(law.holidays_of, day.year)


def working_day_after(day: date, count: int, law: Law) -> date:
    """The so-manieth working day after a day, which itself never counts."""
    while count:
        day += _DAY
        count -= is_working_day(day, law)
    return day


def working_days_between(day: date, until: date, law: Law) -> int:
    """How many working days come after `day`, up to and with `until`; none where that is no later."""
    return sum(is_working_day(day + _DAY * n, law) for n in range(1, (until - day).days + 1))


def uk_day(moment: datetime) -> date:
    """The day that it is in the United Kingdom, wherever the program runs."""
    return moment.astimezone(_UK).date()


def in_words(day: date) -> str:
    """A day as letters and pages write it: "29 June 2026"."""
    return f"{day.day} {day:%B %Y}"


@cache
def _off(parts: tuple[str, ...], year: int) -> frozenset[date]:
    days = {date(year, 12, 25)}
    for part in parts:
        days |= set(country_holidays("GB", subdiv=part, years=year))
    return frozenset(days)
