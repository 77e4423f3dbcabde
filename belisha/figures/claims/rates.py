"""Claims of how often: one every so many minutes, so many a day, so many for each 100,000 people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from belisha.figures.claims.clause import Clause, Found
from belisha.figures.claims.statements import AnyStatement, EveryOf, RateOf
from belisha.figures.claims.tokens import Token
from belisha.figures.years import Year

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader


def rates_of(reader: "Reader") -> Iterator[AnyStatement]:
    """How often, as a clause claims it."""
    for one in reader.open():
        after = token_after(reader.clause, one) if one.kind == "count" else None
        if one.kind == "every":
            yield _every(reader, one, one.value[2], inverse=False)
        elif after is not None and after.kind == "a_time":
            yield _every(reader, one, after.value, inverse=True)
        elif after is not None and after.kind == "rate":
            reader.use(one)
            year = reader.year(one)
            label = year.label if year else ""
            yield RateOf(**reader.facts(), stated=one.stated, per=after.value, year=label)


def is_told_per_time(clause: Clause, one: Found) -> bool:
    """Whether a number is so many a day, or for each 100,000 people."""
    after = token_after(clause, one)
    return after is not None and after.kind in ("a_time", "rate")


def token_after(clause: Clause, one: Found) -> Token | None:
    """What follows a number and its noun."""
    rest = [token for token in clause.tokens[one.at + 1 :] if token.start >= one.end]
    passed = (
        "recorded",
        "offences",
        "crimes",
        "on",
        "average",
        "were",
        "was",
        "are",
        "being",
        "took",
        "place",
    )
    return next((token for token in rest if not token.is_word(*passed)), None)


def _every(reader: "Reader", one: Found, unit: str, *, inverse: bool) -> EveryOf:
    reader.use(one)
    year = one.year or _span(reader) or reader.year()
    label = year.label if year else ""
    return EveryOf(**reader.facts(), stated=one.stated, unit=unit, inverse=inverse, year=label)


def _span(reader: "Reader") -> Year | None:
    """Several years as one period: "2016/17-2020/21"."""
    listed = reader.period.listed
    pair = reader.period.pair or ((listed[0], listed[-1]) if listed else None)
    if pair is None or pair[1].begins <= pair[0].begins:
        return None
    return Year(pair[0].begins, pair[1].ends)
