"""Sentences on how many: in a year, in several together, one every so often, for so many people."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.area_words import capital, recorders, where
from belisha.figures.band_words import part_in_words
from belisha.figures.results import Every, Rate, Share, Value
from belisha.figures.sentence import Sentence, figure, how_many, sentence
from belisha.figures.series_words import noun
from belisha.figures.words import (
    amount_in_words,
    counted,
    decimal,
    half_up,
    more_than,
    per_cent_in_words,
    whole,
    whole_per_cent,
)
from belisha.figures.year_words import in_letters, in_year, span

_A_DAY: Final = 10  # fewer a day would be rounded too roughly
_MANY: Final = 100  # from here on "more than" a round number is a help to readers


def of_value(value: Value) -> Iterator[Sentence]:
    """How many in one year."""
    said = how_many(value.amount, value.series)
    text = f"{capital(recorders(value.area))} recorded {said} {in_year(value.year)}."
    yield sentence("count", text, _of_cells(value), value)


def _of_cells(value: Value) -> str:
    if value.how == "sum":
        return f"the sum of the {len(value.cells)} forces = {figure(value.amount)}"
    return f"{'as given' if value.how == 'given' else 'as answered'}: {figure(value.amount)}"


def of_years(values: Sequence[Value]) -> Iterator[Sentence]:
    """Several years together, "more than" so many, with what the sum leaves out."""
    whole_sum = sum((value.amount for value in values), Amount.of(0))
    if len(values) < 2 or not whole_sum.exact or whole_sum.whole < 1:
        return
    number, first, last = whole_sum.whole, values[0], values[-1]
    years = span(first.year, last.year)
    joined = "" if number < _MANY else f", more than {more_than(number):,},"
    text = (
        f"{capital(recorders(first.area))} recorded {counted(number, noun(first.series, 1))}{joined} "
        f"in the {in_letters(len(values))} years {years}."
    )
    parts = " + ".join(f"{value.amount.whole:,}" for value in values)
    cells = tuple(cell for value in values for cell in value.cells)
    caveats = tuple(dict.fromkeys(said for value in values for said in value.caveats))
    made = Value(
        area=first.area, series=first.series, year=years, amount=whole_sum, cells=cells, caveats=caveats
    )
    yield sentence("total", text, f"{parts} = {number:,}", made, more=_between(first, last))


def _between(first: Value, last: Value) -> tuple[str, ...]:
    """A sum of years hides which way they went."""
    before, after = first.amount.whole, last.amount.whole
    if not before or after == before:
        return ()
    by = Amount.of(Fraction(100 * (after - before), before))
    way = "rose" if after > before else "fell"
    return (f"The sum leaves out that it {way} by {per_cent_in_words(by)} from {first.year} to {last.year}.",)


def of_every(every: Every) -> Iterator[Sentence]:
    """On average one every so many minutes, hours or days; and how many a day where they are many."""
    if not every.minutes.exact:
        return
    minutes, a_day = every.minutes.low, every.per_day.low
    words, divided = interval_words(minutes)
    who, things = capital(recorders(every.area)), noun(every.series, 1)
    formula = f"{every.minutes_in_year:,} minutes / {figure(every.amount)} = {decimal(minutes, 2)} minutes"
    yield sentence(
        "every",
        f"{who} recorded on average one {things} every {words} {in_year(every.year)}.",
        formula + divided,
        every,
    )
    if a_day >= _A_DAY:
        text = f"{who} recorded on average {whole(a_day)} {noun(every.series)} a day {in_year(every.year)}."
        days = every.minutes_in_year // 1440
        yield sentence("every", text, f"{figure(every.amount)} / {days} days = {decimal(a_day, 2)}", every)


def interval_words(minutes: Fraction) -> tuple[str, str]:
    """ "23 minutes", "12 hours", "3 days", and the division that leads there."""
    for size, name, least in ((1440, "day", 3 * 1440), (60, "hour", 3 * 60)):
        if minutes >= least:
            number = minutes / size
            return counted(half_up(number), name), f" = {decimal(number, 2)} {name}s"
    if minutes < 2:
        return counted(half_up(minutes * 60), "second"), f" = {decimal(minutes * 60, 2)} seconds"
    return counted(half_up(minutes), "minute"), ""


def of_rate(rate: Rate) -> Iterator[Sentence]:
    """For each 100,000 people."""
    if not rate.rate.exact:
        return
    text = (
        f"{capital(recorders(rate.area))} recorded {decimal(rate.rate.low, 1)} {noun(rate.series)} for every "
        f"{rate.per:,} people {in_year(rate.year)}."
    )
    formula = f"{figure(rate.amount)} x {rate.per:,} / {rate.people:,} people = {decimal(rate.rate.low, 2)}"
    yield sentence("rate", text, formula, rate)


def of_share(share: Share) -> Iterator[Sentence]:
    """The part of the cases with a known platform."""
    of = f"{amount_in_words(share.known)} " if share.known else ""
    rest = f"of the {of}cases in {where(share.area)} {in_year(share.year)} in which a platform was recorded"
    if share.count and share.known:
        formula = f"{figure(share.count)} / {figure(share.known)} = {_per_cent(share.per_cent)}"
    else:
        formula = f"as published: {_per_cent(share.per_cent)}"
    yield sentence(
        "share", f"{share.platform} was recorded in {_per_cent(share.per_cent)} {rest}.", formula, share
    )
    if words := part_in_words(share.per_cent):
        yield sentence("share", f"{share.platform} was recorded in {words} {rest}.", formula, share)


def _per_cent(share: Amount) -> str:
    """What was published as "44 per cent" is so again, and not "between 43 and 45"."""
    if (
        share.high is not None
        and share.high - share.low == 1
        and half_up(share.low) == half_up(share.high) - 1
    ):
        return whole_per_cent(share.low)
    return per_cent_in_words(share)
