"""Contacts as they were told, under pseudonyms of our own, and the policy in force."""

from belisha.contact.pattern_table import (
    PatternSwitch,
    Raised,
    ReadUpTo,
    Warned,
    WarningWeek,
    Watched,
)
from belisha.contact.policy_table import ContactPolicy
from belisha.contact.store_table import Contact, NamedAccount, Shown

__all__ = [
    "Contact",
    "ContactPolicy",
    "NamedAccount",
    "PatternSwitch",
    "Raised",
    "ReadUpTo",
    "Shown",
    "Warned",
    "WarningWeek",
    "Watched",
]
