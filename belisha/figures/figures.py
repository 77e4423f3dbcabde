"""The figures in one hand: load them, then ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from belisha.figures import compare, counting, frames, rates, shares
from belisha.figures import trend as trends
from belisha.figures.cells import ALL, current
from belisha.figures.dataset import Dataset
from belisha.figures.loading import Loadable, dataset_of
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.naming import area_named, year_label
from belisha.figures.pairs import Years
from belisha.figures.places import Area
from belisha.figures.ranking import ranking
from belisha.figures.results import (
    Change,
    Every,
    Ranking,
    Rate,
    Result,
    Share,
    Survey,
    Total,
    Trend,
    Value,
)
from belisha.figures.years import Year

if TYPE_CHECKING:
    from belisha.figures.claims import Verdict
    from belisha.figures.say import Sentence

Place: TypeAlias = str | Area
When: TypeAlias = str | Year


@dataclass(frozen=True)
class Figures:
    """Offence figures, to be compared, said, checked and drawn. Nothing that it does changes them.

    Areas are given by id or by name (a name that a force and a region share is the force), years by their
    label ("2017/18", "2017"). `series` None takes whichever has the figures, answers to Freedom of
    Information requests first; `offence` and `platform` narrow what is counted. What the figures don't
    carry raises CannotSay, whose `sentence` says why and whose `missing` names the figures that it needs.
    """

    dataset: Dataset

    @classmethod
    def load(cls, source: Loadable = None, *, as_of: int | date | None = None) -> "Figures":
        """The figures of a dataset, a polars frame (cells.SCHEMA) or the path of a book; None: the shipped.

        `as_of`: as they were known after the source of that number, or on that day.
        """
        return cls(dataset_of(source, as_of=as_of))

    @cached_property
    def current(self) -> pl.DataFrame:
        """The newest vintage of each figure (cells.SCHEMA and `corrected`)."""
        return current(self.dataset.cells)

    @cached_property
    def lookup(self) -> Lookup:
        """The same by what they are of."""
        return Lookup(self.dataset, self.current)

    def area(self, name: Place) -> Area:
        """The area of an id or a name; raises CannotSay where there is none, or more than one."""
        return area_named(name, self.dataset.areas)

    def years(self, area: Place, **topic: Any) -> tuple[str, ...]:
        """The years for which the area or a member of it has a figure, or a word on why it has none."""
        return tuple(self.lookup.years(self.area(area), Topic(**topic)))

    def value(
        self, area: Place, year: When, *, series: str | None = None, offence: str = ALL, platform: str = ALL
    ) -> Value:
        """How many: as answered or given, else the sum of all members; refused where one is missing."""
        topic = Topic(series=series, offence=offence, platform=platform)
        return counting.value(self.lookup, self.area(area), year_label(year), topic)

    def total(
        self, area: Place, year: When, *, series: str | None = None, offence: str = ALL, platform: str = ALL
    ) -> Total:
        """A group: the given total beside the sum of the members that answered, and who is missing."""
        topic = Topic(series=series, offence=offence, platform=platform)
        return counting.total(self.lookup, self.area(area), year_label(year), topic)

    def change(
        self,
        area: Place,
        first: When,
        last: When,
        *,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
        across_breaks: bool = False,
    ) -> Change:
        """Per cent, times and difference; refused where forces are missing or the series breaks."""
        topic = Topic(series=series, offence=offence, platform=platform)
        years = Years(year_label(first), year_label(last))
        return compare.change(self.lookup, self.area(area), years, topic, across_breaks=across_breaks)

    def panel(
        self,
        area: Place,
        first: When,
        last: When,
        *,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
    ) -> Change:
        """The change in the members that answered for both years; `panel` has their number and who isn't."""
        topic = Topic(series=series, offence=offence, platform=platform)
        years = Years(year_label(first), year_label(last))
        return compare.panel(self.lookup, self.area(area), years, topic)

    def rank(
        self,
        area: Place,
        first: When,
        last: When | None = None,
        *,
        by: str = "",
        among_answered: bool = False,
        lowest_first: bool = False,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
    ) -> Ranking:
        """The members of an area in order, `by` per_cent (of two years), difference, times, total or rate.

        Refused where a member is missing, unless `among_answered`.
        """
        return ranking(
            self.lookup,
            self.area(area),
            year_label(first),
            None if last is None else year_label(last),
            Topic(series=series, offence=offence, platform=platform),
            by=by or ("total" if last is None else "per_cent"),
            among_answered=among_answered,
            lowest_first=lowest_first,
        )

    def rate(
        self,
        area: Place,
        year: When,
        *,
        per: int = rates.PER,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
    ) -> Rate:
        """For each 100,000 people, where their number is given, with the year that it is of."""
        topic = Topic(series=series, offence=offence, platform=platform)
        return rates.rate(self.lookup, self.area(area), year_label(year), topic, per=per)

    def every(
        self, area: Place, year: When, *, series: str | None = None, offence: str = ALL, platform: str = ALL
    ) -> Every:
        """On average one every so many minutes, and so many a day."""
        topic = Topic(series=series, offence=offence, platform=platform)
        return rates.every(self.lookup, self.area(area), year_label(year), topic)

    def share(
        self, area: Place, year: When, platform: str, *, series: str | None = None, offence: str = ALL
    ) -> Share:
        """The part of the cases with a known platform, in per cent, with how many they are."""
        topic = Topic(series=series, offence=offence)
        return shares.share(self.lookup, self.area(area), year_label(year), platform, topic)

    @staticmethod
    def survey(hits: int, asked: int) -> Survey:
        """A share of those asked with its 95 % interval."""
        return shares.survey(hits, asked)

    def trend(
        self,
        area: Place,
        first: When | None = None,
        last: When | None = None,
        *,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
    ) -> Trend:
        """Per cent a year with its 95 % interval; refused under four points, and across a break."""
        bounds = [None if year is None else year_label(year) for year in (first, last)]
        topic = Topic(series=series, offence=offence, platform=platform)
        return trends.trend(self.lookup, self.area(area), bounds[0], bounds[1], topic)

    def say(
        self,
        area: Place,
        first: When,
        last: When | None = None,
        *,
        series: str | None = None,
        offence: str = ALL,
        platform: str = ALL,
    ) -> "list[Sentence]":
        """Sentences for the press, true by construction, with the caveats that belong to them."""
        from belisha.figures.say import say

        topic = Topic(series=series, offence=offence, platform=platform)
        end = None if last is None else year_label(last)
        return say(self.lookup, self.area(area), year_label(first), end, topic)

    @staticmethod
    def frame(results: Result | Iterable[Result]) -> pl.DataFrame:
        """Answers as a polars frame, one row each; of a ranking one row a place."""
        return frames.frame(results)

    def check(self, text: str, *, written: date | None = None) -> "list[Verdict]":
        """What the figures say of every claim in a text: supported, contradicted, or can't be said.

        `written` is the day of the text, which "last year" needs.
        """
        from belisha.figures.claims import check

        return check(self, text, written=written)
