"""The organisation's working days, for what is told and chased by hand."""

from datetime import datetime

from belisha.organisation.profile import profile
from belisha.triage import rules
from belisha.triage.clock import bank_holidays
from belisha.triage.models import Priority


def working_days_after(since: datetime, days: int) -> datetime:
    """The same time of day, so many of the organisation's working days later, in UTC."""
    ours = profile()
    off = bank_holidays(ours.holidays_of, since.year) | bank_holidays(ours.holidays_of, since.year + 1)
    targets = rules.Targets(standard_working_days=days)
    return rules.due(Priority.STANDARD, since, ours.zone, off, targets)
