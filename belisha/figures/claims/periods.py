"""The years that a clause speaks of, beyond those that belong to its numbers."""

import re
from dataclasses import dataclass, field
from typing import Final

from belisha.figures.claims.clause import Clause
from belisha.figures.years import Year, financial

_JOINS: Final = ("to", "and", "-", "until", "through")
_BASE: Final = ("since", "than", "with", "on", "over", "against", "versus", "vs", "as", "from")


@dataclass(slots=True)
class Period:
    """What is said of when. `pair`: from one year to another; `every`: each year of a list or a pair."""

    pair: tuple[Year, Year] | None = None
    listed: tuple[Year, ...] = ()  # "2016/17 and 2017/18"
    base: Year | None = None  # since, compared with
    year: Year | None = None
    since: bool = False
    span: int | None = None
    ago: bool = False
    back: bool = False  # "a year earlier"
    a_year: bool = False
    doubts: list[str] = field(default_factory=list)


def period_of(clause: Clause) -> Period:
    """Read the years of a clause that no number has taken."""
    period = Period()
    left = [
        index
        for index, token in enumerate(clause.tokens)
        if token.kind == "year" and index not in clause.used
    ]
    left = _joined(clause, left, period)
    for index in left:
        _place(clause, index, period)
    _words(clause, period)
    return period


def _joined(clause: Clause, left: list[int], period: Period) -> list[int]:
    for index in left:
        other = index + 2
        if other in left and clause.is_word(index + 1, *_JOINS):
            first, last = clause.tokens[index].value, clause.tokens[other].value
            listed = clause.is_word(index + 1, "and") and not clause.is_word(index - 1, "between")
            if listed:
                period.listed = (first, last)
            else:
                period.pair = (first, last)
            return [one for one in left if one not in (index, other)]
    return left


def _place(clause: Clause, index: int, period: Period) -> None:
    year = clause.tokens[index].value
    back = index - 1
    while clause.is_word(back, "the", "in", "during", "year", "financial", "levels", "figure", "total", "of"):
        back -= 1
    if clause.is_word(back, *_BASE) or (
        clause.is_word(back, "to") and clause.is_word(back - 1, "compared", "relative")
    ):
        _set(period, "base", year)
        period.since = period.since or clause.is_word(back, "since")
    else:
        _set(period, "year", year)


def _to_march(clause: Clause, index: int) -> Year | None:
    """The last of "the two years to March 2023"."""
    before = clause.at(index - 2)
    said = re.fullmatch(r"(?i)(?:31(?:st)? )?march (20\d\d)", clause.tokens[index].text)
    if said and before is not None and before.kind == "span" and clause.is_word(index - 1, "to", "ending"):
        return financial(int(said[1]) - 1)
    return None


def _set(period: Period, name: str, year: Year) -> None:
    already = getattr(period, name)
    if already is not None and already != year:
        period.doubts.append(f"It isn't clear what is said of {already.label}, and what of {year.label}.")
        return
    setattr(period, name, year)


def _words(clause: Clause, period: Period) -> None:
    for index, token in enumerate(clause.tokens):
        if token.kind == "date" and period.year is None:
            period.year = _to_march(clause, index)
        if token.kind == "span":
            if period.span is not None and period.span != token.value[0]:
                period.doubts.append("It speaks of two different spans of years.")
            period.span, period.ago = token.value[0], period.ago or token.value[1]
        elif token.kind == "back":
            period.back = True
        elif token.kind == "a_year":
            period.a_year = True
        elif token.kind == "odd_year":
            period.doubts.append(f"“{token.text}” isn't one year that can be read for sure.")
        elif token.kind == "this_year":
            period.doubts.append(f"“{token.text}” doesn't say which year.")
