"""Years as answers write them. A text that can be read in two ways is read in none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from belisha.figures.parse.dates import DAY, MONTH, Day, century, read_day
from belisha.figures.parse.reading import clean
from belisha.figures.years import Year, calendar, financial

EARLIEST: Final = 1980
LATEST: Final = 2079
_LONGEST: Final = 120
_TO: Final = r"(?:-|–|—|/|to|until|till|through to|and)"
_PAIR: Final = r"(\d{4}|\d{2}) ?([/–—-]) ?(\d{4}|\d{2})"


@dataclass(frozen=True, slots=True)
class YearRead:
    """What a text says of a year: the year, or a doubt with what it most probably says, or nothing at all."""

    year: Year | None = None
    doubt: str = ""
    guess: Year | None = None


_NOTHING: Final = YearRead()
_Match = re.Match[str]


def read_year(text: str) -> Year | None:
    """The year that a text names without any doubt. A lone “2017” is the calendar year."""
    return look_at_year(text).year


def look_at_year(text: str) -> YearRead:
    """The year that a text names; or why that isn't sure, with the year that it most probably is."""
    said = clean(text)
    if not any(sign.isdigit() for sign in said) or len(said) > _LONGEST:
        return _NOTHING
    bare = _bare(said)
    for pattern, read in _WRITINGS:
        if (found := pattern.fullmatch(bare)) and (year := read(found)) is not _NOTHING:
            return year
    return _within(said)


def read_years_in(text: str) -> tuple[Year, ...]:
    """The years that a title or a sentence names without doubt, in its order."""
    reads = (look_at_year(found[0]) for found in _SOMEWHERE.finditer(clean(text)[:5000]))
    return tuple(read.year for read in reads if read.year)


def _bare(said: str) -> str:
    """Without footnote marks and words that change nothing."""
    before = ""
    while said != before:
        before = said
        for harmless in _HARMLESS:
            said = harmless.sub("", said).strip()
    return said


def _sure(year: Year) -> YearRead:
    return YearRead(year) if year.begins.year >= EARLIEST and year.ends.year <= LATEST + 1 else _NOTHING


def _doubt(sentence: str, guess: Year | None = None) -> YearRead:
    return YearRead(doubt=sentence, guess=guess)


def _financial(found: _Match) -> YearRead:
    first, sign, last = found[1], found[2], found[3]
    begins = century(first)
    if (len(first), len(last)) == (2, 4) or not EARLIEST <= begins <= LATEST:
        return _NOTHING
    if (begins + 1) % 10 ** len(last) != int(last):
        return _not_one_year(found, begins)
    if len(first) == 2 and 1 <= int(last) <= 12:
        return _doubt(f"“{found[0]}” may be a financial year, or a month.", financial(begins))
    if len(last) == 4 and sign != "/":
        return _doubt(f"“{found[0]}” may be one financial year, or two calendar years.", financial(begins))
    return _sure(financial(begins))


def _not_one_year(found: _Match, begins: int) -> YearRead:
    if len(found[1]) == 2:
        return _NOTHING
    years = century(found[3]) - begins + 1
    guess = calendar(begins, years) if len(found[3]) == 4 and found[2] != "/" and 2 < years <= 50 else None
    return _doubt(f"“{found[0]}” isn't one year: is it a slip, or are several years meant?", guess)


def _span(found: _Match) -> YearRead:
    first, last = look_at_year(found[1]), look_at_year(found[2])
    if not (first.year and last.year) or first.year.financial != last.year.financial:
        return _NOTHING
    years = last.year.begins.year - first.year.begins.year + 1
    if years < 2:
        return _doubt(f"“{found[0]}” ends before it begins.")
    make = financial if first.year.financial else calendar
    return _sure(make(first.year.begins.year, years))


def _lone(found: _Match) -> YearRead:
    return _sure(calendar(int(found[1])))


def _fy(found: _Match) -> YearRead:
    return _doubt(f"“{found[0]}” doesn't say whether the financial year begins or ends in it.")


def _ending(found: _Match) -> YearRead:
    end = read_day(found[2])
    if end is None or end.year is None or not end.ends_a_month or end.month not in (3, 12):
        return _doubt(f"“{found[0]}” is neither a financial nor a calendar year.")
    return _sure(financial(end.year - 1) if end.month == 3 else calendar(end.year))


def _ending_bare(found: _Match) -> YearRead:
    return _sure(financial(century(found[1]) - 1))


def _from_to(found: _Match) -> YearRead:
    first, last = read_day(found[1]), read_day(found[2])
    if first is None or last is None or last.year is None:
        return _NOTHING
    if first.year is None and (first.month, last.month) != (1, 12):
        return _doubt(f"“{found[0]}” doesn't say in which year it begins.")
    begins = first.year or last.year
    years = last.year - begins
    if first.begins_a_month and last.ends_a_month:
        if (first.month, last.month) == (4, 3) and 1 <= years <= 50:
            return _sure(financial(begins, years))
        if (first.month, last.month) == (1, 12) and 0 <= years <= 50:
            return _sure(calendar(begins, years + 1))
    return _doubt(f"“{found[0]}” isn't a whole financial or calendar year.")


