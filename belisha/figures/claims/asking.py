"""The figures as a judge asks them: in each series, with earlier vintages, and where a number stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL
from belisha.figures.claims.names import Names
from belisha.figures.claims.text import DAYS, WrongDay
from belisha.figures.lookup import Topic
from belisha.figures.places import Area
from belisha.figures.results import Change, Value
from belisha.figures.series_words import counts_offences
from belisha.figures.years import Year, financial, year_of

if TYPE_CHECKING:
    from belisha.figures.figures import Figures

_LARGE: Final = 10_000  # a number of such size is found by itself; smaller ones need company


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a number stands: of which area and year, and whether it was corrected since."""

    area: str
    year: str
    series: str
    now: bool


class Asking:
    """A set of figures, for the judges; raises WrongDay."""

    def __init__(self, figures: "Figures", written: date | None) -> None:
        if written is not None and not DAYS[0] <= written <= DAYS[1]:
            raise WrongDay(day=written.isoformat())
        self.figures = figures
        self.written = written
        self._changes: dict[tuple[str, str, str], Change | None] = {}

    @cached_property
    def names(self) -> Names:
        return Names(self.figures.dataset.areas)

    @cached_property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that have figures, and those that are well known."""
        from belisha.figures.claims.known import platforms

        counted = self.figures.current["platform"].unique().cast(pl.String).to_list()
        return tuple(
            dict.fromkeys(
                (*counted, *self.figures.dataset.shares["platform"].unique().to_list(), *platforms())
            )
        )

    @cached_property
    def last_year(self) -> Year | None:
        """The newest year that was over when the text was written."""
        if self.written is None:
            return None
        year = financial(self.written.year)
        while year.ends > self.written:
            year = year.after(-1)
        return year

    @cached_property
    def series(self) -> list[str | None]:
        """Whichever has the figures first, then each by itself."""
        return [None, *(name for name in self.figures.lookup.series(Topic()) if counts_offences(name))]

    def values(self, area: Area, year: str, platform: str = ALL) -> Iterator[Value]:
        """The number in each series that has one, the usual one first; raises CannotSay where none has."""
        refusals: list[CannotSay] = []
        seen: set[Amount] = set()
        for series in self.series:
            try:
                found = self.figures.value(area, year, series=series, platform=platform or ALL)
            except CannotSay as refusal:
                refusals.append(refusal)
                continue
            if found.amount not in seen:
                seen.add(found.amount)
                yield found
        if not seen:
            raise refusals[0]

    def changes(self, area: Area, first: str, last: str, *, matched: bool = False) -> Iterator[Change]:
        """The change in each series that has one; of those who answered twice, where `matched`."""
        refusals: list[CannotSay] = []
        seen: set[tuple[Amount, Amount]] = set()
        ask = self.figures.panel if matched else self.figures.change
        for series in self.series:
            try:
                found = ask(area, first, last, series=series)
            except CannotSay as refusal:
                refusals.append(refusal)
                continue
            if (found.before, found.after) not in seen:
                seen.add((found.before, found.after))
                yield found
        if not seen:
            raise refusals[0]

    def change_if_any(self, area: Area, first: str, last: str) -> Change | None:
        """A change that is looked at for many claims of a text; None where there is none."""
        key = (area.id, first, last)
        if key not in self._changes:
            try:
                self._changes[key] = self.figures.change(area, first, last)
            except CannotSay:
                self._changes[key] = None
        return self._changes[key]

    def earlier(self, area: Area, year: str) -> list[int]:
        """Numbers that an earlier source gave for it."""
        rows = self._all.filter((pl.col("area") == area.id) & (pl.col("year") == year) & ~pl.col("now"))
        return sorted({int(low) for low in rows["low"]})

    def stands(self, number: int) -> list[Stand]:
        """Wherever a number stands."""
        return self._by_number.get(number, [])

    def years(self, area: Area) -> list[str]:
        """The years that an area has a figure for, in their order."""
        return sorted(self.figures.years(area), key=lambda label: year_of(label).begins)

    @cached_property
    def areas(self) -> list[Area]:
        """Every area that figures are of."""
        ids = self.figures.current["area"].unique().cast(pl.String).sort().to_list()
        return [self.figures.dataset.areas[id] for id in ids if id in self.figures.dataset.areas]

    def anchor(self, numbers: list[tuple[int, str]]) -> str | None:
        """The one area in which all these numbers stand (each in its year, if it has one).

        None where they are too common to say.
        """
        if len(numbers) < 2 and not any(number >= _LARGE for number, _ in numbers):
            return None
        places = [
            {stand.area for stand in self.stands(number) if year in ("", stand.year)}
            for number, year in numbers
        ]
        common = set.intersection(*places)
        return next(iter(common)) if len(common) == 1 else None

    def year_of_number(self, area: Area, number: int) -> str:
        """The one year in which an area has this number; "" where none or several have."""
        found = {stand.year for stand in self.stands(number) if stand.area == area.id}
        return next(iter(found)) if len(found) == 1 else ""

    @cached_property
    def _all(self) -> pl.DataFrame:
        cells = self.figures.dataset.cells.filter(
            (pl.col("offence") == ALL) & (pl.col("platform") == ALL) & (pl.col("low") == pl.col("high"))
        )
        key = ["series", "area", "year"]
        latest = pl.col("source") == pl.col("source").max().over(key)
        plain = cells.with_columns(pl.col(name).cast(pl.String) for name in key)
        return plain.with_columns(latest.alias("now")).select(*key, "low", "now")

    @cached_property
    def _by_number(self) -> dict[int, list[Stand]]:
        found: dict[int, list[Stand]] = defaultdict(list)
        for series, area, year, low, now in self._all.iter_rows():
            if counts_offences(series) and area in self.figures.dataset.areas:
                found[low].append(Stand(area, year, series, now))
        return found
