"""Claims of a number: of one year, of several together, of each area of a list."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.clause import Found
from belisha.figures.claims.statements import AnyStatement, CountOf
from belisha.figures.years import Year

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

TOGETHER: Final = re.compile(r"\b(?:together|combined|in total|between them|altogether)\b", re.I)
_PLAIN: Final = ("", "base", "end")
_LONGEST: Final = 60  # years


def counts_of(reader: "Reader") -> Iterator[AnyStatement]:
    """The numbers that nothing else was made of."""
    yield from _one_by_one(reader)
    yield from _year_by_year(reader)
    dated = tuple(dict.fromkeys(one.year for one in reader.sizes if one.year is not None))
    alone = len([one for one in reader.sizes if one.kind != "odd"]) < 2
    for one in _left(reader):
        years, missing = _years_of(reader, one, dated)
        average = reader.clause.has("average") and (reader.clause.has("a_year") or len(years) > 1)
        facts = reader.facts() if alone else reader.facts() | {"text": reader.clause.piece(one)}
        reader.use(one)
        yield CountOf(
            **facts,
            missing=missing,
            stated=one.stated,
            years=tuple(year.label for year in years),
            average=average,
            platform=_platform(reader),
        )
    for one in reader.open():
        if one.role == "between":
            reader.use(one)
            yield reader.unclear(
                "It isn't clear between what the difference is.", text=reader.clause.piece(one)
            )


def left_of_a_change(reader: "Reader") -> Iterator[AnyStatement]:
    """Numbers beside a change that have no year of their own: of when they are isn't sure."""
    for one in reader.open():
        if one.kind == "count" and one.year is None and not reader.period.listed:
            reader.use(one)
            text = reader.clause.piece(one)
            yield reader.unclear(f"It isn't clear of which year “{one.stated.text}” is.", text=text)


def _left(reader: "Reader") -> list[Found]:
    return [one for one in reader.open() if one.kind == "count" and one.role in _PLAIN]


def _one_by_one(reader: "Reader") -> Iterator[AnyStatement]:
    """ "Kent and Essex recorded 1,568 and 767": each its own."""
    listed, left = reader.subject.listed, _left(reader)
    if not listed or len(left) < 2:
        return
    if len(left) != len(listed):
        reader.use(*left)
        yield reader.unclear("It isn't clear which number is of which area.")
    elif not TOGETHER.search(reader.clause.text):
        for areas, one in zip(listed, left, strict=True):
            year = reader.year(one)
            facts = reader.facts() | {"areas": areas, "text": f"{areas[0].name}: {reader.clause.piece(one)}"}
            reader.use(one)
            years = (year.label,) if year else ()
            yield CountOf(**facts, missing=() if year else ("the year",), stated=one.stated, years=years)


def _year_by_year(reader: "Reader") -> Iterator[AnyStatement]:
    """ "200, 220 and 210 (2017/18 to 2019/20)": each of its year."""
    plain = [one for one in _left(reader) if one.year is None and not one.stated.wording]
    period = reader.period
    years = tuple(between(*period.pair)) if period.pair else period.listed
    if len(plain) < 2 or not years:
        return
    reader.use(*plain)
    if len(plain) != len(years):
        yield reader.unclear("It isn't clear which number is of which year.")
        return
    for one, year in zip(plain, years, strict=True):
        facts = reader.facts() | {"text": f"{reader.clause.piece(one)} ({year.label})"}
        yield CountOf(**facts, stated=one.stated, years=(year.label,))


def _platform(reader: "Reader") -> str:
    names = dict.fromkeys(token.value for token in reader.clause.tokens if token.kind == "platform")
    return "+".join(names)


def _years_of(
    reader: "Reader", one: Found, dated: tuple[Year, ...]
) -> tuple[tuple[Year, ...], tuple[str, ...]]:
    """The years that a number is of; what is missing where the clause doesn't say."""
    period = reader.period
    if one.year is not None:
        return (one.year,), ()
    if period.pair is not None:
        return _as_long(reader, tuple(between(*period.pair))), ()
    if period.listed:
        return _as_long(reader, period.listed), ()
    several = period.span is not None and period.span > 1
    if len(dated) > 1 and (one.stated.wording or (several and len(dated) == period.span)):
        return dated, ()
    if several:
        return _of_a_span(reader)
    year = reader.year()
    return ((year,), ()) if year is not None else ((), ("the year",))


def _of_a_span(reader: "Reader") -> tuple[tuple[Year, ...], tuple[str, ...]]:
    """ "in the two years to March 2023"."""
    year, span = reader.period.year, reader.period.span or 1
    if year is None or reader.period.ago:
        return (), (f"which {span} years",)
    return tuple(between(year.after(1 - span), year)), ()


def _as_long(reader: "Reader", years: tuple[Year, ...]) -> tuple[Year, ...]:
    span = reader.period.span
    if span is not None and span != len(years):
        said = f"{years[0].label} to {years[-1].label} are {len(years)} years, not {span}."
        reader.period.doubts.append(said)
    return years


def between(first: Year, last: Year) -> Iterator[Year]:
    """Every year from the first to the last."""
    year = first
    while year <= last and year.begins.year - first.begins.year < _LONGEST:
        yield year
        year = year.after(1)
