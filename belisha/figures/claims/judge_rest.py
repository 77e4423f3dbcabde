"""Judge a rate, a share, a survey, a trend, and whether one area has more than another."""

from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount, minus, ratio, surely_above
from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, all_of, cannot, from_refusal, word_for
from belisha.figures.claims.statements import CompareOf, EveryOf, PartOf, RateOf, Size, SurveyOf, TrendOf
from belisha.figures.claims.wording import named, within
from belisha.figures.figures import Figures
from belisha.figures.places import Area
from belisha.figures.results import Every
from belisha.figures.words import amount_in_words, decimal

_MINUTES: Final = {
    "second": Fraction(1, 60),
    "minute": Fraction(1),
    "hour": Fraction(60),
    "day": Fraction(1440),
}


def judge_every(asking: Asking, claim: EveryOf, area: Area) -> Judged:
    """One every so often, or so many in a day."""
    try:
        values = [
            asking.figures.every(area, claim.year, series=one.series)
            for one in asking.values(area, claim.year)
        ]
    except CannotSay as refusal:
        return from_refusal(refusal)
    judged = [_every(claim, one) for one in values]
    return next((one for one in judged if one.verdict == "supported"), judged[0])


def _every(claim: EveryOf, every: Every) -> Judged:
    minutes, number = every.minutes_in_year, amount_in_words(every.amount)
    if claim.inverse:
        length = _length(claim.unit, minutes)
        amount = every.amount.scaled(length / minutes)
        shown = _between(amount)
        formula = f"{number} x {decimal(length, 0)} minutes / {minutes:,} minutes in the year = {shown}"
        computed = f"{shown} a {claim.unit}"
    else:
        amount = every.minutes.scaled(1 / _MINUTES[claim.unit])
        shown = _between(amount)
        formula = f"{minutes:,} minutes / {number} = {_between(every.minutes)} minutes"
        formula += "" if claim.unit == "minute" else f" = {shown} {claim.unit}s"
        computed = f"one every {shown} {claim.unit}s"
    because = f"{named(every.area)} recorded {number} in {every.year}, which has {minutes:,} minutes."
    holds = claim.stated.holds(amount)
    return Judged(
        verdict=word_for(holds), computed=computed, formula=formula, because=because, caveats=every.caveats
    )


def _length(unit: str, minutes: int) -> Fraction:
    """How many minutes a day, a week or a month of that year has."""
    if unit == "month":
        return Fraction(minutes, 12)
    return Fraction(7 * 1440) if unit == "week" else _MINUTES[unit]


def _between(amount: Amount) -> str:
    if amount.exact:
        return decimal(amount.low, 2)
    return (
        f"{decimal(amount.low, 2)} or more"
        if amount.high is None
        else f"{decimal(amount.low, 2)} to {decimal(amount.high, 2)}"
    )


def judge_rate(asking: Asking, claim: RateOf, area: Area) -> Judged:
    """So many for each 100,000 people."""
    try:
        rate = asking.figures.rate(area, claim.year, per=claim.per)
    except CannotSay as refusal:
        return from_refusal(refusal)
    shown = _between(rate.rate)
    return Judged(
        verdict=word_for(claim.stated.holds(rate.rate)),
        computed=f"{shown} per {claim.per:,} people",
        formula=f"{amount_in_words(rate.amount)} x {claim.per:,} / {rate.people:,} people = {shown}",
        because=f"{named(area)} recorded {amount_in_words(rate.amount)} in {claim.year}; its population in "
        f"{rate.people_year} was {rate.people:,}.",
        caveats=rate.caveats,
    )


def judge_part(asking: Asking, claim: PartOf, area: Area) -> Judged:
    """The part of a larger area's offences."""
    try:
        small = asking.figures.value(area, claim.year)
        large = asking.figures.value(claim.whole[0], claim.year, series=small.series)
    except CannotSay as refusal:
        return from_refusal(refusal)
    times = ratio(small.amount, large.amount)
    if times is None:
        return cannot(f"{named(large.area)} may have had none in {claim.year}.")
    part = times.scaled(100)
    one, other = amount_in_words(small.amount), amount_in_words(large.amount)
    return Judged(
        verdict=word_for(claim.stated.holds(part)),
        computed=f"{_between(part)} per cent",
        formula=f"{one} / {other} = {_between(part)} per cent",
        because=f"{named(area)} recorded {one} of the {other} in {within(large.area)} in {claim.year}.",
        caveats=tuple(dict.fromkeys((*small.caveats, *large.caveats))),
    )


