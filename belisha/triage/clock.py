"""The operator's own deadlines: targets, zone and bank holidays from the organisation's profile."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from belisha.organisation.profile import Profile, profile
from belisha.triage import rules


def due(priority: int, since: datetime) -> datetime:
    """By when a case of this priority is to be seen that waits since a moment."""
    ours = profile()
    days = bank_holidays(ours.holidays_of, since.year) | bank_holidays(ours.holidays_of, since.year + 1)
    return rules.due(priority, since, ours.zone, days, targets(ours))


def targets(ours: Profile) -> rules.Targets:
    """The targets of a profile as the rules take them."""
    return rules.Targets(
        immediate=timedelta(minutes=ours.open_within_minutes),
        urgent=timedelta(hours=ours.urgent_hours),
        standard_working_days=ours.standard_working_days,
    )


@lru_cache(maxsize=16)
def bank_holidays(where: str, year: int) -> frozenset[date]:
    """The public holidays of a country ("DE") or a part of it ("GB-ENG"); none for an unknown place."""
    country, _, part = where.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        # Without holidays a deadline falls earlier, never later.
        return frozenset()
