"""What every check of the gate looks at: the new figures, those before, and their names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from belisha.figures.cells import ALL, KEY, KNOWN
from belisha.figures.places import Area
from belisha.figures.years import year_of

TEXTS = [pl.col(name).cast(pl.String) for name in (*KEY, "state", "sheet")]


@dataclass(frozen=True, kw_only=True)
class Looking:
    """`new` and `old` are the newest vintages (cells.SCHEMA) of what comes and of what was there."""

    new: pl.DataFrame
    old: pl.DataFrame
    given: pl.DataFrame | None
    areas: Mapping[str, Area]

    def name(self, area: str) -> str:
        """An area in words."""
        return self.areas[area].name if area in self.areas else (area or "all areas listed")

    def is_force(self, area: str) -> bool:
        return area in self.areas and self.areas[area].kind == "force"

    @cached_property
    def both(self) -> pl.DataFrame:
        """All figures as they will be, with `is_new`."""
        marked = pl.concat(
            [self.old.with_columns(is_new=pl.lit(False)), self.new.with_columns(is_new=pl.lit(True))]
        )
        return marked.unique(subset=KEY, keep="last", maintain_order=True)

    @cached_property
    def totals(self) -> pl.DataFrame:
        """One row for each series, area and single year: the total, given or added up from its offences."""
        return _totals(self.both)

    @cached_property
    def new_totals(self) -> pl.DataFrame:
        return _totals(self.new)

    @cached_property
    def old_totals(self) -> pl.DataFrame:
        return _totals(self.old)


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    key = ["series", "area", "year"]
    whole = cells.filter(pl.col("platform") == ALL)
    told = whole.filter(pl.col("offence") == ALL)
    parts = whole.filter(pl.col("offence") != ALL).join(told, on=key, how="anti")
    number = pl.col("low").is_not_null() & pl.col("high").is_not_null() & (pl.col("state") != "partial")
    added = parts.group_by(key, maintain_order=True).agg(
        pl.when(number.all()).then(pl.col("low").sum()).alias("low"),
        pl.when(number.all()).then(pl.col("high").sum()).alias("high"),
        pl.first("sheet"),
        pl.lit("").alias("cell"),
        *([pl.col("is_new").any()] if "is_new" in cells.columns else []),
    )
    columns = [*key, "low", "high", "sheet", "cell", *(["is_new"] if "is_new" in cells.columns else [])]
    found = pl.concat([told.filter(number).select(columns), added.select(columns)])
    texts = [pl.col(name).cast(pl.String) for name in (*key, "sheet")]
    return found.filter(pl.col("low").is_not_null()).with_columns(texts)


def place(row: Mapping[str, Any]) -> str:
    """Where a figure stands: "Sheet1 C14"."""
    return " ".join(part for part in (row.get("sheet") or "", row.get("cell") or "") if part)


def slug(text: str) -> str:
    """A name as it goes into a code that people type."""
    return re.sub(r"[^a-z0-9/-]+", "-", text.casefold()).strip("-") or "all"


def begins(year: str) -> int:
    return year_of(year).begins.year


def single(year: str) -> bool:
    """Whether it is one year, not a span of them."""
    return year_of(year).number == 1


def number(low: int, high: int | None) -> str:
    """A count: "1,204", "12 to 15", "at least 33,000"."""
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def what(offence: str, platform: str) -> str:
    """Which part of the offences, in words that follow a number; nothing for all of them."""
    parts = []
    if offence != ALL:
        parts.append(f"of “{offence}”")
    if platform == KNOWN:
        parts.append("with a known platform")
    elif platform != ALL:
        parts.append(f"on {platform}")
    return f" {' '.join(parts)}" if parts else ""
