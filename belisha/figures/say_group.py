"""Sentences on a place among others, and on a trend."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.area_words import capital, recorders, where
from belisha.figures.places import Area
from belisha.figures.results import Place, Ranking, Trend
from belisha.figures.sentence import Sentence, sentence
from belisha.figures.series_words import noun
from belisha.figures.words import decimal, per_cent_in_words, whole_per_cent
from belisha.figures.year_words import in_letters, in_year

_ORDINALS: Final = ("", "", "second-", "third-", "fourth-", "fifth-")


def of_ranking(area: Area, ranking: Ranking) -> Iterator[Sentence]:
    """The place of one force among those of a region, where it is sure and near the top."""
    place = next((one for one in ranking.places if one.area.id == area.id), None)
    if place is None or place.best != place.worst or place.best >= len(_ORDINALS):
        return
    if ranking.by == "per_cent" and place.value.low <= 0:
        return
    what = "rise" if ranking.by == "per_cent" else f"number of {noun(ranking.series)}"
    joint = "joint " if place.tied else ""
    highest = f"{joint}{_ORDINALS[place.best]}highest {what}{_by(ranking, place)}"
    among = f"the {_forces(ranking.of)} in {where(ranking.area)}"
    text = f"{capital(recorders(area))} had the {highest} of {among} {_when(ranking)}."
    yield sentence("rank", text, _order(ranking), ranking)


def _forces(number: int) -> str:
    return f"{in_letters(number)} forces"


def _by(ranking: Ranking, place: Place) -> str:
    return f" ({per_cent_in_words(place.value)})" if ranking.by == "per_cent" else ""


def _when(ranking: Ranking) -> str:
    return f"between {ranking.first} and {ranking.last}" if ranking.last else in_year(ranking.first)


def _order(ranking: Ranking) -> str:
    """ "Kent 12.50, Essex 3.10": what the places stand on."""
    places = 2 if ranking.by != "total" else 0
    return ", ".join(
        f"{place.label} {place.area.name} {_range(place.value, places)}" for place in ranking.places
    )


def _range(amount: Amount, places: int) -> str:
    low = decimal(amount.low, places)
    if amount.exact:
        return low
    return f"{low} to {'more' if amount.high is None else decimal(amount.high, places)}"


def of_trend(trend: Trend) -> Iterator[Sentence]:
    """Per cent a year with its interval; where it holds zero, that no direction is sure."""
    years = f"between {trend.first} and {trend.last}"
    interval = f"95 per cent interval {_signed(trend.low)} to {_signed(trend.high)}"
    who = recorders(trend.area)
    if trend.low <= 0 <= trend.high:
        text = (
            f"The {trend.points} years {years} show no sure rise or fall in {noun(trend.series)} recorded "
            f"by {who} ({interval} per cent a year)."
        )
    else:
        way = "rose" if trend.per_cent > 0 else "fell"
        by = whole_per_cent(Fraction(str(round(trend.per_cent, 9))))
        text = (
            f"{capital(noun(trend.series))} recorded by {who} {way} on average by {by} a year {years} "
            f"({interval} per cent)."
        )
    formula = (
        f"quasi-Poisson regression of {trend.points} years: {_signed(trend.per_cent)} per cent a year, "
        f"dispersion {trend.dispersion:.1f}"
    )
    yield sentence("trend", text, formula, trend)


def _signed(value: float) -> str:
    return decimal(Fraction(str(round(value, 9))), 1)
