"""Figures that stand in one answer twice: parts to be added, a slip, or a column that nobody named."""

from collections.abc import Collection
from typing import Any, Final

import polars as pl

from belisha.figures.cells import KEY, SCHEMA
from belisha.figures.collate.mapping import Doubt, Mapping

MOST: Final = 20  # figures that are asked about one by one
_TOLD: Final = pl.struct("state", "low", "high")


def once(
    cells: pl.DataFrame, mapping: Mapping, confirmed: Collection[str]
) -> tuple[pl.DataFrame, list[Doubt]]:
    """Each figure once, and the doubts about those that stand there twice and differ."""
    again = pl.len().over(KEY) > 1
    repeated = cells.filter(again)
    if not repeated.height:
        return cells, []
    if mapping.add:
        return pl.concat([cells.filter(~again), _added(repeated)]).sort("source", maintain_order=True), []
    last = cells.unique(subset=KEY, keep="last", maintain_order=True)
    differ = repeated.filter(_TOLD.n_unique().over(KEY) > 1)
    groups = differ.group_by(KEY, maintain_order=True).agg("sheet", "cell", "low", "high")
    if groups.height <= MOST:
        several = cells["sheet"].n_unique() > 1
        return last, [_twice(row, several=several) for row in groups.iter_rows(named=True)]
    return last.join(groups.select(KEY), on=KEY, how="anti"), [_several(groups)]


def _twice(row: dict[str, list[Any]], *, several: bool) -> Doubt:
    places = [
        f"{low if low is not None else 'no number'} in {cell}"
        for low, cell in zip(row["low"], row["cell"], strict=True)
    ]
    return Doubt(
        code=f"twice:{row['sheet'][-1]}!{row['cell'][-1]}" if several else f"twice:{row['cell'][-1]}",
        sentence=f"The same figure stands there {len(places)} times: {', '.join(places)}.",
        where=f"{row['sheet'][-1]}!{row['cell'][-1]}",
        reading=f"the last one, in {row['cell'][-1]}",
        cells=len(places),
    )


def _several(groups: pl.DataFrame) -> Doubt:
    row = groups.row(0, named=True)
    return Doubt(
        code="several",
        sentence=f"{groups.height:,} figures stand there more than once, the first in"
        f" {', '.join(row['cell'][:3])}. Is there a column that nobody has named, or are they parts of one"
        " figure (add=yes)?",
        where=f"{row['sheet'][0]}!{row['cell'][0]}",
        reading="none of them is taken",
        cells=groups.height,
    )


def _added(repeated: pl.DataFrame) -> pl.DataFrame:
    """Parts added up. A part that isn't known leaves the sum without an upper bound."""
    low, high, known = pl.col("low"), pl.col("high"), pl.col("low").is_not_null()
    exact = (low == high).fill_null(value=False)
    state = (
        pl.when(~known.any())
        .then(pl.col("state").cast(pl.String).first())
        .when(exact.all() & (low.sum() == 0))
        .then(pl.lit("zero"))
        .when(exact.all())
        .then(pl.lit("full"))
        .when((high.is_not_null() & known).all())
        .then(pl.lit("suppressed"))
        .otherwise(pl.lit("partial"))
    )
    return (
        repeated.group_by(KEY, maintain_order=True)
        .agg(
            state.alias("state"),
            pl.when(known.any()).then(low.sum()).alias("low"),
            pl.when((high.is_not_null() & known).all()).then(high.sum()).alias("high"),
            pl.format("{} parts added: {}", pl.len(), pl.col("cell").head(10).str.join(", ")).alias("note"),
            pl.col("source").first(),
            pl.col("sheet").first(),
            pl.col("cell").first(),
        )
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )
