"""What the desk shows of its figures: the book's, or those that come with Belisha while it holds none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from belisha.figures.book import Book
from belisha.figures.book_rows import Event, KeptFinding
from belisha.figures.cells import ALL, current
from belisha.figures.dataset import Dataset
from belisha.figures.definitions import series
from belisha.figures.desk.book import desk_book_if_any
from belisha.figures.places import Area
from belisha.figures.shipped import TABLES, shipped
from belisha.figures.shipped_rows import table
from belisha.figures.sources import Source
from belisha.figures.tracing import Traced, correction_in_words, trace
from belisha.figures.vintages import corrections
from belisha.refusal import NotFound


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The figures that the desk shows. `book` is None where it has none; `own`: they are the book's."""

    book: Book | None
    own: bool

    @cached_property
    def dataset(self) -> Dataset:
        return self.book.dataset() if self.book and self.own else shipped()

    def source(self, number: int) -> Source:
        """One source; raises NotFound."""
        for source in self.dataset.sources:
            if source.number == number:
                return source
        raise NotFound(what="source")

    def sheets(self, number: int) -> tuple[str, ...]:
        """The names of a source's sheets."""
        if self.book and self.own:
            return self.book.sheets(number)
        its = self.dataset.cells.filter(pl.col("source") == number).get_column("sheet")
        named = set(its.cast(pl.String))
        return tuple(name for name in TABLES if name in named)

    def sheet(self, number: int, place: int) -> tuple[str, Sequence[Sequence[str]]]:
        """The name and the rows of one sheet of a source; raises NotFound."""
        names = self.sheets(number)
        if place >= len(names):
            raise NotFound(what="sheet")
        if self.book and self.own:
            return names[place], self.book.sheet(number, names[place]).rows
        return names[place], table(names[place])

    def findings(self, source: int | None = None) -> list[KeptFinding]:
        return self.book.findings(source) if self.book and self.own else []


def shown() -> Shown:
    """The figures as they are now."""
    book = desk_book_if_any()
    return Shown(book=book, own=bool(book and book.sources()))


@dataclass(frozen=True, kw_only=True)
class Landing:
    """The figures at a glance. `own`: they come from the desk's book, not from what is shipped."""

    own: bool
    sources: tuple[Source, ...]
    cells: int
    forces: int
    years: tuple[str, str] | None
    open: tuple[KeptFinding, ...]
    corrected: int
    events: tuple[Event, ...]


def landing() -> Landing:
    """What there is, what came last, what waits for somebody."""
    now = shown()
    dataset = now.dataset
    told = dataset.cells.get_column("area").cast(pl.String).unique()
    years = sorted(dataset.cells.get_column("year").cast(pl.String).str.slice(0, 7).unique())
    return Landing(
        own=now.own,
        sources=dataset.sources,
        cells=dataset.cells.height,
        forces=sum(area in dataset.areas and dataset.areas[area].kind == "force" for area in told),
        years=(years[0], years[-1]) if years else None,
        open=tuple(kept for kept in now.findings() if kept.open),
        corrected=len(corrections(dataset)),
        events=tuple(reversed(now.book.log()[-8:])) if now.book else (),
    )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure in a list: the newest vintage of it."""

    series: str
    series_title: str
    year: str
    offence: str
    platform: str
    words: str
    source: Source
    corrected: bool


def figures_of(area_id: str) -> tuple[Area, list[Figure]]:
    """Every figure of an area, by series and year; raises NotFound."""
    now = shown()
    if area_id not in now.dataset.areas:
        raise NotFound(what="area")
    its = now.dataset.cells.filter(pl.col("area").cast(pl.String) == area_id)
    rows = current(its).with_columns(pl.col("series", "year", "offence", "platform", "state").cast(pl.String))
    sources = {source.number: source for source in now.dataset.sources}
    order = rows.sort("series", "year", pl.col("offence") != ALL, "offence", pl.col("platform") != ALL)
    return now.dataset.areas[area_id], [_figure(row, sources) for row in order.to_dicts()]


def _figure(row: dict[str, object], sources: dict[int, Source]) -> Figure:
    number = row["source"]
    assert isinstance(number, int)  # noqa: S101 - for the type checker: the schema says so
    return Figure(
        **{name: str(row[name]) for name in ("series", "year", "offence", "platform")},
        series_title=title_of(str(row["series"])),
        words=_words(row),
        source=sources[number],
        corrected=bool(row["corrected"]),
    )


def _words(row: dict[str, object]) -> str:
    low, high, state = row["low"], row["high"], str(row["state"])
    if low is None:
        return state.replace("_", " ").replace("none", "no figure")
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def title_of(id: str) -> str:
    """The title of a series."""
    return series()[id].title if id in series() else id


def areas_with_figures() -> list[tuple[Area, int]]:
    """The areas that have figures, and how many: countries and regions first, forces by name."""
    now = shown()
    counted = now.dataset.cells.group_by(pl.col("area").cast(pl.String)).len().to_dicts()
    count = {row["area"]: row["len"] for row in counted}
    known = [area for area in now.dataset.areas.values() if area.id in count]
    known.sort(key=lambda area: (("country", "region", "force").index(area.kind), area.name))
    return [(area, count[area.id]) for area in known]


def figure(*, series: str, area: str, year: str, offence: str, platform: str) -> tuple[Area, list[Traced]]:
    """Every vintage of one figure; raises NotFound."""
    now = shown()
    if area not in now.dataset.areas:
        raise NotFound(what="area")
    vintages = trace(
        now.dataset,
        series=series,
        area=area,
        year=year,
        offence=offence,
        platform=platform,
        book=now.book if now.own else None,
    )
    return now.dataset.areas[area], vintages


def corrected() -> list[tuple[str, str, dict[str, str]]]:
    """What was corrected, the newest first: in words, and the figure that it is."""
    dataset = shown().dataset
    return [
        (
            correction_in_words(one, dataset.areas),
            one.after.source.title,
            {name: getattr(one, name) for name in ("series", "area", "year", "offence", "platform")},
        )
        for one in reversed(corrections(dataset))
    ]
