"""The kinds of value that may leave: text, words of a list, times, whole numbers, addresses and fingerprints.

There is no kind for bytes. Each kind is a type with the rule that a value must pass. The rule returns the
value as it is kept (times in UTC, hex in small letters, web addresses defanged), or raises ValueError.
"""

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from belisha.referrals.field_words import field_words
from belisha.referrals.locator import defang
from belisha.refusal import Refusal
from belisha.routing.countries import countries
from belisha.routing.parse import AUTHORITY, OLDEST

Rule = Callable[[Any], Any]
"""Takes a value, returns it as it is kept, or raises ValueError with the reason."""

LONGEST_LINE = 4_000
"""Characters of a name, address or phrase: twice what the longest usual URL has."""
LONGEST_PROSE = 400_000
"""Characters of a text: twenty reports of the greatest length, gathered in one case."""
MOST_ROWS = 10_000
"""Entries of one list: fifty reports of two hundred items."""


class NotSendable(Refusal):
    """This can't be sent as it stands: {field} {reason}."""

    code = "not_sendable"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field=field_words(field), reason=reason)
        self.field = field
        self.reason = reason

    @property
    def words(self) -> str:
        """The field in words, and what is wrong with it: for a sentence that stands around it."""
        return f"{self.facts['field']} {self.reason}"


def text(most: int) -> Rule:
    """Text of at most so many characters, whatever its script."""

    def rule(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("must be text")
        if len(value) > most:
            raise ValueError(f"has {len(value):,} characters; at most {most:,} can be sent")
        if any("\ud800" <= mark <= "\udfff" for mark in value):
            raise ValueError("holds half a character (a lone surrogate), which no file can carry")
        return value

    return rule


def pattern(form: str, must: str) -> Rule:
    """Nothing, or text of exactly this form; hex is kept in small letters."""
    compiled = re.compile(form)

    def rule(value: Any) -> str:
        value = line(value)
        if value and not compiled.fullmatch(value):
            raise ValueError(must)
        return str(value)

    return rule


def hexadecimal(digits: int) -> Rule:
    """Nothing, or exactly so many hex digits."""
    exact = pattern(f"[0-9A-Fa-f]{{{digits}}}", f"must have exactly {digits} hex digits")
    return lambda value: str(exact(value)).lower()


def _photodna(value: Any) -> str:
    form = r"[0-9A-Fa-f]{288}|[A-Za-z0-9+/]{192}"
    known = str(pattern(form, "must have 144 bytes, as 288 hex digits or 192 letters of base64")(value))
    return known.lower() if len(known) == 288 else known


def _country(value: Any) -> str:
    value = line(value)
    if value and value not in countries():
        raise ValueError("must be two capital letters of ISO 3166, such as GB")
    return str(value)


def _ip(value: Any) -> str:
    value = line(value)
    try:
        return str(ipaddress.ip_address(value)) if value else ""
    except ValueError:
        raise ValueError("must be an IPv4 or IPv6 address") from None


def _whole(least: int, most: int) -> Rule:
    def rule(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return rule


def _when(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("must be a time")
    if value.tzinfo is None or value.utcoffset() is None:
        raise ValueError("must carry its zone")
    return value.astimezone(UTC)


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("must be a date without a time")
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


line = text(LONGEST_LINE)

Line = Annotated[str, line]
Prose = Annotated[str, text(LONGEST_PROSE)]
WebAddress = Annotated[str, lambda value: defang(line(value))]
AuthorityId = Annotated[str, pattern(AUTHORITY.pattern, 'must be an authority\'s id, such as "nca"')]
CountryCode = Annotated[str, _country]
IpAddress = Annotated[str, _ip]
Port = Annotated[int, _whole(1, 65_535)]
Age = Annotated[int, _whole(0, OLDEST)]
Flag = Annotated[bool, _yes_or_no]
When = Annotated[datetime, _when]
Day = Annotated[date, _day]
Md5 = Annotated[str, hexadecimal(32)]
Sha1 = Annotated[str, hexadecimal(40)]
Sha256 = Annotated[str, hexadecimal(64)]
Pdq = Annotated[str, hexadecimal(64)]
PhotoDna = Annotated[str, _photodna]
