"""Vintages: what was known when, and what a later source corrected."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import polars as pl

from belisha.figures.cells import KEY
from belisha.figures.dataset import Dataset
from belisha.figures.sources import Source


def as_of(dataset: Dataset, when: int | date | None) -> Dataset:
    """What was known after the source of this number, or on this day; None: all."""
    if when is None:
        return dataset
    sources = tuple(source for source in dataset.sources if _known(source, when))
    numbers = [source.number for source in sources]
    return replace(
        dataset,
        sources=sources,
        cells=dataset.cells.filter(pl.col("source").is_in(numbers)),
        shares=dataset.shares.filter(pl.col("source").is_in(numbers)),
        populations=dataset.populations.filter(pl.col("source").is_in(numbers)),
    )


def _known(source: Source, when: int | date) -> bool:
    if isinstance(when, int):
        return source.number <= when
    return source.known is not None and source.known <= when


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one source says of a figure, and where."""

    state: str
    low: int | None
    high: int | None
    note: str
    source: Source
    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A figure that a later source tells otherwise."""

    series: str
    area: str
    year: str
    offence: str
    platform: str
    before: Told
    after: Told


def history(dataset: Dataset, key: dict[str, str]) -> list[Told]:
    """Every vintage of one figure (`key`: its column names of cells.KEY), the oldest first."""
    rows = dataset.cells.filter([pl.col(name).cast(pl.String) == key[name] for name in KEY])
    by_number = {source.number: source for source in dataset.sources}
    return [_told(row, by_number) for row in rows.sort("source", maintain_order=True).to_dicts()]


def corrections(dataset: Dataset) -> list[Correction]:
    """Every figure that was told otherwise later, in the order of the sources that did."""
    told = pl.struct("state", "low", "high")
    changed = dataset.cells.filter(told.n_unique().over(KEY) > 1).sort("source", maintain_order=True)
    found = []
    by_number = {source.number: source for source in dataset.sources}
    for key, rows in changed.group_by(KEY, maintain_order=True):
        names = dict(zip(KEY, map(str, key), strict=True))
        vintages = [_told(row, by_number) for row in rows.to_dicts()]
        found += [
            Correction(**names, before=old, after=new)
            for old, new in pairwise(vintages)
            if (old.state, old.low, old.high) != (new.state, new.low, new.high)
        ]
    return sorted(found, key=lambda correction: correction.after.source.number)


def _told(row: dict[str, object], sources: dict[int, Source]) -> Told:
    number = row["source"]
    assert isinstance(number, int)  # noqa: S101 - for the type checker: the schema says so
    names = ("state", "low", "high", "note", "sheet", "cell")
    return Told(source=sources[number], **{name: row[name] for name in names})  # type: ignore[arg-type]
