"""Figures as they are handed round: cells, where they stand, and what they are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from belisha.figures.cells import empty
from belisha.figures.places import Area, areas
from belisha.figures.sources import Source

SHARES = pl.Schema(
    {
        "series": pl.String(),
        "area": pl.String(),
        "year": pl.String(),
        "platform": pl.String(),
        "low": pl.Float64(),  # per cent of the cases in which a platform was recorded: at least
        "high": pl.Float64(),
        "known": pl.Int64(),  # the number of those cases; null where it isn't told
        "source": pl.Int32(),
        "note": pl.String(),
    }
)
"""Shares that were published as per cents, without the counts behind them."""
POPULATIONS = pl.Schema(
    {"area": pl.String(), "year": pl.String(), "people": pl.Int64(), "source": pl.Int32()}
)


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Everything that is known, every vintage of it. Nothing here changes; a newer one is another Dataset."""

    cells: pl.DataFrame = field(default_factory=empty)  # cells.SCHEMA
    sources: tuple[Source, ...] = ()
    shares: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SHARES))
    populations: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=POPULATIONS))
    areas: Mapping[str, Area] = field(default_factory=areas)
