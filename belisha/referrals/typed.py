"""The short values of a message that were checked as typed fields: the guard takes them for no pieces."""

import re
from typing import Any

from belisha.referrals.message import ReferralMessage

LONGEST = 256
"""Characters of the longest id or address that counts; a longer one is looked at like any text."""

FIELDS = frozenset(
    ("id", "item", "locator", "url", "profile_url", "emails", "phones", "ips", "ip", "reference")
)
"""Fields whose values a service or an authority makes up: letters that mean nothing to anybody else."""

_ONE_WORD = re.compile(rf"[!-~]{{6,{LONGEST}}}")


def typed_values(message: ReferralMessage) -> frozenset[str]:
    """Return the ids and addresses of the message that are one word of plain letters, and not long."""
    return frozenset(_values(message.as_json(), ""))


def _values(value: Any, name: str) -> set[str]:
    if isinstance(value, dict):
        return {found for key, item in value.items() for found in _values(item, key)}
    if isinstance(value, list):
        return {found for item in value for found in _values(item, name)}
    return {value} if name in FIELDS and isinstance(value, str) and _ONE_WORD.fullmatch(value) else set()
