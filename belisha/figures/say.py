"""Sentences for the press, true by construction: each from a computed answer, with what belongs to it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from belisha.figures import compare, counting, rates, shares
from belisha.figures.cannot import CannotSay
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.pairs import Years
from belisha.figures.places import Area
from belisha.figures.ranking import ranking
from belisha.figures.results import Ranking, Value
from belisha.figures.say_change import of_change
from belisha.figures.say_group import of_ranking, of_trend
from belisha.figures.say_level import of_every, of_rate, of_share, of_value, of_years
from belisha.figures.sentence import Sentence
from belisha.figures.trend import trend
from belisha.figures.years import year_of

__all__ = ["Sentence", "say"]
_FEWEST: Final = 2  # one force alone says nothing of a region: it has its own sentences


def say(
    lookup: Lookup, area: Area, first: str, last: str | None, topic: Topic, *, trends: bool = True
) -> list[Sentence]:
    """What can be said of an area in a year, or between two; raises CannotSay where nothing can.

    `trends` False leaves out what takes a library that is slow to load.
    """
    refusals: list[CannotSay] = []
    said: list[Sentence] = []
    for ask in _asked(lookup, area, first, last, topic, trends=trends):
        try:
            said += ask()
        except CannotSay as refusal:
            refusals.append(refusal)
    if not said:
        raise refusals[0]
    return list({one.text: one for one in said}.values())


def _asked(
    lookup: Lookup, area: Area, first: str, last: str | None, topic: Topic, *, trends: bool
) -> Iterator[Callable[[], Iterable[Sentence]]]:
    year = last or first
    if last is not None:
        years = Years(first, last)
        yield lambda: _compared(lookup, area, years, topic)
    else:
        yield lambda: of_value(counting.value(lookup, area, year, topic))
    if last is not None:
        yield lambda: of_years(_every_year(lookup, area, years, topic))
    yield lambda: of_every(rates.every(lookup, area, year, topic))
    yield lambda: of_rate(rates.rate(lookup, area, year, topic))
    yield lambda: _placed(lookup, area, first, last, topic)
    yield lambda: _platforms(lookup, area, year, topic)
    if last is not None and trends:
        yield lambda: _trend(lookup, area, years, topic)


def _compared(lookup: Lookup, area: Area, years: Years, topic: Topic) -> Iterator[Sentence]:
    """The change of the whole; where forces of a group are missing, that of those who answered twice."""
    try:
        yield from of_change(compare.change(lookup, area, years, topic))
    except CannotSay as refusal:
        if area.kind == "force" or refusal.reason not in ("missing", "membership"):
            raise
        matched = compare.panel(lookup, area, years, topic)
        if matched.panel is None or matched.panel.size < _FEWEST:
            raise
        yield from of_change(matched)


def _every_year(lookup: Lookup, area: Area, years: Years, topic: Topic) -> list[Value]:
    first, last = (year_of(year) for year in years)
    span = range(last.begins.year - first.begins.year + 1)
    own = compare.change(lookup, area, years, topic).series
    narrowed = Topic(series=own, offence=topic.offence, platform=topic.platform)
    return [counting.value(lookup, area, first.after(later).label, narrowed) for later in span]


def _placed(lookup: Lookup, area: Area, first: str, last: str | None, topic: Topic) -> Iterator[Sentence]:
    """The place of a force in each region and country of which every force can be placed."""
    for group in lookup.areas.values() if area.kind == "force" else ():
        if len(group.belongs) < 2 or area.id not in group.members():
            continue
        ask = partial(_ranked, lookup, group, first, last, topic)
        found = lookup.remembered(("rank", group.id, first, last, topic), ask)
        yield from of_ranking(area, found) if found else ()


def _ranked(lookup: Lookup, group: Area, first: str, last: str | None, topic: Topic) -> Ranking | None:
    try:
        return ranking(lookup, group, first, last, topic, by="total" if last is None else "per_cent")
    except CannotSay:
        return None


def _platforms(lookup: Lookup, area: Area, year: str, topic: Topic) -> Iterator[Sentence]:
    for platform in lookup.platforms(area, year, topic):
        try:
            yield from of_share(shares.share(lookup, area, year, platform, topic))
        except CannotSay:
            continue


def _trend(lookup: Lookup, area: Area, years: Years, topic: Topic) -> Iterator[Sentence]:
    yield from of_trend(trend(lookup, area, years.first, years.last, topic))
