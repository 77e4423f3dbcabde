"""Days and months as answers write them: the ends of a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WORDED: Final = (
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?)?({MONTH})(?:[ ,'/-]{{0,3}}((?:19|20)\d\d|\d\d))?"
)
_NUMBERED: Final = r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d|\d\d)"
_ISO: Final = r"((?:19|20)\d\d)-(\d\d)-(\d\d)"
DAY: Final = re.sub(r"\((?!\?)", "(?:", f"{_ISO}|{_NUMBERED}|{_WORDED}")
"""How a day is written, without groups."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a month of which the day or the year isn't told."""

    year: int | None
    month: int
    day: int | None

    @property
    def begins_a_month(self) -> bool:
        return self.day in (None, 1)

    @property
    def ends_a_month(self) -> bool:
        return self.day is None or self.day == monthrange(self.year or 2000, self.month)[1]


def century(digits: str) -> int:
    """The year that two or four digits name: 17 is 2017, 98 is 1998."""
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= 80 else 2000)


def read_day(text: str) -> Day | None:
    """A day or month in words, as 01/04/2017 (the day first), or as 2017-04-01."""
    if found := re.fullmatch(_ISO, text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(_NUMBERED, text):
        return _day(century(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(_WORDED, text, re.I):
        month = _NAMES.index(found[2][:3].lower()) + 1
        return _day(century(found[3]) if found[3] else None, month, int(found[1]) if found[1] else None)
    return None


def _day(year: int | None, month: int, day: int | None) -> Day | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]):
        return None
    return Day(year, month, day)
