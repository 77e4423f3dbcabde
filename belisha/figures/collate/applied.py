"""What a mapping makes of sheets: cells, given totals, what was left out, and what is to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from belisha.figures.cells import SCHEMA
from belisha.figures.collate.mapping import Doubt, Skipped

GIVEN: Final = pl.Schema(
    {
        **SCHEMA,
        "over": pl.String(),  # the dimension that it is a sum over: area, year, offence, platform
        "addends": pl.Int32(),  # how many figures of its table it is the sum of
        "unknown": pl.Int32(),  # how many of those are no number
        "sum_low": pl.Int64(),  # what the known ones come to, at least
        "sum_high": pl.Int64(),  # at most; null where one has no bound
    }
)
"""Totals that stand in an answer, each beside what its own table adds up to.

A total over all areas listed has the area "" and is no cell; nor is one over years, whose year is their span
("2017/18-2022/23"). Totals over offences or platforms, and rows of a country or region, are cells, too.
"""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """`cells` are of cells.SCHEMA, `given_totals` of GIVEN; `words`: what was confirmed of labels."""

    cells: pl.DataFrame
    given_totals: pl.DataFrame
    doubts: tuple[Doubt, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