def judge_compare(asking: Asking, claim: CompareOf, area: Area) -> Judged:
    """More or fewer than another area."""
    other = claim.other[0]
    try:
        one = asking.figures.value(area, claim.year)
        two = asking.figures.value(other, claim.year, series=one.series)
    except CannotSay as refusal:
        return from_refusal(refusal)
    holds = _compares(claim, one.amount, two.amount)
    first, second = amount_in_words(one.amount), amount_in_words(two.amount)
    said = f"{named(area)} recorded {first} in {claim.year}, {other.name} {second}."
    return Judged(
        verdict=word_for(holds),
        computed=f"{first} and {second}",
        formula=f"{area.name} {first}, {other.name} {second}",
        because=f"{said} These are numbers, not rates: a larger area has more.",
        caveats=one.caveats,
    )


def _compares(claim: CompareOf, one: Amount, two: Amount) -> bool | None:
    """Whether the first is as much more (fewer) as it is said to be."""
    large, small = (one, two) if claim.more else (two, one)
    size = claim.size
    if size is not None and size.kind == "times":
        return _holds(size, ratio(large, small))
    if not surely_above(large, small):
        other_way = surely_above(small, large) or (large.exact and large == small)
        return False if other_way else None
    if size is None or size.stated is None:
        return True
    if size.kind == "difference":
        return size.stated.holds(minus(large, small), counted=True)
    return _holds(size, _off(ratio(one, two)))


def _holds(size: Size, amount: Amount | None) -> bool | None:
    return None if amount is None or size.stated is None else size.stated.holds(amount)


def _off(times: Amount | None) -> Amount | None:
    """How many per cent more or fewer."""
    if times is None or times.high is None:
        return None
    ends = sorted((abs(times.low - 1) * 100, abs(times.high - 1) * 100))
    return Amount(ends[0], ends[1])


def judge_survey(claim: SurveyOf) -> Judged:
    """A survey's share with its interval. Whether it was found so, the figures can't know."""
    survey = Figures.survey(claim.hits, claim.asked)
    low, high = decimal(survey.low, 2), decimal(survey.high, 2)
    return cannot(
        f"The figures hold no survey. If {claim.hits:,} of {claim.asked:,} said so, that is "
        f"{decimal(survey.per_cent, 2)} per cent, by chance alone {low} to {high} (95 per cent interval).",
        "the survey: how many were asked, and how many said so",
        computed=f"{decimal(survey.per_cent, 2)} per cent (95 per cent interval {low} to {high})",
        formula=f"{claim.hits:,} / {claim.asked:,}, Wilson interval",
    )


def judge_trend(asking: Asking, claim: TrendOf, area: Area) -> Judged:
    """So much a year, with its interval."""
    try:
        trend = asking.figures.trend(area, claim.first, claim.last)
    except CannotSay as refusal:
        return from_refusal(refusal)
    value, low, high = (Fraction(str(round(one, 9))) for one in (trend.per_cent, trend.low, trend.high))
    checks: list[bool | None] = []
    if claim.stated is None:
        checks.append(low <= 0 <= high)
    else:
        checks.append(claim.stated.holds(Amount.of(abs(value))))
        checks.append((value > 0) if claim.sign == 1 else (value < 0))
        checks.append(not low <= 0 <= high)
    if claim.points is not None:
        checks.append(claim.points == trend.points)
    if claim.interval is not None:
        checks.append((decimal(low, 1), decimal(high, 1)) == tuple(decimal(one, 1) for one in claim.interval))
    shown = (
        f"{decimal(value, 1)} per cent a year (95 per cent interval {decimal(low, 1)} to {decimal(high, 1)})"
    )
    return Judged(
        verdict=word_for(all_of(checks)),
        computed=shown,
        formula=f"quasi-Poisson regression of {trend.points} years",
        because=f"{area.name}, {claim.first} to {claim.last}: {shown}.",
        caveats=trend.caveats,
    )
