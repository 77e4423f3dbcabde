"""Totals that stand in an answer, beside what its own table adds up to."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from belisha.figures.cells import ALL, KNOWN
from belisha.figures.collate.applied import GIVEN
from belisha.figures.collate.mapping import DIMENSIONS, TOTAL
from belisha.figures.places import Area
from belisha.figures.years import Year, year_of

_NOTHING: Final = pl.DataFrame(schema=GIVEN)


def given_totals(table: pl.DataFrame, areas: Mapping[str, Area]) -> pl.DataFrame:
    """`table` has the columns of cells.SCHEMA as text, with TOTAL among its areas, years and so on."""
    groups = [id for id in table["area"].unique() if id in areas and areas[id].kind != "force"]
    parts = table.filter(~pl.col("area").is_in(groups), pl.col("platform") != KNOWN)
    found = [_over(table, parts, dimension) for dimension in DIMENSIONS if _has_total(table, dimension)]
    if groups:
        found.append(_of_groups(table.filter(pl.col("area").is_in(groups)), parts, areas))
    return pl.concat([_given(one, table) for one in found]) if found else _NOTHING


def _has_total(table: pl.DataFrame, dimension: str) -> bool:
    return bool((table[dimension] == TOTAL).any())


def _over(table: pl.DataFrame, parts: pl.DataFrame, dimension: str) -> pl.DataFrame:
    others = [name for name in DIMENSIONS if name != dimension]
    sums = _sums(parts.filter(pl.col(dimension) != TOTAL), others)
    totals = table.filter(pl.col(dimension) == TOTAL)
    return totals.join(sums, on=others, how="inner", maintain_order="left").with_columns(
        pl.lit(dimension).alias("over")
    )


def _of_groups(totals: pl.DataFrame, parts: pl.DataFrame, areas: Mapping[str, Area]) -> pl.DataFrame:
    """Rows of a country or a region: what its forces in the same table add up to, in each year."""
    pairs = totals.select("area", "year").unique().rows()
    members = pl.DataFrame(
        [(id, year, force) for id, year in pairs for force in areas[id].members(_year(year))],
        schema={"group": pl.String, "year": pl.String, "area": pl.String},
        orient="row",
    )
    within = parts.join(members, on=["year", "area"], how="inner", maintain_order="left")
    sums = _sums(within.drop("area").rename({"group": "area"}), list(DIMENSIONS))
    return totals.join(sums, on=DIMENSIONS, how="inner", maintain_order="left").with_columns(
        pl.lit("area").alias("over")
    )


def _sums(parts: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    low, high = pl.col("low"), pl.col("high")
    bounded = high.is_not_null() | low.is_null()
    return parts.group_by(by).agg(
        pl.len().cast(pl.Int32).alias("addends"),
        low.is_null().sum().cast(pl.Int32).alias("unknown"),
        low.sum().alias("sum_low"),
        pl.when(bounded.all()).then(high.sum()).alias("sum_high"),
    )


def _given(totals: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    years = [year for label in table["year"].unique() if (year := _year(label))]
    span = _span(years)
    return totals.with_columns(
        pl.col("area").replace(TOTAL, ""),
        pl.col("year").replace(TOTAL, span),
        pl.col("offence", "platform").replace(TOTAL, ALL),
    ).select(pl.col(name).cast(kind) for name, kind in GIVEN.items())


def _span(years: list[Year]) -> str:
    return Year(min(y.begins for y in years), max(y.ends for y in years)).label if years else ""


def _year(label: str) -> Year | None:
    return None if label == TOTAL else year_of(label)