def _date(found: _Match) -> YearRead:
    day = read_day(found[0].split("T")[0].split(" ")[0])
    if day is None or day.year is None or day.day is None:
        return _NOTHING
    return _doubt(
        f"“{found[0]}” is a day; a spreadsheet may have made it of a year.", _made_of(day, day.year)
    )


def _made_of(day: Day, year: int) -> Year | None:
    """The year that became a date: 2009/10 becomes the first of October 2009."""
    ends = {(3, 31): financial(year - 1), (4, 1): financial(year), (12, 31): calendar(year)}
    if day.day == 1 and day.month == (year + 1) % 100:
        return financial(year)
    return ends.get((day.month, day.day or 0), calendar(year) if (day.month, day.day) == (1, 1) else None)


def _glued(found: _Match) -> YearRead:
    year = look_at_year(found[1]).year
    return _doubt(f"“{found[0]}” may be {found[1]} with a footnote {found[2]}.", year) if year else _NOTHING


def _within(said: str) -> YearRead:
    """A year with other words: sure where they change nothing, a doubt where they may."""
    places = [found for found in _SOMEWHERE.finditer(said) if found[0] != said]
    found = [(place, year) for place in places if (year := look_at_year(place[0]).year)]
    if len(found) != 1:
        return _NOTHING
    place, year = found[0]
    rest = (said[: place.start()] + " " + said[place.end() :]).lower()
    if not set(re.findall(r"[a-z0-9]+|[^\sa-z0-9]", rest)) - _OF_NO_MATTER:
        return YearRead(year)
    return (
        _doubt(f"“{said}” may be all of {year.label}, or a part of it.", year) if len(said) < 60 else _NOTHING
    )


_OF_NO_MATTER: Final = frozenset(
    (
        *("offence", "offences", "crime", "crimes", "recorded", "number", "numbers", "of", "count", "counts"),
        *("volume", "all", "in", "for", "the", "during", *":-–—(),."),
    )
)
_MARK: Final = r"[¹²³⁰⁴-⁹*†‡§#]+|\[(?:notes? ?)?[0-9a-z]{1,3}\]|\((?:revised|provisional|[rp])\)"
_HARMLESS: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\s*(?:{_MARK}|\b(?:revised|provisional))$",
        r"\s*\((?:financial year|financial|f/?y|apr(?:il)? ?(?:-|–|to) ?mar(?:ch)?)\)$(?<=.)",
        r"^(?:financial|fiscal|reporting) years?[ :.]*(?=\d)|^year[ :.]+(?=\d)",
        r"^f/?y[ :.]*(?=\d\d(?:\d\d)? ?[/–-])",
        r"(?<=[/–-]\d\d)(?:\d\d)? (?:financial year|fiscal year|f/?y)$",
        r"^apr(?:il)? ?(?:-|–|to) ?mar(?:ch)? (?=\d+ ?[/–-])",
    )
)
_ENDS: Final = (
    r"(f/?ye|f/?y end(?:ing|ed)?|y/?e|(?:financial )?years? (?:end(?:ing|ed)?|to)(?: the)?|"
    r"(?:the )?(?:12|twelve) months (?:to|ending|ended))"
)
_CALENDAR: Final = r"(?:jan(?:uary)? ?(?:-|–|to) ?dec(?:ember)?|calendar year|calendar|c/?y)"
_WRITINGS: Final[tuple[tuple[re.Pattern[str], Callable[[_Match], YearRead]], ...]] = tuple(
    (re.compile(pattern, re.I), read)
    for pattern, read in (
        (_PAIR, _financial),
        (r"(\d{4})(?:\.0)?", _lone),
        (rf"{_CALENDAR} ?(\d{{4}})", _lone),
        (rf"(\d{{4}}) ?\(?{_CALENDAR}\)?", _lone),
        (r"(?:financial year|f/?y) ?(?:\d{4}|\d\d)", _fy),
        (r"(?:f/?ye|f/?y end(?:ing|ed)?|financial year (?:ending|ended)) ?(\d{4}|\d\d)", _ending_bare),
        (rf"{_ENDS} ?({DAY})", _ending),
        (rf"(?:from )?({DAY}) ?{_TO} ?({DAY})", _from_to),
        (r"(.*\d) ?(?:-|–|—|to|until) ?(\d.*)", _span),
        (r"(\d{4}-\d\d-\d\d(?:[T ].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{4})", _date),
        (r"(\d{4} ?[/–-] ?\d\d)(\d)", _glued),
        (r"(\d{4})(\d)", _glued),
    )
)
_SOMEWHERE: Final = re.compile(
    rf"\b{_ENDS} (?:{DAY}|(?:19|20)\d\d)|\b(?:{DAY}) ?{_TO} ?(?:{DAY})|\b{_CALENDAR} (?:19|20)\d\d"
    rf"|(?<![\d,.£/]){_PAIR}(?![\d/]|[.,]\d)|(?<![\d,.£/])(?:19|20)\d\d(?![\d/–-]|[.,]\d)",
    re.I,
)
__all__ = ["MONTH", "YearRead", "look_at_year", "read_year", "read_years_in"]
