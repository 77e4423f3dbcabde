"""The figures by what they are of: found at once, though a book holds a million."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias, TypeVar

import polars as pl

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.cell import Cell
from belisha.figures.cells import ALL, KEY, KNOWN
from belisha.figures.dataset import Dataset
from belisha.figures.definitions import series
from belisha.figures.places import Area
from belisha.figures.series_words import counts_offences
from belisha.figures.years import year_of

T = TypeVar("T")
_MOST_TOPICS: Final = 2_000  # a book has a thousand; who asks for names at random fills no memory
_ORDER: Final = ("foi", "home-office", "psni")
_TOLD: Final = ("state", "low", "high", "note", "source", "sheet", "cell", "corrected")
Found: TypeAlias = Mapping[tuple[str, str, str], Cell]


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What is counted: a series (None: whichever has it), an offence code and a platform."""

    series: str | None = None
    offence: str = ALL
    platform: str = ALL


class Lookup:
    """The newest vintage of each figure (`cells.current`), by series, area and year."""

    def __init__(self, dataset: Dataset, current: pl.DataFrame) -> None:
        self.dataset = dataset
        self.current = current
        self.areas = dataset.areas
        self._found: dict[tuple[str, str], Found] = {}
        self._answered: dict[Hashable, Any] = {}

    def cell(self, series: str, area: Area, year: str, topic: Topic) -> Cell | None:
        """The figure of an area itself: of a group, the total that was given for it."""
        found = self.found(topic)
        own = found.get((series, area.id, year))
        if own is not None:
            return own
        others = (found.get((series, id, year)) for id in self._same.get(area.members(), ()))
        return next((cell for cell in others if cell is not None), None)

    def found(self, topic: Topic) -> Found:
        """Every figure of an offence and a platform by (series, area, year)."""
        key = (topic.offence, topic.platform)
        if key not in self._found:
            if len(self._found) >= _MOST_TOPICS:
                self._found.clear()
            self._found[key] = _by_key(_of_topic(self.current, *key), *key)
        return self._found[key]

    def remembered(self, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question that many ask, such as a ranking of which each force wants its place."""
        if question not in self._answered:
            if len(self._answered) >= _MOST_TOPICS:
                self._answered.clear()
            self._answered[question] = ask()
        found: T = self._answered[question]
        return found

    def series(self, topic: Topic) -> list[str]:
        """The series to look in: the one that was asked for, else those of offences, requests first."""
        if topic.series is not None:
            self._refuse_unknown(topic.series)
            return [topic.series]
        known = self._series
        return [name for name in _ORDER if name in known] + [name for name in known if name not in _ORDER]

    def _refuse_unknown(self, name: str) -> None:
        known = sorted({*series(), *self._all_series})
        if name not in known:
            raise CannotSay(
                f"There is no series “{name[:60]}”. There are: {', '.join(known)}.", reason="unknown_series"
            )

    def years(self, area: Area, topic: Topic) -> list[str]:
        """The years for which the area, or a member of it, has a figure or a word on why not."""
        ids = {area.id, *area.members(), *self._same.get(area.members(), ())}
        named = self.series(topic)
        return sorted({year for series, id, year in self.found(topic) if id in ids and series in named})

    def platforms(self, area: Area, year: str, topic: Topic) -> list[str]:
        """The platforms of which something is told for the area and the year, in counts or as shares."""
        asked = (pl.col("offence") == topic.offence) & (pl.col("area") == area.id) & (pl.col("year") == year)
        counted = self._on_platforms.filter(asked)["platform"].cast(pl.String).to_list()
        published = [name for _, id, at, name in self.shares if (id, at) == (area.id, year)]
        return sorted({*counted, *published})

    def earlier(self, cell: Cell) -> list[Amount]:
        """What earlier sources said of a figure, the newest of them first, each once."""
        rows = self.dataset.cells.filter(_same_key(cell)).sort("source", descending=True)
        told = [Cell(**row).amount for row in rows.to_dicts()]
        return list(dict.fromkeys(amount for amount in told if amount and amount != cell.amount))

    @cached_property
    def people(self) -> Mapping[tuple[str, str], int]:
        """Populations by area and year; a later source supersedes an earlier one."""
        rows = self.dataset.populations.sort("source", maintain_order=True)
        return {(area, year): people for area, year, people, _ in rows.iter_rows() if people}

    @cached_property
    def shares(self) -> Mapping[tuple[str, str, str, str], dict[str, Any]]:
        """Published shares by series, area, year and platform; a later source supersedes an earlier one."""
        rows = self.dataset.shares.sort("source", maintain_order=True).to_dicts()
        return {(row["series"], row["area"], row["year"], row["platform"]): row for row in rows}

    @cached_property
    def _on_platforms(self) -> pl.DataFrame:
        return self.current.filter(~pl.col("platform").is_in([ALL, KNOWN]))

    @cached_property
    def _series(self) -> list[str]:
        return [name for name in self._all_series if counts_offences(name)]

    @cached_property
    def _all_series(self) -> list[str]:
        found: list[str] = self.current["series"].unique().cast(pl.String).sort().to_list()
        return found

    @cached_property
    def _same(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """Areas that are one force under two names, as Scotland is."""
        alone: dict[tuple[str, ...], tuple[str, ...]] = {}
        for area in self.areas.values():
            if len(area.belongs) == 1:
                alone[area.members()] = (*alone.get(area.members(), ()), area.id)
        return {members: ids for members, ids in alone.items() if len(ids) > 1}


def _of_topic(current: pl.DataFrame, offence: str, platform: str) -> pl.DataFrame:
    on_platform = current.filter(pl.col("platform") == platform)
    asked = on_platform.filter(pl.col("offence") == offence)
    return pl.concat([asked, _summed(on_platform, asked)]) if offence == ALL else asked


def _summed(cells: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Totals over the offence codes of an answer that gives no total itself."""
    key = ["series", "area", "year"]
    parts = cells.filter(pl.col("offence") != ALL).join(asked, on=key, how="anti")
    usable = pl.col("state").is_in(["full", "zero", "suppressed"]) & pl.col("high").is_not_null()
    low, whole = pl.col("low").sum(), usable.all()
    high = pl.when(whole).then(pl.col("high").sum())
    state = pl.when(~whole).then(pl.lit("partial")).when(high == 0).then(pl.lit("zero"))
    summed = parts.group_by(key, maintain_order=True).agg(
        pl.first("platform"),
        state.when(low == high).then(pl.lit("full")).otherwise(pl.lit("suppressed")).alias("state"),
        low.alias("low"),
        high.alias("high"),
        pl.format("the sum of {} offence codes", pl.len()).alias("note"),
        pl.col("source").max(),
        pl.col("corrected").any(),
        pl.col("low").is_not_null().any().alias("told"),
    )
    # Where no part is a number the total is no number either, and says nothing that its parts don't.
    return (
        summed.filter("told")
        .with_columns(pl.lit(ALL).alias("offence"), pl.lit("").alias("sheet"), pl.lit("").alias("cell"))
        .select(asked.columns)
        .cast(asked.schema)
    )


def _by_key(frame: pl.DataFrame, offence: str, platform: str) -> Found:
    names = ("series", "area", "year", *_TOLD)
    return {row[:3]: _cell(row, offence, platform) for row in frame.select(names).iter_rows()}


def _cell(row: tuple[Any, ...], offence: str, platform: str) -> Cell:
    named = dict(zip(("series", "area", "year", *_TOLD), row, strict=True))
    named["note"] = named["note"] or ""
    return Cell(offence=offence, platform=platform, **named)


def _same_key(cell: Cell) -> pl.Expr:
    """The rows of the figure that `cell` is a vintage of."""
    return pl.all_horizontal(*(pl.col(name) == getattr(cell, name) for name in KEY))


def members_of(lookup: Lookup, area: Area, *years: str) -> list[Area]:
    """The forces that belong to the area in each of the years."""
    inside = [set(area.members(year_of(year))) for year in years]
    return [lookup.areas[id] for id in area.members() if all(id in members for members in inside)]
