"""Sentences on a change: how many, from how many, by how much."""

from collections.abc import Iterator
from fractions import Fraction

from belisha.figures.amounts import Amount
from belisha.figures.area_words import capital, recorders, where
from belisha.figures.band_words import multiple_in_words, part_in_words
from belisha.figures.results import Change
from belisha.figures.sentence import Sentence, figure, how_many, sentence
from belisha.figures.series_words import noun
from belisha.figures.words import (
    amount_in_words,
    counted,
    decimal,
    per_cent_in_words,
    times_in_words,
    who_is_missing,
)
from belisha.figures.year_words import in_year


def of_change(change: Change) -> Iterator[Sentence]:
    """The change itself; where it is large, as a multiple; where a word is near, in words."""
    yield sentence("change", _main(change), formula(change), change, more=_panel_words(change))
    if change.panel is None and change.times is not None and change.times.low >= 2 and change.times.exact:
        yield sentence("times", _times(change), _times_formula(change), change)
    if change.panel is None and (words := _in_words(change)):
        yield sentence("change", words, formula(change), change)


def formula(change: Change) -> str:
    """ "(727 - 164) / 164 = 343.29 per cent"."""
    before, after = figure(change.before), figure(change.after)
    if change.per_cent is None:
        return f"{after} - {before}"
    if not change.before.exact or not change.after.exact:
        return f"(({after}) - ({before})) / ({before}) = {_bounds(change.per_cent)} per cent"
    return f"({after} - {before}) / {before} = {decimal(change.per_cent.low, 2)} per cent"


def _main(change: Change) -> str:
    who = capital(_who(change))
    after = how_many(change.after, change.series)
    return f"{who} recorded {after} {in_year(change.last)}, {_moved(change)} {in_year(change.first)}."


def _who(change: Change) -> str:
    if change.panel is None:
        return recorders(change.area)
    of = counted(change.panel.of, "force")
    return f"the {change.panel.size} of {of} in {where(change.area)} {change.panel.who}"


def _moved(change: Change) -> str:
    """ "up 343 per cent from 164"; where small numbers aren't told it may not even be known which way."""
    before = amount_in_words(change.before) if change.before.low else "none"
    low, high = change.difference.low, change.difference.high
    if low == high == 0:
        return "as many as"
    by = change.per_cent
    if low > 0:
        return f"up {per_cent_in_words(by)} from {before}" if by else f"up from {before}"
    if high is not None and high < 0:
        return f"down {per_cent_in_words(by)} from {before}" if by else f"down from {before}"
    return f"which may be a rise or a fall, after {before}"


def _panel_words(change: Change) -> tuple[str, ...]:
    if change.panel is None or not change.panel.missing:
        return ()
    return (
        "The others may have gone another way.",
        f"Not compared: {who_is_missing(change.panel.missing, most=60)}.",
    )


def _times(change: Change) -> str:
    assert change.times is not None  # noqa: S101 - for the type checker: whoever calls has asked
    return (
        f"{capital(recorders(change.area))} recorded {times_in_words(change.times.low)} as many "
        f"{noun(change.series)} {in_year(change.last)} as {in_year(change.first)}."
    )


def _times_formula(change: Change) -> str:
    times = change.times.low if change.times else Fraction(0)
    return f"{figure(change.after)} / {figure(change.before)} = {decimal(times, 2)}"


def _in_words(change: Change) -> str:
    if change.per_cent is None or change.times is None:
        return ""
    start = f"{capital(noun(change.series))} recorded by {recorders(change.area)}"
    between = f"between {change.first} and {change.last}, from {_from_to(change)}"
    if words := multiple_in_words(change.times):
        return f"{start} {words} {between}."
    if change.per_cent.low > 0 and (words := part_in_words(change.per_cent)):
        return f"{start} rose by {words} {between}."
    fall = change.per_cent.scaled(1)
    if fall.high is not None and fall.high < 0 and (words := part_in_words(Amount(-fall.high, -fall.low))):
        return f"{start} fell by {words} {between}."
    return ""


def _from_to(change: Change) -> str:
    return f"{amount_in_words(change.before)} to {amount_in_words(change.after)}"


def _bounds(amount: Amount) -> str:
    high = "more" if amount.high is None else decimal(amount.high, 2)
    return f"{decimal(amount.low, 2)} to {high}"
